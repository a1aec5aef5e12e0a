package tilde.onnx.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one node with its attributes. */
final class NodeReader {
  private final Wire wire;
  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private String name = "";
  private String op = "";
  private String domain = "";
  private String doc = "";

  NodeReader(Wire wire) {
    this.wire = wire;
  }

  NodeProto read() throws IOException {
    wire.message("a node", this::field);
    return new NodeProto(name, op, OnnxReader.domain(domain), inputs, outputs, attributes, doc);
  }

  private void field(int number) throws IOException {
    switch (number) {
      case Schema.NODE_INPUT -> inputs.add(wire.text("the name of an input"));
      case Schema.NODE_OUTPUT -> outputs.add(wire.text("the name of an output"));
      case Schema.NODE_NAME -> name = wire.text("the name of a node");
      case Schema.NODE_OP -> op = wire.text("an operator");
      case Schema.NODE_DOMAIN -> domain = wire.text("a domain");
      case Schema.NODE_DOC -> doc = wire.text("a comment");
      case Schema.NODE_ATTRIBUTE -> {
        AttributeReader attribute = new AttributeReader();
        wire.message("an attribute", attribute::field);
        attributes.put(attribute.name, attribute.value());
      }
      default -> wire.skip();
    }
  }

  private final class AttributeReader {
    private final List<Long> wholes = new ArrayList<>();
    private String name = "";
    private long type;
    private float real;
    private long whole;
    private String text = "";
    private TensorProto tensor;

    void field(int number) throws IOException {
      switch (number) {
        case Schema.ATTRIBUTE_NAME -> name = wire.text("the name of an attribute");
        case Schema.ATTRIBUTE_TYPE -> type = wire.whole("the type of an attribute");
        case Schema.ATTRIBUTE_REAL -> real = wire.real("a number");
        case Schema.ATTRIBUTE_WHOLE -> whole = wire.whole("a whole number");
        case Schema.ATTRIBUTE_TEXT -> text = wire.text("a word");
        case Schema.ATTRIBUTE_TENSOR -> tensor = new TensorReader(wire).read();
        case Schema.ATTRIBUTE_WHOLES -> wire.wholes("whole numbers", wholes::add);
        default -> wire.skip();
      }
    }

    Attribute value() {
      if (type == Schema.TYPE_REAL) {
        return new Attribute.Real(real);
      } else if (type == Schema.TYPE_WHOLE) {
        return new Attribute.Whole(whole);
      } else if (type == Schema.TYPE_TEXT) {
        return new Attribute.Text(text);
      } else if (type == Schema.TYPE_WHOLES) {
        return new Attribute.Wholes(List.copyOf(wholes));
      } else if (type == Schema.TYPE_TENSOR && tensor != null) {
        return new Attribute.Constant(tensor);
      }
      return new Attribute.Other(type);
    }
  }
}
