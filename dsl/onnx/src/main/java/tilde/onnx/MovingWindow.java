package tilde.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tilde.WindowStep;
import tilde.array.Border;
import tilde.array.Mode;
import tilde.array.Shape;
import tilde.layer.Padding;

/**
 * How the window of a convolution or pooling lies and moves, as a node says it: with one stride and
 * one dilation, as layers here have.
 */
record MovingWindow(int height, int width, int stride, int dilation, Border zeros) {

  /**
   * @param kernel what its size is if the node does not say it
   */
  static MovingWindow of(Operation at, Shape in, int... kernel) {
    int[] size = at.wholes("kernel_shape", kernel);
    int stride = both(at, "strides");
    int dilation = both(at, "dilations");
    return new MovingWindow(
        size[0], size[1], stride, dilation, zeros(at, in, size, stride, dilation));
  }

  private static int both(Operation at, String name) {
    int[] steps = at.wholes(name, 1, 1);
    if (steps[0] != steps[1]) {
      throw at.problem(name + " that are equal", steps[0] + " and " + steps[1]);
    }
    return steps[0];
  }

  private static Border zeros(Operation at, Shape in, int[] kernel, int stride, int dilation) {
    int[] pads = at.wholes("pads", 0, 0, 0, 0);
    String automatic = at.text("auto_pad", "NOTSET");
    switch (automatic) {
      case "NOTSET" -> {
        try {
          return new Border(pads[0], pads[2], pads[1], pads[3]);
        } catch (IllegalArgumentException outside) {
          throw at.problem(outside);
        }
      }
      case "VALID" -> {
        return Border.NONE;
      }
      case "SAME_UPPER", "SAME_LOWER" -> {
        long rows = same(in.height(), kernel[0], stride, dilation);
        long columns = same(in.width(), kernel[1], stride, dilation);
        if (at.op().equals("ConvTranspose") || Math.max(rows, columns) > Integer.MAX_VALUE / 2) {
          throw at.problem("explicit pads", automatic);
        }
        int before = automatic.equals("SAME_LOWER") ? 1 : 0; // the side an odd one goes to
        int top = (int) (rows + before) / 2;
        int left = (int) (columns + before) / 2;
        return new Border(top, (int) rows - top, left, (int) columns - left);
      }
      default -> throw at.problem("auto_pad NOTSET, VALID, SAME_UPPER or SAME_LOWER", automatic);
    }
  }

  /** As many zeros as make ceil(size / stride) outputs. */
  private static long same(int size, int kernel, int stride, int dilation) {
    long step = Math.max(1, stride);
    long outputs = (size + step - 1) / step;
    return Math.max(0, (outputs - 1) * step + (long) dilation * (kernel - 1) + 1 - size);
  }

  /** The convolution that a network ends with, lying and moving like this. */
  <S extends WindowStep<S>> S refine(S step, String doc) {
    return padded(step.stride(stride).dilation(dilation), doc);
  }

  /**
   * The padding in the word that it was made with, as the comment in our own files says; else in
   * the first that gives it.
   */
  private <S extends WindowStep<S>> S padded(S step, String doc) {
    List<Mode> fitting = new ArrayList<>(Arrays.asList(Mode.values()));
    fitting.removeIf(mode -> !mode.padding(height, width, dilation).equals(zeros));
    if (fitting.isEmpty() || doc.contains(".padding(")) {
      return step.padding(zeros.top(), zeros.bottom(), zeros.left(), zeros.right());
    }
    Mode said =
        fitting.stream()
            .filter(mode -> mode != Mode.VALID && doc.contains(new Padding.Part(mode).dsl()))
            .findFirst()
            .orElse(fitting.get(0));
    return switch (said) {
      case VALID -> step.valid();
      case SAME -> step.same();
      case FULL -> step.full();
    };
  }
}
