package tilde.train;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntConsumer;
import tilde.array.Engine;
import tilde.array.Mode;
import tilde.array.Shape;
import tilde.data.Digits;
import tilde.data.Samples;
import tilde.layer.AvgPool;
import tilde.layer.BatchNorm;
import tilde.layer.Conv;
import tilde.layer.ConvTranspose;
import tilde.layer.Dense;
import tilde.layer.DepthwiseConv;
import tilde.layer.Dropout;
import tilde.layer.Flatten;
import tilde.layer.Gelu;
import tilde.layer.GlobalAvgPool;
import tilde.layer.LayerNorm;
import tilde.layer.LeakyRelu;
import tilde.layer.MaxPool;
import tilde.layer.Network;
import tilde.layer.Padding;
import tilde.layer.Relu;
import tilde.layer.Residual;
import tilde.layer.Sigmoid;
import tilde.layer.Softmax;
import tilde.layer.Tanh;
import tilde.layer.Upsample;
import tilde.layer.Window;
import tilde.loss.SoftmaxCrossEntropy;
import tilde.loss.Targets;
import tilde.random.Keyed;

/** Small networks with data, for the tests of training. */
final class Nets {
  private Nets() {}

  /** net(1, 8, 8).conv(3, 3).relu().dense(10) */
  static Network first() {
    return new Network(Shape.of(1, 8, 8), List.of(new Conv(3, 3), new Relu(), new Dense(10, true)));
  }

  /** Some of the real digits, all classes among them. */
  static Examples digits(int count) {
    Samples digits = Digits.load();
    float[] x = Arrays.copyOf(digits.x(), count * digits.sampleSize());
    int[] labels = Arrays.copyOf(digits.labels(), count);
    return new Examples(Shape.of(1, 8, 8), x, Targets.ofLabels(labels, 10));
  }

  /**
   * net(2, 9, 7).conv(3, 2).filters(5).same().stride(2).relu().maxPool(2) .conv(2,
   * 2).filters(4).full().relu().flatten().dense(6).relu().dense(3)
   */
  static Network deeper() {
    return new Network(
        Shape.of(2, 9, 7),
        List.of(
            new Conv(3, 2, 5, 2, 1, new Padding.Part(Mode.SAME), true),
            new Relu(),
            new MaxPool(2, 2, 2),
            new Conv(2, 2, 4, 1, 1, new Padding.Part(Mode.FULL), true),
            new Relu(),
            new Flatten(),
            new Dense(6, true),
            new Relu(),
            new Dense(3, true)));
  }

  /**
   * net(2, 9, 7).conv(3, 3).filters(4).batchNorm().relu().residual(n -> n.conv(3, 3).same()
   * .filters(6).stride(2).batchNorm().relu()).residual(n -> n.dropout(0.3)).dropout(0.2).dense(3)
   */
  static Network residual() {
    Padding same = new Padding.Part(Mode.SAME);
    return new Network(
        Shape.of(2, 9, 7),
        List.of(
            new Conv(3, 3, 4, 1, 1, new Padding.Part(Mode.VALID), true),
            new BatchNorm(),
            new Relu(),
            new Residual(
                List.of(new Conv(3, 3, 6, 2, 1, same, false), new BatchNorm(), new Relu())),
            new Residual(List.of(new Dropout(0.3))),
            new Dropout(0.2),
            new Dense(3, true)));
  }

  /** One of each of the other layers, on the same images. */
  static Network everything() {
    Window same = new Window(3, 3).withPadding(new Padding.Part(Mode.SAME));
    return new Network(
        Shape.of(2, 9, 7),
        List.of(
            new DepthwiseConv(same, true),
            new LeakyRelu(0.1),
            new ConvTranspose(new Window(2, 3).withStride(2), 3, true),
            new Gelu(),
            new AvgPool(3, 2, 2, 1),
            new LayerNorm(),
            new Tanh(),
            new Upsample(2),
            new Conv(1, 1),
            new Sigmoid(),
            new Softmax(),
            new GlobalAvgPool(),
            new Dropout(0.1),
            new Dense(3, true)));
  }

  /** Random images for {@link #deeper}, {@link #residual} and {@link #everything}. */
  static Examples random(int count) {
    Keyed key = Keyed.of(42);
    float[] x = new float[count * 2 * 9 * 7];
    for (int i = 0; i < x.length; i++) {
      x[i] = key.normal(i);
    }
    int[] labels = new int[count];
    Arrays.setAll(labels, n -> key.key(1).below(n, 3));
    return new Examples(Shape.of(2, 9, 7), x, Targets.ofLabels(labels, 3));
  }

  static Learner learner(Network network) {
    return learner(network, Engine.chosen());
  }

  static Learner learner(Network network, Engine engine) {
    return new Learner(network, new SoftmaxCrossEntropy(), engine, 0);
  }

  /** SHA-256 of the big-endian bits of all parameters, in their order. */
  static String hash(Learner learner) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (float[] parameter : learner.parameters()) {
        ByteBuffer bits = ByteBuffer.allocate(4 * parameter.length);
        bits.asFloatBuffer().put(parameter);
        digest.update(bits);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Calls {@code after} with the number of batches up to now, after each. */
  static TrainingListener afterBatch(IntConsumer after) {
    return new TrainingListener() {
      private int batches;

      @Override
      public void batch(TrainingLog.Step step, int batch, int count) {
        after.accept(++batches);
      }

      @Override
      public void epoch(TrainingLog.Epoch epoch) {}
    };
  }

  static TrainingListener silent() {
    return afterBatch(batch -> {});
  }
}
