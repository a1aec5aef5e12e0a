package tilde.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tilde.array.Activations;
import tilde.array.Border;
import tilde.array.Buffers;
import tilde.array.Engine;
import tilde.array.Layout;
import tilde.array.Packing;
import tilde.layer.LayerCase.Numbers;

/**
 * A forward and a backward pass of a layer on an engine, as it happens in the middle of training:
 * in buffers with room for more images and other borders than this layer asks for, that were used
 * before; with gradients added to what is there.
 *
 * @param y row-major, like dx and each dw
 * @param dwBefore what the gradients were added to
 * @param buffers x, y, dy, dx with their borders
 * @param packedDw the gradients in the engine's order
 */
record EngineRun(
    float[] y,
    float[] dx,
    List<float[]> dw,
    List<float[]> dwBefore,
    List<Activations> buffers,
    List<float[]> packedDw) {
  private static final int BEFORE = 100;

  /** How x and dx of a run lie in memory. */
  enum Place {
    /** In the middle of a network. */
    INNER,
    /** At its start, where dx is asked for. */
    FIRST,
    /** At its start in training, where it is not. */
    FIRST_WITHOUT_DX;

    boolean isFor(Layer layer) {
      return this != FIRST || layer.takesUnpaddedInput(); // or it would be the same as INNER
    }
  }

  static Compute compute(LayerCase one, Engine engine, Place place) {
    return one.layer().compute(site(one, engine, place));
  }

  private static Site site(LayerCase one, Engine engine, Place place) {
    Layer layer = one.layer();
    Border read = layer.readsBeyondInput(one.in());
    return new Site(
        engine,
        place != Place.INNER && layer.takesUnpaddedInput()
            ? Layout.ofInput(one.in(), read)
            : Layout.of(one.in(), read),
        Layout.of(one.out(), one.border(0, one.out())),
        Layout.of(one.out(), layer.readsBeyondGradient(one.in())),
        place == Place.FIRST_WITHOUT_DX ? null : Layout.of(one.in(), one.border(1, one.in())),
        one.earlier().images());
  }

  /** With the numbers of the case, gradients added to others. */
  static EngineRun of(LayerCase one, Engine engine, Place place) {
    float[][] before = new float[one.parameters().size()][];
    Arrays.setAll(before, p -> one.draw(BEFORE + p, one.parameters().get(p).size()));
    return of(one, one.numbers(), List.of(before), engine, place);
  }

  /** With these numbers, gradients added to zeros. */
  static EngineRun of(LayerCase one, Numbers numbers, Engine engine, Place place) {
    List<float[]> zeros = one.parameters().stream().map(spec -> new float[spec.size()]).toList();
    return of(one, numbers, zeros, engine, place);
  }

  private static EngineRun of(
      LayerCase one, Numbers numbers, List<float[]> before, Engine engine, Place place) {
    Site site = site(one, engine, place);
    Compute compute = one.layer().compute(site);
    Layout[] layouts = {site.x(), site.y(), site.dy(), site.dx()};
    Activations[] at = new Activations[4];
    Arrays.setAll(at, i -> layouts[i] == null ? null : new Activations(layouts[i], site.images()));
    float[][] dw = new float[before.size()][];
    List<Packing> packings = compute.packings();
    Arrays.setAll(dw, p -> new float[packings.get(p).size()]);
    pass(compute, at, one.earlier().images(), one.earlier().numbers(), dw);
    Arrays.setAll(dw, p -> packings.get(p).pack(before.get(p)));
    pass(compute, at, one.images(), numbers, dw);

    List<float[]> unpacked = new ArrayList<>();
    for (int p = 0; p < dw.length; p++) {
      unpacked.add(packings.get(p).unpack(dw[p]));
    }
    List<Activations> buffers = Arrays.stream(at).filter(a -> a != null).toList();
    float[] dx = at[3] == null ? new float[0] : Buffers.values(at[3]);
    return new EngineRun(Buffers.values(at[1]), dx, unpacked, before, buffers, List.of(dw));
  }

  private static void pass(
      Compute compute, Activations[] at, int images, Numbers numbers, float[][] dw) {
    for (int n = 0; n < images; n++) {
      at[0].read(n, numbers.x(), n);
      at[2].read(n, numbers.dy(), n);
    }
    for (Activations a : at) {
      if (a != null) {
        a.count(images);
      }
    }
    List<Packing> packings = compute.packings();
    float[][] w = new float[dw.length][];
    Arrays.setAll(w, p -> packings.get(p).pack(numbers.w().get(p)));
    float[] derived = new float[compute.derivedSize()];
    compute.derive(w, derived);
    float[] inForward = compute.derivesForForward() ? derived : null;
    compute.forward(new Pass(at[0], at[1], null, null, w, inForward, null));
    compute.backward(new Pass(at[0], at[1], at[2], at[3], w, derived, dw));
  }
}
