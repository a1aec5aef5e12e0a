package tilde.onnx;

import static tilde.Tilde.net;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import tilde.Model;
import tilde.Net;
import tilde.Tensor;
import tilde.WindowStep;
import tilde.array.Shape;
import tilde.layer.Network;
import tilde.random.Keyed;
import tilde.train.Normalization;

/**
 * Models of random layers, over the whole vocabulary, with odd sizes; each follows from its seed.
 */
final class RandomModels {
  private static final int MOST_VALUES = 4000;
  private static final int MOST_TRIES = 60;

  /** Adds a random layer, drawing numbers below a bound. */
  private interface Maker extends BiFunction<Net, RandomModels, Net> {}

  private static final Map<String, Maker> MAKERS = makers();

  private final Keyed key;
  private long counter;

  private RandomModels(long seed) {
    key = Keyed.of(seed);
  }

  /** The kinds of all layers that are put in. */
  static List<String> kinds() {
    return List.copyOf(MAKERS.keySet());
  }

  static Model of(long seed) {
    RandomModels draw = new RandomModels(seed);
    Net start =
        draw.below(4) == 0
            ? net(draw.from(1, 12))
            : net(draw.from(1, 9), draw.from(3, 12), draw.from(3, 12));
    Net net = draw.layers(start, draw.from(2, 7), 2);
    Model model = net.mse();
    draw.parameters(model);
    return model;
  }

  private int below(int bound) {
    return key.below(counter++, bound);
  }

  private int from(int least, int most) {
    return least + below(most - least + 1);
  }

  private boolean maybe() {
    return below(2) == 0;
  }

  private Net layers(Net start, int count, int nesting) {
    List<Maker> makers = List.copyOf(MAKERS.values());
    Net net = start;
    int first = start.layers().size();
    for (int tries = 0; tries < MOST_TRIES && net.layers().size() < first + count; tries++) {
      net = next(net, makers.get(below(makers.size())), nesting);
    }
    return net.layers().size() == first ? net.relu() : net;
  }

  /** One layer more, or the same network where it does not fit or nests too deep. */
  private Net next(Net net, Maker maker, int nesting) {
    try {
      Net more =
          maker == MAKERS.get("residual")
              ? nesting == 0 ? net : net.residual(n -> layers(n, from(1, 3), nesting - 1))
              : maker.apply(net, this);
      more.relu(); // the next word checks that the layer fits
      return more;
    } catch (IllegalArgumentException doesNotFit) {
      return net;
    }
  }

  private static Map<String, Maker> makers() {
    Map<String, Maker> all = new LinkedHashMap<>();
    all.put(
        "conv",
        (n, d) ->
            bias(
                d,
                d.window(n.conv(d.from(1, 4), d.from(1, 4)).filters(d.from(1, 9))),
                s -> s.noBias()));
    all.put(
        "depthwiseconv",
        (n, d) -> bias(d, d.window(n.depthwiseConv(d.from(1, 4), d.from(1, 4))), s -> s.noBias()));
    all.put(
        "convtranspose",
        (n, d) ->
            bias(
                d,
                d.window(n.convTranspose(d.from(1, 3), d.from(1, 3)).filters(d.from(1, 6))),
                s -> s.noBias()));
    all.put("dense", (n, d) -> bias(d, n.dense(d.from(1, 12)), s -> s.noBias()));
    all.put("relu", (n, d) -> n.relu());
    all.put("leakyrelu", (n, d) -> n.leakyRelu(d.below(10) / 10.0));
    all.put("gelu", (n, d) -> n.gelu());
    all.put("silu", (n, d) -> n.silu());
    all.put("sigmoid", (n, d) -> n.sigmoid());
    all.put("tanh", (n, d) -> n.tanh());
    all.put("softmax", (n, d) -> n.softmax());
    all.put("maxpool", (n, d) -> n.maxPool(d.from(1, 3), d.from(1, 3)).stride(d.from(1, 3)));
    all.put(
        "avgpool",
        (n, d) -> n.avgPool(d.from(1, 3), d.from(1, 3)).stride(d.from(1, 3)).padding(d.below(2)));
    all.put("globalavgpool", (n, d) -> n.globalAvgPool());
    all.put("upsample", (n, d) -> n.upsample(d.from(1, 3)));
    all.put("flatten", (n, d) -> n.flatten());
    all.put("batchnorm", (n, d) -> n.batchNorm().momentum(d.from(1, 9) / 10.0).epsilon(1e-4));
    all.put("layernorm", (n, d) -> n.layerNorm());
    all.put("dropout", (n, d) -> n.dropout(0.25));
    all.put("residual", (n, d) -> n);
    return all;
  }

  private static <S extends Net> Net bias(RandomModels draw, S step, Function<S, Net> without) {
    return draw.maybe() ? step : without.apply(step);
  }

  private <S extends WindowStep<S>> S window(S step) {
    S moved = step.stride(from(1, 3)).dilation(from(1, 2));
    return switch (below(5)) {
      case 0 -> moved.valid();
      case 1 -> moved.full();
      case 2 -> moved.padding(below(4), below(4), below(4), below(4));
      default -> moved.same();
    };
  }

  /** Parameters that keep values near 1, a normalization for one in three. */
  private void parameters(Model model) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    Network network = model.network().orElseThrow();
    Map<String, Network.Parameter> specs =
        network.parameters().stream().collect(Collectors.toMap(p -> p.name(), p -> p));
    model.parameters().forEach((name, old) -> values.put(name, random(specs.get(name), old)));
    model.setParameters(values);
    if (below(3) == 0) {
      model.setNormalization(normalization(network.input()));
    }
  }

  private Tensor random(Network.Parameter parameter, Tensor old) {
    double scale = Math.max(0.1, 1 / StrictMath.sqrt(Math.max(1, parameter.spec().fanIn())));
    float[] values = new float[old.size()];
    for (int i = 0; i < values.length; i++) {
      float normal = key.normal(counter++);
      values[i] =
          parameter.spec().name().equals("var")
              ? 0.5f + key.uniform(counter++)
              : parameter.spec().fanIn() > 0 ? (float) (scale * normal) : 0.5f + 0.25f * normal;
    }
    return Tensor.of(values, old.shape());
  }

  private Normalization normalization(Shape in) {
    double[] mean = new double[in.channels()];
    double[] std = new double[in.channels()];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = key.uniformDouble(counter++);
      std[c] = 0.5 + key.uniformDouble(counter++);
    }
    return new Normalization(mean, std);
  }

  static Tensor samples(Model model, long seed, int count) {
    Shape in = model.network().orElseThrow().input();
    int[] shape = new int[in.dims().size() + 1];
    shape[0] = count;
    System.arraycopy(in.toArray(), 0, shape, 1, shape.length - 1);
    return Tensor.randn(seed, shape);
  }

  static boolean isSmall(Model model) {
    return model.network().orElseThrow().nodes().stream()
        .allMatch(node -> node.out().size() <= MOST_VALUES);
  }
}
