package tilde.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tilde.array.Activations;
import tilde.array.Doubles;
import tilde.array.Packing;
import tilde.array.Shape;

/**
 * A layer of the user's own, computed by what is handed in, in single precision. It gets some
 * samples of a batch at a time, and each must be worked on by itself.
 */
public record Custom(Function function) implements Layer {
  private static final String WORD = "[a-zA-Z][a-zA-Z0-9]*";

  /** Numbers in a shape, row-major; not copied. */
  public record Values(float[] data, int... shape) {}

  /** What backward gives: dx, and the gradient by each parameter under its name. */
  public record Back(Values dx, Map<String, Values> dw) {}

  /** The layer as its author wrote it. Equal layers have equal functions. */
  public interface Function {
    /** Its name, a word such as {@code swish}. */
    String name();

    /** The shape of the output for one sample. */
    Shape output(Shape in);

    /** What the parameters start with, by name, in order. */
    Map<String, Values> start(Shape in);

    /** y from x, both (N, ...). */
    Values forward(Values x, Map<String, Values> w);

    /** The gradients by x and by each parameter, from dy. */
    Back backward(Values x, Map<String, Values> w, Values dy);
  }

  public Custom {
    String name = function.name();
    if (name == null || !name.matches(WORD)) {
      throw new IllegalArgumentException(
          "layer: its name must be a word of letters and digits, as it names parameters too, got "
              + name
              + ": e.g. swish");
    }
  }

  @Override
  public String kind() {
    return function.name();
  }

  /** The call with the user's variable, which is assumed to have the name of the layer. */
  @Override
  public String dsl() {
    return "layer(" + function.name() + ")";
  }

  @Override
  public Shape output(Shape in) {
    return asked("output", () -> function.output(in));
  }

  /** Runs a method of the user's; what it throws is told with the name of the layer. */
  private <T> T asked(String method, Supplier<T> call) {
    T answer;
    try {
      answer = call.get();
    } catch (ShapeMismatch named) {
      throw named;
    } catch (RuntimeException failed) {
      throw new IllegalStateException(
          "layer " + kind() + ": " + method + " failed: " + failed, failed);
    }
    if (answer == null) {
      throw new IllegalStateException(
          "layer " + kind() + ": " + method + " gave null, expected a value: return it");
    }
    return answer;
  }

  private Map<String, Values> start(Shape in) {
    Map<String, Values> start = asked("parameters", () -> function.start(in));
    start.forEach(this::checkStart);
    return new LinkedHashMap<>(start);
  }

  private void checkStart(String name, Values start) {
    if (!name.matches("\\w+") || start == null) {
      throw new IllegalStateException(
          "layer %s: parameters gave %s under the name \"%s\", expected values under a word of"
                  .formatted(kind(), start == null ? "null" : "values", name)
              + " letters and digits, as freeze(\""
              + kind()
              + "1.w\") names it");
    }
    for (float value : start.data) {
      if (!Float.isFinite(value)) {
        throw new IllegalStateException(
            "layer %s: parameters gave %s in %s, expected finite numbers to start from"
                .formatted(kind(), value, name));
      }
    }
  }

  @Override
  public List<ParameterSpec> parameters(Shape in) {
    List<ParameterSpec> specs = new ArrayList<>();
    start(in)
        .forEach(
            (name, values) ->
                specs.add(
                    ParameterSpec.constant(
                        name, Arrays.stream(values.shape).boxed().toList(), Float.NaN)));
    return specs;
  }

  @Override
  public Optional<List<float[]>> startValues(Shape in) {
    return Optional.of(start(in).values().stream().map(Values::data).toList());
  }

  @Override
  public boolean singlePrecision() {
    return true;
  }

  private static int[] batch(int count, Shape one) {
    int[] shape = new int[one.dims().size() + 1];
    shape[0] = count;
    System.arraycopy(one.toArray(), 0, shape, 1, shape.length - 1);
    return shape;
  }

  private Values forward(Values x, Map<String, Values> w, int... expected) {
    Values y = asked("forward", () -> function.forward(x, w));
    checkShape("forward", "y", y, expected);
    return y;
  }

  private Back backward(Values x, Map<String, Values> w, Values dy) {
    Back back = asked("backward", () -> function.backward(x, w, dy));
    checkShape("backward", "dx", back.dx, x.shape);
    if (!back.dw.keySet().equals(w.keySet())) {
      throw new IllegalStateException(
          ("layer %s: backward gave gradients of the parameters %s, expected those of %s:"
                  + " one for each, under its name")
              .formatted(kind(), back.dw.keySet(), w.keySet()));
    }
    w.forEach((name, value) -> checkShape("backward", "d" + name, back.dw.get(name), value.shape));
    return back;
  }

  private void checkShape(String method, String what, Values got, int... expected) {
    if (got == null || !Arrays.equals(got.shape, expected)) {
      throw new IllegalStateException(
          "layer %s: %s gave %s of shape %s, expected %s%s"
              .formatted(
                  kind(),
                  method,
                  what,
                  got == null ? "null" : Arrays.toString(got.shape),
                  Arrays.toString(expected),
                  what.equals("y")
                      ? ": say the shape of a sample in output(...)"
                      : ": a gradient has the shape of what it is the gradient of"));
    }
  }

  /** Ready to compute, after a trial on zeros: a wrong shape shows before any training. */
  @Override
  public Compute compute(Site at) {
    Shape in = at.x().shape();
    Shape out = at.y().shape();
    Map<String, Values> start = start(in);
    Values zeros = new Values(new float[in.size()], batch(1, in));
    Values y = forward(zeros, start, batch(1, out));
    backward(zeros, start, new Values(new float[y.data.length], y.shape));
    List<Packing> packings = new ArrayList<>();
    start.values().forEach(values -> packings.add(Packing.vector(values.data.length)));
    return new Ready(this, start, packings, in, out);
  }

  private record Ready(
      Custom layer, Map<String, Values> start, List<Packing> packings, Shape in, Shape out)
      implements Compute {

    private static Values values(Activations from, Shape one) {
      float[] data = new float[from.count() * one.size()];
      for (int n = 0; n < from.count(); n++) {
        from.write(n, data, n);
      }
      return new Values(data, batch(from.count(), one));
    }

    private static void read(float[] data, Activations to) {
      for (int n = 0; n < to.count(); n++) {
        to.read(n, data, n);
      }
    }

    private Map<String, Values> parameters(Pass p) {
      Map<String, Values> byName = new LinkedHashMap<>();
      int i = 0;
      for (Map.Entry<String, Values> entry : start.entrySet()) {
        float[] values = packings.get(i).unpack(p.w()[i]);
        byName.put(entry.getKey(), new Values(values, entry.getValue().shape));
        i++;
      }
      return byName;
    }

    @Override
    public void forward(Pass p) {
      int[] expected = batch(p.x().count(), out);
      read(layer.forward(values(p.x(), in), parameters(p), expected).data, p.y());
    }

    @Override
    public void backward(Pass p) {
      Map<String, Values> w = parameters(p);
      Back back = layer.backward(values(p.x(), in), w, values(p.dy(), out));
      int i = 0;
      for (String name : w.keySet()) {
        float[] dw = packings.get(i).pack(back.dw.get(name).data);
        for (int j = 0; j < dw.length; j++) {
          p.dw()[i][j] += dw[j];
        }
        i++;
      }
      if (p.dx() != null) {
        read(back.dx.data, p.dx());
      }
    }
  }

  private Map<String, Values> narrow(Shape in, List<Doubles> w) {
    Map<String, Values> byName = new LinkedHashMap<>();
    for (String name : start(in).keySet()) {
      byName.put(name, narrow(w.get(byName.size())));
    }
    return byName;
  }

  private static Values narrow(Doubles wide) {
    float[] data = new float[wide.length()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) wide.get(i);
    }
    return new Values(data, wide.shape());
  }

  private static Doubles wide(Values values) {
    return Doubles.of(values.data, values.shape);
  }

  private static Shape sample(Doubles x) {
    return Shape.of(Arrays.copyOfRange(x.shape(), 1, x.shape().length));
  }

  /** In single precision: there is no other. */
  @Override
  public Doubles reference(Doubles x, List<Doubles> w) {
    Shape in = sample(x);
    int[] expected = batch(x.size(0), output(in));
    return wide(forward(narrow(x), narrow(in, w), expected));
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
    Map<String, Values> parameters = narrow(sample(x), w);
    Back back = backward(narrow(x), parameters, narrow(dy));
    List<Doubles> dw = new ArrayList<>();
    parameters.keySet().forEach(name -> dw.add(wide(back.dw.get(name))));
    return new ReferenceGradients(wide(back.dx), dw);
  }
}
