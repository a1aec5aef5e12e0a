package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.array.Doubles;
import tilde.array.Engine;
import tilde.array.Mode;
import tilde.array.Shape;
import tilde.insight.GradientCheck;
import tilde.insight.ReferenceNetwork;
import tilde.layer.BatchNorm;
import tilde.layer.Conv;
import tilde.layer.ConvTranspose;
import tilde.layer.Dense;
import tilde.layer.DepthwiseConv;
import tilde.layer.Flatten;
import tilde.layer.Layer;
import tilde.layer.MaxPool;
import tilde.layer.Network;
import tilde.layer.Padding;
import tilde.layer.ParameterSpec;
import tilde.layer.Relu;
import tilde.layer.Residual;
import tilde.layer.Window;
import tilde.loss.SoftmaxCrossEntropy;
import tilde.loss.Targets;
import tilde.random.Keyed;

/**
 * What a network of layers that see the batch, or fork, promises: its gradients are those of the
 * reference, for batches of one slice, of several, and of more than fit at once.
 */
class NetworkContractTest {
  private static final double ROUNDING = 3e-5; // of the largest of an array

  private static final Padding SAME = new Padding.Part(Mode.SAME);

  /** A network with a batch size. */
  private record Case(String name, Network network, int samples) {
    @Override
    public String toString() {
      return name + ", batch of " + samples;
    }
  }

  private static Conv same(int filters, int stride) {
    return new Conv(3, 3, filters, stride, 1, SAME, false);
  }

  private static Map<String, Network> networks() {
    Map<String, Network> all = new TreeMap<>();
    Shape image = Shape.of(3, 5, 6);
    all.put("batch norm first", net(image, new BatchNorm(), new Dense(3, true)));
    all.put("batch norm last", net(Shape.of(7), new Dense(4, true), new BatchNorm()));
    all.put(
        "two batch norms",
        net(image, same(9, 1), new BatchNorm(), new Relu(), same(3, 2), new BatchNorm()));
    all.put(
        "residual first", net(image, new Residual(List.of(same(3, 1), new Relu(), same(3, 1)))));
    all.put("projection", net(image, new Relu(), new Residual(List.of(same(17, 2), new Relu()))));
    all.put("residual of a vector", net(Shape.of(5), new Residual(List.of(new Dense(6, true)))));
    Layer block =
        new Residual(List.of(same(8, 2), new BatchNorm(), new Relu(), same(8, 1), new BatchNorm()));
    all.put("two blocks", net(image, same(4, 1), block, new Relu(), block, new Dense(3, true)));
    Layer inner = new Residual(List.of(new Residual(List.of(same(3, 1))), new BatchNorm()));
    all.put("nested first", net(image, new Residual(List.of(inner, new Relu()))));
    Padding.Part valid = new Padding.Part(Mode.VALID);
    all.put(
        "transposed in the middle, depthwise first",
        net(
            image,
            new DepthwiseConv(3, 3),
            new Relu(),
            new ConvTranspose(new Window(2, 3, 2, 1, valid), 4, true),
            new Dense(3, true)));
    all.put(
        "nothing to train below a fork",
        net(image, new MaxPool(2, 2, 2), new Residual(List.of(new Relu())), new Dense(2, true)));
    return all;
  }

  private static Network net(Shape input, Layer... layers) {
    return new Network(input, List.of(layers));
  }

  static List<Case> cases() {
    List<Case> all = new ArrayList<>();
    networks()
        .forEach(
            (name, network) ->
                IntStream.of(3, 12, 150).forEach(n -> all.add(new Case(name, network, n))));
    return all;
  }

  private static float[] draw(long key, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Keyed.of(key).normal(i);
    }
    return values;
  }

  private static Examples examples(Case one) {
    Shape in = one.network.input();
    int classes = one.network.output().size();
    int[] labels = IntStream.range(0, one.samples).map(n -> 7 * n % classes).toArray();
    return new Examples(in, draw(1, one.samples * in.size()), Targets.ofLabels(labels, classes));
  }

  private static List<Doubles> parameters(Network network) {
    List<Doubles> all = new ArrayList<>();
    for (Network.Parameter parameter : network.parameters()) {
      ParameterSpec spec = parameter.spec();
      all.add(Doubles.of(draw(2 + all.size(), spec.size()), spec.shapeArray()));
    }
    return all;
  }

  private static Learner learner(Case one, Engine engine) {
    Learner learner = new Learner(flat(one.network), new SoftmaxCrossEntropy(), engine, 0);
    Map<Integer, float[]> values = new TreeMap<>();
    List<Doubles> parameters = parameters(one.network);
    for (int p = 0; p < parameters.size(); p++) {
      float[] narrow = new float[parameters.get(p).length()];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = (float) parameters.get(p).get(i);
      }
      values.put(p, narrow);
    }
    learner.setParameters(values);
    return learner;
  }

  /** The same with its output as a vector, which the loss needs. */
  private static Network flat(Network network) {
    List<Layer> layers = new ArrayList<>(network.layers());
    layers.add(new Flatten());
    return new Network(network.input(), layers);
  }

  private static ReferenceNetwork reference(Case one) {
    return new ReferenceNetwork(
        flat(one.network), new SoftmaxCrossEntropy(), examples(one).targets());
  }

  private static Doubles x(Case one) {
    Examples examples = examples(one);
    return Doubles.of(examples.x(), examples.batchShape());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreThoseOfTheReference(Case one) {
    List<Doubles> w = parameters(one.network);
    ReferenceNetwork.Gradients expected = reference(one).gradients(x(one), w);
    Learner.Gradients vector = learner(one, Engine.chosen()).gradients(examples(one));
    assertThat(vector.loss()).isCloseTo(expected.loss(), within(1e-5));
    assertClose("dx", vector.input(), expected.input());
    List<Network.Parameter> parameters = one.network.parameters();
    for (int p = 0; p < parameters.size(); p++) {
      if (parameters.get(p).spec().trained()) {
        assertClose(
            parameters.get(p).name(), vector.parameters().get(p), expected.parameters().get(p));
      }
    }
    Learner.Gradients plain = learner(one, Engine.plain()).gradients(examples(one));
    assertThat(bits(plain.input())).isEqualTo(bits(vector.input()));
    for (int p = 0; p < parameters.size(); p++) {
      assertThat(bits(plain.parameters().get(p)))
          .as(parameters.get(p).name())
          .isEqualTo(bits(vector.parameters().get(p)));
    }
  }

  private static void assertClose(String what, float[] actual, Doubles expected) {
    assertThat(actual).as(what).hasSize(expected.length());
    double largest = 0;
    for (double value : expected.toArray()) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("%s[%d]", what, i)
          .isCloseTo(expected.get(i), within(ROUNDING * largest + 1e-7));
    }
  }

  private static int[] bits(float... values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  static List<Case> smallCases() {
    return cases().stream().filter(one -> one.samples == 3).toList();
  }

  @ParameterizedTest
  @MethodSource("smallCases")
  void gradientsOfTheReferenceAreThoseOfCentralDifferences(Case one) {
    GradientCheck check = GradientCheck.of(reference(one), x(one), parameters(one.network), 25, 1);
    assertThat(check.maxError()).as(check.table()).isLessThan(1e-6);
    assertThat(check.kinks()).isLessThanOrEqualTo(check.entries() / 100);
    assertThat(check.rows()).extracting(GradientCheck.Row::name).noneMatch(n -> n.endsWith("mean"));
  }
}
