package tilde.onnx.format;

import java.util.List;
import java.util.Map;

/**
 * One operator at work.
 *
 * @param op such as {@code Conv}
 * @param domain the set it is from; "" is that of ONNX
 * @param inputs names of values; "" for an optional one that is left out
 * @param doc a comment
 */
public record NodeProto(
    String name,
    String op,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes,
    String doc) {}
