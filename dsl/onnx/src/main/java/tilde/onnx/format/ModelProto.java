package tilde.onnx.format;

import java.util.Map;

/**
 * What an ONNX file holds, as far as networks need it.
 *
 * @param irVersion the version of the file format
 * @param opsets the version of each set of operators, by its domain; "" is that of ONNX
 * @param metadata texts of whoever wrote the file
 */
public record ModelProto(
    long irVersion,
    String producer,
    Map<String, Long> opsets,
    Map<String, String> metadata,
    GraphProto graph) {}
