package tilde.onnx.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tilde.onnx.format.ValueInfo.Axis;

/** Reads the name and the shape of a value. */
final class ValueReader {
  private final Wire wire;
  private final List<Axis> axes = new ArrayList<>();
  private String name = "";
  private long type;
  private long size;
  private String symbol = "";

  ValueReader(Wire wire) {
    this.wire = wire;
  }

  ValueInfo read() throws IOException {
    wire.message("a value", this::valueField);
    return new ValueInfo(name, (int) type, List.copyOf(axes));
  }

  private void valueField(int number) throws IOException {
    switch (number) {
      case Schema.VALUE_NAME -> name = wire.text("the name of a value");
      case Schema.VALUE_TYPE -> only(number, Schema.VALUE_TYPE, "its type", this::typeField);
      default -> wire.skip();
    }
  }

  private void typeField(int number) throws IOException {
    only(number, Schema.TYPE_OF_TENSOR, "a tensor's type", this::tensorField);
  }

  private void tensorField(int number) throws IOException {
    if (number == Schema.TENSOR_TYPE_ELEMENT) {
      type = wire.whole("the type of its numbers");
    } else {
      only(number, Schema.TENSOR_TYPE_SHAPE, "its shape", this::shapeField);
    }
  }

  private void shapeField(int number) throws IOException {
    size = 0;
    symbol = "";
    only(number, Schema.SHAPE_AXIS, "an axis", this::axisField);
    if (number == Schema.SHAPE_AXIS) {
      axes.add(new Axis(size, symbol));
    }
  }

  private void axisField(int number) throws IOException {
    switch (number) {
      case Schema.AXIS_SIZE -> size = wire.whole("its size");
      case Schema.AXIS_SYMBOL -> symbol = wire.text("its name");
      default -> wire.skip();
    }
  }

  private void only(int number, int expected, String what, Wire.Field inside) throws IOException {
    if (number == expected) {
      wire.message(what, inside);
    } else {
      wire.skip();
    }
  }
}
