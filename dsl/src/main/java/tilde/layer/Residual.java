package tilde.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tilde.array.Border;
import tilde.array.ConvGeometry;
import tilde.array.Convolution;
import tilde.array.Doubles;
import tilde.array.Packing;
import tilde.array.Pointwise;
import tilde.array.Shape;

/**
 * {@code y = body(x) + x}, the body being layers of its own; where it changes the shape, {@code y =
 * body(x) + x * w} with a 1x1 convolution without bias, whose stride brings the image to size (He
 * et al. 2016). The gradient takes both ways: {@code dx = dbody/dx . dy + dy}, or {@code dy * w~}
 * in place of the second dy.
 */
public record Residual(List<Layer> body) implements Layer {
  public Residual {
    body = List.copyOf(body);
    if (body.isEmpty()) {
      throw new IllegalArgumentException(
          "residual: its body has no layer, expected some: e.g. residual(n -> n.conv(3,3).same())");
    }
  }

  @Override
  public String kind() {
    return "residual";
  }

  @Override
  public String dsl() {
    // Java forbids a lambda in a lambda to name its parameter alike.
    String n = "n" + (depth(body) == 0 ? "" : depth(body));
    StringBuilder line = new StringBuilder("residual(" + n + " -> " + n);
    body.forEach(layer -> line.append(".").append(layer.dsl()));
    return line.append(")").toString();
  }

  private static int depth(List<Layer> layers) {
    return layers.stream()
        .mapToInt(layer -> layer.body().isEmpty() ? 0 : depth(layer.body()) + 1)
        .max()
        .orElse(0);
  }

  private Network network(Shape in) {
    try {
      return new Network(in, body);
    } catch (ShapeMismatch problem) {
      throw new ShapeMismatch("has a layer that does not fit: " + problem.getMessage());
    }
  }

  @Override
  public Shape output(Shape in) {
    Shape out = network(in).output();
    if (!out.equals(in)) {
      projection(in, out);
    }
    return out;
  }

  @Override
  public Optional<Shape> outputOfAnyInput() {
    return Network.outputOfAnyInput(body);
  }

  /** The 1x1 convolution that makes the shape {@code out} of {@code in}. */
  private static ConvGeometry projection(Shape in, Shape out) {
    int most = Math.max(in.height(), in.width());
    for (int stride = 1; in.isImage() == out.isImage() && stride <= most; stride++) {
      ConvGeometry g = new ConvGeometry(in, out.channels(), 1, 1, stride, 1, Border.NONE);
      if (g.outHeight() == out.height() && g.outWidth() == out.width()) {
        return g;
      }
    }
    throw new ShapeMismatch(
        "adds its input "
            + in
            + " to what its body makes of it, "
            + out
            + (in.isImage() == out.isImage()
                ? ", and no stride brings the one to the size of the other: use same() in the body"
                : ", and an image cannot be added to a vector: flatten before the residual"));
  }

  @Override
  public List<Layer> body() {
    return body;
  }

  @Override
  public List<ParameterSpec> parameters(Shape in) {
    Shape out = network(in).output();
    if (out.equals(in)) {
      return List.of();
    }
    List<Integer> shape = List.of(out.channels(), in.channels(), 1, 1);
    return List.of(ParameterSpec.kernels(shape, in.channels(), out.channels()));
  }

  @Override
  public long multiplyAdds(Shape in) {
    Shape out = network(in).output();
    return out.equals(in) ? 0 : projection(in, out).multiplyAdds();
  }

  /** Joins what the body made, x, with what came in, skip. */
  @Override
  public Compute compute(Site at) {
    Shape in = at.skip().shape();
    Shape out = at.y().shape();
    return out.equals(in)
        ? new Sum()
        : new ProjectedSum(
            new Convolution(
                projection(in, out), at.engine(), at.skip(), at.y(), at.dy(), at.dskip()),
            new float[Packing.vector(out.channels()).size()]);
  }

  private record Sum() implements Compute {
    @Override
    public void forward(Pass p) {
      Pointwise.copy(p.skip(), p.y());
      Pointwise.add(p.x(), p.y());
    }

    @Override
    public void backward(Pass p) {
      copyGradient(p);
      if (p.dskip() != null) {
        Pointwise.copy(p.dy(), p.dskip());
      }
    }
  }

  private static void copyGradient(Pass p) {
    if (p.dx() != null) {
      Pointwise.copy(p.dy(), p.dx());
    }
  }

  private record ProjectedSum(Convolution conv, float[] noBias) implements Compute {
    @Override
    public List<Packing> packings() {
      return List.of(conv.packing());
    }

    @Override
    public int derivedSize() {
      return conv.flippedSize();
    }

    @Override
    public void derive(float[][] w, float[] flipped) {
      conv.flip(w[0], flipped);
    }

    @Override
    public void forward(Pass p) {
      conv.forward(p.skip(), p.w()[0], noBias, p.y());
      Pointwise.add(p.x(), p.y());
    }

    @Override
    public void backward(Pass p) {
      copyGradient(p);
      conv.kernelGradient(p.skip(), p.dy(), p.dw()[0]);
      if (p.dskip() != null) {
        conv.inputGradient(p.dy(), p.derived(), p.dskip());
      }
    }
  }

  /** The convolution that x goes through, as a layer; empty where x is added as it is. */
  public Optional<Conv> projectionLayer(Shape in) {
    Shape out = network(in).output();
    if (out.equals(in)) {
      return Optional.empty();
    }
    ConvGeometry g = projection(in, out);
    Padding none = new Padding.Explicit(Border.NONE);
    return Optional.of(new Conv(1, 1, out.channels(), g.stride(), 1, none, false));
  }

  private static Shape sample(Doubles x) {
    int[] batch = x.shape();
    return Shape.of(Arrays.copyOfRange(batch, 1, batch.length));
  }

  @Override
  public Doubles reference(Doubles x, List<Doubles> w) {
    Shape in = sample(x);
    Optional<Conv> projection = projectionLayer(in);
    int inside = w.size() - (projection.isPresent() ? 1 : 0);
    Doubles body = network(in).reference(x, w.subList(0, inside));
    Doubles skip = projection.map(p -> p.reference(x, w.subList(inside, w.size()))).orElse(x);
    return plus(body, skip);
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
    Shape in = sample(x);
    Optional<Conv> projection = projectionLayer(in);
    int inside = w.size() - (projection.isPresent() ? 1 : 0);
    ReferenceGradients body = network(in).referenceGradients(x, w.subList(0, inside), dy);
    ReferenceGradients skip =
        projection
            .map(p -> p.referenceGradients(x, w.subList(inside, w.size()), dy))
            .orElse(new ReferenceGradients(dy, List.of()));
    List<Doubles> dw = new ArrayList<>(body.dw());
    dw.addAll(skip.dw());
    return new ReferenceGradients(plus(body.dx(), skip.dx()), dw);
  }

  private static Doubles plus(Doubles a, Doubles b) {
    Doubles sum = a.copy();
    for (int i = 0; i < sum.length(); i++) {
      sum.set(i, a.get(i) + b.get(i));
    }
    return sum;
  }

  @Override
  public long branch(Doubles x, List<Doubles> w) {
    Shape in = sample(x);
    int inside = w.size() - parameters(in).size();
    return network(in).branch(x, w.subList(0, inside));
  }
}
