package tilde.onnx;

import java.util.ArrayList;
import java.util.List;
import tilde.ConvStep;
import tilde.ConvTransposeStep;
import tilde.DepthwiseConvStep;
import tilde.array.Blocks;
import tilde.array.Border;
import tilde.array.Shape;
import tilde.onnx.Word.Weights;
import tilde.onnx.format.TensorProto;

/** The words for operators whose window moves over an image. */
final class WindowWords {
  private WindowWords() {}

  static Word conv(Operation at, Shape in) {
    TensorProto w = kernels(at);
    MovingWindow window = window(at, in, w);
    long groups = at.whole("group", 1);
    boolean bias = at.optional(2).isPresent();
    int filters = w.dims().get(0);
    List<Weights> weights = weights(at, w);
    if (groups == 1 && !at.doc().startsWith("depthwiseConv")) {
      return new Word(
          net -> {
            ConvStep step = net.conv(window.height(), window.width()).filters(filters);
            ConvStep conv = window.refine(step, at.doc());
            return bias ? conv : conv.noBias();
          },
          weights);
    }
    if (groups != in.channels() || filters != groups || w.dims().get(1) != 1) {
      throw at.problem(
          "group 1, or as many groups and filters as the channels of " + in,
          "group " + groups + " and kernels " + w.dims());
    }
    return new Word(
        net -> {
          DepthwiseConvStep step = net.depthwiseConv(window.height(), window.width());
          DepthwiseConvStep conv = window.refine(step, at.doc());
          return bias ? conv : conv.noBias();
        },
        weights);
  }

  static Word convTranspose(Operation at, Shape in) {
    TensorProto w = kernels(at);
    MovingWindow window = window(at, in, w);
    at.only("group", 1);
    int[] more = at.wholes("output_padding", 0, 0);
    if (more[0] != 0 || more[1] != 0) {
      throw at.problem("output_padding 0, 0", more[0] + ", " + more[1]);
    }
    boolean bias = at.optional(2).isPresent();
    int filters = w.dims().get(1);
    return new Word(
        net -> {
          ConvTransposeStep step =
              net.convTranspose(window.height(), window.width()).filters(filters);
          ConvTransposeStep conv = window.refine(step, at.doc());
          return bias ? conv : conv.noBias();
        },
        weights(at, w));
  }

  private static TensorProto kernels(Operation at) {
    TensorProto w = at.constant(1);
    if (w.dims().size() != 4 || w.dims().contains(0)) {
      throw at.problem("kernels of 4 axes, for images", "'" + w.name() + "' " + w.dims());
    }
    return w;
  }

  private static MovingWindow window(Operation at, Shape in, TensorProto w) {
    MovingWindow window = MovingWindow.of(at, in, w.dims().get(2), w.dims().get(3));
    List<Integer> kernel = List.of(window.height(), window.width());
    if (!w.dims().subList(2, 4).equals(kernel)) {
      throw at.problem("kernels of its kernel_shape " + kernel, w.dims());
    }
    return window;
  }

  private static List<Weights> weights(Operation at, TensorProto w) {
    int[] shape = w.dims().stream().mapToInt(Integer::intValue).toArray();
    float[] ours = Blocks.flipLastTwo(at.reals(w), shape); // theirs is a cross-correlation
    List<Weights> weights = new ArrayList<>();
    weights.add(new Weights(w.name(), w.dims(), ours));
    at.optional(2).ifPresent(b -> weights.add(new Weights(b.name(), b.dims(), at.reals(b))));
    return weights;
  }

  static Word maxPool(Operation at, Shape in) {
    MovingWindow window = pool(at, in);
    at.only("storage_order", 0);
    if (!window.zeros().equals(Border.NONE)) {
      throw at.problem("no padding, as maxPool here has none", window.zeros());
    }
    return Word.of(net -> net.maxPool(window.height(), window.width()).stride(window.stride()));
  }

  static Word averagePool(Operation at, Shape in) {
    MovingWindow window = pool(at, in);
    int zeros = window.zeros().top();
    if (!window.zeros().equals(new Border(zeros, zeros, zeros, zeros))) {
      throw at.problem("the same padding on all sides", window.zeros());
    }
    long counted = at.whole("count_include_pad", 0);
    if (zeros > 0 && counted != 1) {
      throw at.problem("count_include_pad 1, as avgPool here counts zeros", counted);
    }
    return Word.of(
        net -> net.avgPool(window.height(), window.width()).stride(window.stride()).padding(zeros));
  }

  private static MovingWindow pool(Operation at, Shape in) {
    if (!at.has("kernel_shape")) {
      throw at.problem("kernel_shape", "none");
    }
    MovingWindow window = MovingWindow.of(at, in, 1, 1);
    at.only("ceil_mode", 0);
    if (window.dilation() != 1) {
      throw at.problem("dilations 1, 1", window.dilation());
    }
    return window;
  }
}
