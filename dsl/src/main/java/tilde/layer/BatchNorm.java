package tilde.layer;

import java.util.List;
import tilde.array.BatchNormalization;
import tilde.array.Doubles;
import tilde.array.Packing;
import tilde.array.Shape;

/**
 * Batch norm (Ioffe and Szegedy 2015): {@code y = w (x - mean) / sqrt(var + eps) + b} for each
 * channel. In training mean and biased variance are those of the whole batch, however it is cut
 * into slices, and the running statistics follow them; else those are used (MATH.md, part D).
 *
 * <p>With n values a channel in the batch and x^ = (x - mean) / sqrt(var + eps): {@code db = sum
 * dy}, {@code dw = sum dy x^}, {@code dx = w / sqrt(var + eps) (dy - db/n - x^ dw/n)}.
 *
 * @param momentum the share of the batch in the next running statistics
 */
public record BatchNorm(double momentum, double epsilon) implements Layer {
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  public BatchNorm {
    if (!(momentum > 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "batchNorm: momentum, the share of the batch in the running statistics, must be above 0"
              + " and at most 1, got "
              + momentum
              + ", usual is 0.1 (Keras calls it 0.9)");
    }
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new IllegalArgumentException(
          "batchNorm: epsilon must be above 0 and below 1, got " + epsilon + ", usual is 1e-5");
    }
  }

  /** With momentum 0.1 and epsilon 1e-5, as PyTorch's. */
  public BatchNorm() {
    this(MOMENTUM, EPSILON);
  }

  @Override
  public String kind() {
    return "batchnorm";
  }

  @Override
  public String describe() {
    return "batchNorm";
  }

  @Override
  public String dsl() {
    return "batchNorm()"
        + (momentum == MOMENTUM ? "" : ".momentum(" + momentum + ")")
        + (epsilon == EPSILON ? "" : ".epsilon(" + epsilon + ")");
  }

  @Override
  public Shape output(Shape in) {
    return in;
  }

  @Override
  public List<ParameterSpec> parameters(Shape in) {
    List<Integer> shape = List.of(in.channels());
    return List.of(
        ParameterSpec.constant("w", shape, 1),
        ParameterSpec.bias(in.channels()),
        ParameterSpec.untrained("mean", shape, 0).namedInPyTorch("running_mean"),
        ParameterSpec.untrained("var", shape, 1).namedInPyTorch("running_var"));
  }

  @Override
  public Compute compute(Site at) {
    Packing vector = Packing.vector(at.x().shape().channels());
    return new Ready(new BatchNormalization(epsilon, at.x().shape()), vector, momentum);
  }

  private record Ready(BatchNormalization norm, Packing vector, double momentum)
      implements Compute {
    @Override
    public List<Packing> packings() {
      return List.of(vector, vector, vector, vector);
    }

    @Override
    public int sums() {
      return norm.sums();
    }

    @Override
    public void sumForward(Pass p, double[] sums) {
      norm.sum(p.x(), sums);
    }

    private BatchNormalization.Statistics statistics(Pass p) {
      return p.training()
          ? norm.ofBatch(p.batch().forward(), p.batch().images())
          : norm.running(p.w()[2], p.w()[3]);
    }

    @Override
    public void forward(Pass p) {
      norm.forward(p.x(), statistics(p), p.w()[0], p.w()[1], p.y());
    }

    @Override
    public void sumBackward(Pass p, double[] sums) {
      double[] own = new double[sums.length];
      norm.sumGradients(p.x(), statistics(p), p.dy(), own);
      norm.parameterGradients(own, p.dw()[0], p.dw()[1]); // db = sum dy, dw = sum dy x^
      for (int i = 0; i < sums.length; i++) {
        sums[i] += own[i];
      }
    }

    @Override
    public void backward(Pass p) {
      if (p.dx() != null) {
        BatchSums batch = p.batch();
        norm.inputGradient(
            p.x(), statistics(p), p.w()[0], p.dy(), batch.backward(), batch.images(), p.dx());
      }
    }

    @Override
    public void follow(BatchSums batch, float[][] w, float[][] next) {
      float[][] running = {w[2], w[3]};
      float[][] then = {next[2], next[3]};
      norm.follow(batch.forward(), batch.images(), momentum, running, then);
    }
  }

  /** What the reference knows of one channel: where its values lie, and their statistics. */
  private record Channel(int[] places, double mean, double inverse) {}

  private Channel channel(Doubles x, int c) {
    int image = x.size(2) * x.size(3);
    int[] places = new int[x.size(0) * image];
    for (int i = 0; i < places.length; i++) {
      places[i] = (i / image * x.size(1) + c) * image + i % image;
    }
    double sum = 0;
    for (int place : places) {
      sum += x.get(place);
    }
    double mean = sum / places.length;
    double squares = 0;
    for (int place : places) {
      squares += (x.get(place) - mean) * (x.get(place) - mean);
    }
    return new Channel(places, mean, 1 / Math.sqrt(squares / places.length + epsilon));
  }

  /** As in training: the statistics are those of x. */
  @Override
  public Doubles reference(Doubles x, List<Doubles> w) {
    Doubles y = new Doubles(x.shape());
    for (int c = 0; c < x.size(1); c++) {
      Channel channel = channel(x, c);
      for (int place : channel.places) {
        double normal = (x.get(place) - channel.mean) * channel.inverse;
        y.set(place, w.get(0).get(c) * normal + w.get(1).get(c));
      }
    }
    return y;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
    int channels = x.size(1);
    Doubles dx = new Doubles(x.shape());
    Doubles dw = new Doubles(channels);
    Doubles db = new Doubles(channels);
    for (int c = 0; c < channels; c++) {
      Channel channel = channel(x, c);
      for (int place : channel.places) {
        double normal = (x.get(place) - channel.mean) * channel.inverse;
        db.set(c, db.get(c) + dy.get(place));
        dw.set(c, dw.get(c) + dy.get(place) * normal);
      }
      double n = channel.places.length;
      for (int place : channel.places) {
        double normal = (x.get(place) - channel.mean) * channel.inverse;
        double centred = dy.get(place) - db.get(c) / n - normal * dw.get(c) / n;
        dx.set(place, w.get(0).get(c) * channel.inverse * centred);
      }
    }
    return new ReferenceGradients(
        dx, List.of(dw, db, new Doubles(channels), new Doubles(channels)));
  }
}
