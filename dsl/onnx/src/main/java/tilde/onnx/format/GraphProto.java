package tilde.onnx.format;

import java.util.List;

/**
 * A network as operators between named values.
 *
 * @param nodes in an order in which they can be computed
 * @param initializers values that are known, such as weights
 */
public record GraphProto(
    String name,
    List<NodeProto> nodes,
    List<TensorProto> initializers,
    List<ValueInfo> inputs,
    List<ValueInfo> outputs) {}
