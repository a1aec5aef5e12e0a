package tilde.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tilde.array.Border;
import tilde.onnx.format.Attribute;
import tilde.onnx.format.NodeProto;

/** Zeros put around images by a node of its own, taken for a setting of the node behind it. */
final class Pads {
  private static final int NUMBERS = 8; // of batch, channels, rows and columns, before and behind

  private Pads() {}

  /** The node behind, with the zeros of the one before. */
  static NodeProto into(Source source, NodeProto pad, NodeProto behind) {
    Border more = zeros(source.operation(pad));
    Operation at = source.operation(behind);
    int[] own = at.wholes("pads", 0, 0, 0, 0);
    at.only("auto_pad", "NOTSET");
    int[] all = {more.top(), more.left(), more.bottom(), more.right()};
    boolean pool = at.op().equals("AveragePool");
    if (pool && !Arrays.equals(own, new int[own.length])) {
      throw at.problem("pads here or in a Pad before it", "both");
    }
    List<Long> pads = new ArrayList<>();
    for (int side = 0; side < own.length; side++) {
      pads.add((long) own[side] + all[side]);
    }
    Map<String, Attribute> attributes = new LinkedHashMap<>(behind.attributes());
    attributes.put("pads", new Attribute.Wholes(pads));
    if (pool) {
      attributes.put("count_include_pad", new Attribute.Whole(1));
    }
    return new NodeProto(
        behind.name(),
        behind.op(),
        behind.domain(),
        behind.inputs(),
        behind.outputs(),
        attributes,
        behind.doc());
  }

  private static Border zeros(Operation at) {
    at.only("mode", "constant");
    at.done();
    boolean zero =
        at.optional(2).map(value -> Arrays.equals(value.reals(), new float[1])).orElse(true);
    long[] pads = at.constant(1).wholes();
    if (pads == null || pads.length != NUMBERS || !zero || at.optional(3).isPresent()) {
      throw at.problem("zeros, their numbers on both sides of four axes", Arrays.toString(pads));
    }
    for (int axis = 0; axis < NUMBERS; axis++) {
      boolean image = axis % 4 >= 2;
      if (pads[axis] < 0 || pads[axis] > (image ? Integer.MAX_VALUE / 2 : 0)) {
        throw at.problem("zeros around images only", Arrays.toString(pads));
      }
    }
    try {
      return new Border((int) pads[2], (int) pads[6], (int) pads[3], (int) pads[7]);
    } catch (IllegalArgumentException tooMany) {
      throw at.problem(tooMany);
    }
  }
}
