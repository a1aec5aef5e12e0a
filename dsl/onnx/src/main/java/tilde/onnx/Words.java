package tilde.onnx;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tilde.Net;
import tilde.array.Shape;
import tilde.layer.LayerNorm;
import tilde.onnx.Word.Weights;
import tilde.onnx.format.TensorProto;

/** The words for operators that stand for a layer by themselves. */
final class Words {
  private static final int OPSET_OF_DROPOUT_INPUTS = 12;
  private static final int OPSET_OF_SOFTMAX_ALONG_AN_AXIS = 13;

  private final long opset;

  Words(long opset) {
    this.opset = opset;
  }

  /** The word, or empty if this is another operator. */
  Optional<Word> of(Operation at, Shape in) {
    return Optional.ofNullable(
        switch (at.op()) {
          case "Conv" -> WindowWords.conv(at, in);
          case "ConvTranspose" -> WindowWords.convTranspose(at, in);
          case "MaxPool" -> WindowWords.maxPool(at, in);
          case "AveragePool" -> WindowWords.averagePool(at, in);
          case "Relu" -> Word.of(Net::relu);
          case "Sigmoid" -> Word.of(Net::sigmoid);
          case "Tanh" -> Word.of(Net::tanh);
          case "LeakyRelu" -> leakyRelu(at);
          case "Gelu" -> gelu(at);
          case "Softmax" -> softmax(at, in);
          case "Resize" -> resize(at);
          case "Gemm" -> gemm(at, in);
          case "BatchNormalization" -> batchNorm(at);
          case "LayerNormalization" -> layerNorm(at, in);
          case "Dropout" -> dropout(at);
          case "Identity" -> Word.of(net -> net);
          default -> null;
        });
  }

  private static Word leakyRelu(Operation at) {
    double slope = at.real("alpha", 0.01);
    return Word.of(net -> net.leakyRelu(slope));
  }

  private static Word gelu(Operation at) {
    at.only("approximate", "none");
    return Word.of(Net::gelu);
  }

  private Word softmax(Operation at, Shape in) {
    boolean alongAxis = opset >= OPSET_OF_SOFTMAX_ALONG_AN_AXIS;
    long axis = at.whole("axis", alongAxis ? -1 : 1);
    if (fromStart(axis, in) != 1 || in.isImage() && !alongAxis) {
      throw at.problem("softmax over the channels: axis 1, for images from opset 13 on", axis);
    }
    return Word.of(Net::softmax);
  }

  /** An axis of a batch, counted from the start. */
  private static long fromStart(long axis, Shape in) {
    return axis < 0 ? axis + in.dims().size() + 1 : axis;
  }

  private static Word resize(Operation at) {
    at.only("mode", "nearest");
    String place = at.text("coordinate_transformation_mode", "half_pixel");
    String nearest = at.text("nearest_mode", "round_prefer_floor");
    // For whole factors both repeat each pixel.
    if (!List.of("asymmetric floor", "half_pixel round_prefer_floor")
        .contains(place + " " + nearest)) {
      throw at.problem("each pixel repeated, as asymmetric and floor do", place + ", " + nearest);
    }
    at.ignore("cubic_coeff_a"); // of another mode
    float[] factors =
        at.optional(2)
            .map(TensorProto::reals)
            .filter(scales -> scales.length == 4)
            .orElseThrow(() -> at.problem("four scales as input 2", "none"));
    int factor = (int) factors[2];
    if (!Arrays.equals(factors, new float[] {1, 1, factor, factor})) {
      throw at.problem("scales 1, 1, n, n", Arrays.toString(factors));
    }
    return Word.of(net -> net.upsample(factor));
  }

  private static Word gemm(Operation at, Shape in) {
    at.only("transA", 0);
    double alpha = at.real("alpha", 1);
    double beta = at.real("beta", 1);
    if (alpha != 1 || beta != 1) {
      throw at.problem("alpha and beta 1", alpha + " and " + beta);
    }
    boolean transposed = at.whole("transB", 0) != 0;
    return dense(at, in, at.constant(1), transposed, at.optional(2));
  }

  /**
   * A dense layer.
   *
   * @param transposed whether its matrix is (units, features), as here
   */
  static Word dense(
      Operation at, Shape in, TensorProto w, boolean transposed, Optional<TensorProto> bias) {
    if (w.dims().size() != 2 || w.dims().contains(0) || in.isImage()) {
      throw at.problem("vectors and a matrix", in + " and '" + w.name() + "' " + w.dims());
    }
    int rows = w.dims().get(0);
    int columns = w.dims().get(1);
    float[] matrix = at.reals(w);
    List<Weights> weights = new ArrayList<>();
    weights.add(
        transposed
            ? new Weights(w.name(), w.dims(), matrix)
            : new Weights(w.name(), List.of(columns, rows), transpose(matrix, rows, columns)));
    bias.ifPresent(b -> weights.add(vector(at, b)));
    int units = transposed ? rows : columns;
    return new Word(
        net -> bias.isPresent() ? net.dense(units) : net.dense(units).noBias(), weights);
  }

  private static float[] transpose(float[] matrix, int rows, int columns) {
    float[] transposed = new float[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      transposed[i % columns * rows + i / columns] = matrix[i];
    }
    return transposed;
  }

  /** A vector, also where it is a row (1, n) for a batch. */
  private static Weights vector(Operation at, TensorProto b) {
    boolean row = b.dims().size() == 2 && b.dims().get(0) == 1;
    return new Weights(b.name(), row ? b.dims().subList(1, 2) : b.dims(), at.reals(b));
  }

  private static Weights weights(Operation at, int input) {
    TensorProto w = at.constant(input);
    return new Weights(w.name(), w.dims(), at.reals(w));
  }

  private static Word batchNorm(Operation at) {
    at.only("training_mode", 0);
    double epsilon = at.real("epsilon", 1e-5);
    double kept = at.real("momentum", 0.9);
    if (!Double.isFinite(kept)) {
      throw at.problem("a momentum of 0 to 1", kept);
    }
    // Decimal, as both were typed: 1 - 0.9 is 0.1. Ours is the share of what is new.
    double momentum = BigDecimal.ONE.subtract(BigDecimal.valueOf(kept)).doubleValue();
    List<Weights> weights = new ArrayList<>();
    for (int input = 1; input <= 4; input++) {
      weights.add(weights(at, input));
    }
    for (float variance : weights.get(3).values()) {
      if (variance < 0) {
        throw at.problem("variances of at least 0", variance);
      }
    }
    return new Word(net -> net.batchNorm().momentum(momentum).epsilon(epsilon), weights);
  }

  private static Word layerNorm(Operation at, Shape in) {
    long axis = at.whole("axis", -1);
    if (fromStart(axis, in) != 1) {
      throw at.problem("axis 1, so that all values of a sample count", axis);
    }
    double epsilon = at.real("epsilon", LayerNorm.EPSILON);
    if (epsilon != LayerNorm.EPSILON) {
      throw at.problem("epsilon " + LayerNorm.EPSILON, epsilon);
    }
    at.only("stash_type", 1);
    Weights w = weights(at, 1);
    Weights none = new Weights("no bias", w.shape(), new float[w.values().length]);
    Weights b = at.optional(2).isPresent() ? weights(at, 2) : none;
    return new Word(Net::layerNorm, List.of(w, b));
  }

  private Word dropout(Operation at) {
    at.ignore("seed");
    double share = 0.5;
    if (opset < OPSET_OF_DROPOUT_INPUTS) {
      share = at.real("ratio", share);
    } else if (at.optional(1).isPresent()) {
      float[] ratio = at.reals(at.constant(1));
      if (ratio.length != 1) {
        throw at.problem("one ratio", ratio.length);
      }
      share = Operation.typed(ratio[0]);
    }
    if (at.optional(2).isPresent() && !Arrays.equals(at.constant(2).wholes(), new long[1])) {
      throw at.problem("training_mode to be off", "'" + at.constant(2).name() + "'");
    }
    double p = share;
    return Word.of(net -> net.dropout(p));
  }
}
