package tilde.onnx.format;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Writes ONNX files: the same model gives the same bytes. */
public final class OnnxWriter {
  private OnnxWriter() {}

  /**
   * Writes a whole file.
   *
   * @throws OnnxException if it would be larger than such files can be
   */
  public static void write(ModelProto model, OutputStream to) throws IOException {
    CodedOutputStream out = CodedOutputStream.newInstance(to);
    message(model).to(out);
    out.flush();
  }

  private static Message message(ModelProto model) {
    Message all =
        new Message()
            .whole(Schema.MODEL_IR_VERSION, model.irVersion())
            .text(Schema.MODEL_PRODUCER, model.producer())
            .message(Schema.MODEL_GRAPH, message(model.graph()));
    model.opsets().forEach((domain, v) -> all.message(Schema.MODEL_OPSET, opset(domain, v)));
    model.metadata().forEach((key, v) -> all.message(Schema.MODEL_METADATA, entry(key, v)));
    return all;
  }

  private static Message opset(String domain, long version) {
    return new Message().text(Schema.OPSET_DOMAIN, domain).whole(Schema.OPSET_VERSION, version);
  }

  private static Message entry(String key, String value) {
    return new Message().text(Schema.ENTRY_KEY, key).text(Schema.ENTRY_VALUE, value);
  }

  private static Message message(GraphProto graph) {
    Message all = new Message();
    graph.nodes().forEach(node -> all.message(Schema.GRAPH_NODE, message(node)));
    all.text(Schema.GRAPH_NAME, graph.name());
    graph.initializers().forEach(t -> all.message(Schema.GRAPH_INITIALIZER, message(t)));
    graph.inputs().forEach(value -> all.message(Schema.GRAPH_INPUT, message(value)));
    graph.outputs().forEach(value -> all.message(Schema.GRAPH_OUTPUT, message(value)));
    return all;
  }

  private static Message message(NodeProto node) {
    Message all =
        new Message()
            .items(Schema.NODE_INPUT, node.inputs())
            .items(Schema.NODE_OUTPUT, node.outputs())
            .text(Schema.NODE_NAME, node.name())
            .text(Schema.NODE_OP, node.op());
    for (Map.Entry<String, Attribute> entry : node.attributes().entrySet()) {
      Message attribute = new Message().text(Schema.ATTRIBUTE_NAME, entry.getKey());
      add(entry.getValue(), attribute);
      all.message(Schema.NODE_ATTRIBUTE, attribute);
    }
    return all.text(Schema.NODE_DOC, node.doc()).text(Schema.NODE_DOMAIN, node.domain());
  }

  private static void add(Attribute attribute, Message to) {
    if (attribute instanceof Attribute.Real real) {
      to.real(Schema.ATTRIBUTE_REAL, real.value()).whole(Schema.ATTRIBUTE_TYPE, Schema.TYPE_REAL);
    } else if (attribute instanceof Attribute.Whole whole) {
      to.whole(Schema.ATTRIBUTE_WHOLE, whole.value())
          .whole(Schema.ATTRIBUTE_TYPE, Schema.TYPE_WHOLE);
    } else if (attribute instanceof Attribute.Text text) {
      to.text(Schema.ATTRIBUTE_TEXT, text.value()).whole(Schema.ATTRIBUTE_TYPE, Schema.TYPE_TEXT);
    } else if (attribute instanceof Attribute.Wholes wholes) {
      to.wholes(Schema.ATTRIBUTE_WHOLES, wholes.values())
          .whole(Schema.ATTRIBUTE_TYPE, Schema.TYPE_WHOLES);
    } else if (attribute instanceof Attribute.Constant constant) {
      to.message(Schema.ATTRIBUTE_TENSOR, message(constant.value()))
          .whole(Schema.ATTRIBUTE_TYPE, Schema.TYPE_TENSOR);
    } else {
      throw new OnnxException("cannot write " + attribute + ": expected numbers, text or a tensor");
    }
  }

  private static Message message(TensorProto tensor) {
    Message all =
        new Message()
            .wholes(Schema.TENSOR_DIMS, tensor.dims())
            .whole(Schema.TENSOR_TYPE, tensor.type())
            .text(Schema.TENSOR_NAME, tensor.name());
    return tensor.reals() != null
        ? all.raw(Schema.TENSOR_RAW, tensor.reals())
        : all.raw(Schema.TENSOR_RAW, tensor.wholes());
  }

  private static Message message(ValueInfo value) {
    Message axes = new Message();
    for (ValueInfo.Axis axis : value.axes()) {
      Message one = new Message();
      axes.message(
          Schema.SHAPE_AXIS,
          axis.size() > 0
              ? one.whole(Schema.AXIS_SIZE, axis.size())
              : one.text(Schema.AXIS_SYMBOL, axis.symbol()));
    }
    Message tensor =
        new Message()
            .whole(Schema.TENSOR_TYPE_ELEMENT, value.type())
            .message(Schema.TENSOR_TYPE_SHAPE, axes);
    return new Message()
        .text(Schema.VALUE_NAME, value.name())
        .message(Schema.VALUE_TYPE, new Message().message(Schema.TYPE_OF_TENSOR, tensor));
  }
}
