package tilde.layer;

import java.util.List;
import tilde.array.Doubles;

/**
 * What the tolerance for each number of a pass is a share of: the sizes of the terms it is made of,
 * added up; 0 where it must be exact.
 */
record TermSizes(Doubles y, Doubles dx, List<Doubles> dw) {
  static TermSizes of(LayerCase one, LayerCase.Numbers numbers) {
    Doubles x = Doubles.of(numbers.x(), one.batch(one.in()));
    Doubles dy = Doubles.of(numbers.dy(), one.batch(one.out()));
    List<Doubles> w = one.w(numbers);
    return switch (one.agreement()) {
      case EXACT -> new TermSizes(new Doubles(dy.shape()), new Doubles(x.shape()), List.of());
      case LINEAR -> linear(one.layer(), absolute(x), absolute(w), absolute(dy));
      case NON_LINEAR -> nonLinear(one.layer(), x, w, dy);
    };
  }

  /** A linear map of sizes adds up the sizes of its terms. */
  private static TermSizes linear(Layer layer, Doubles x, List<Doubles> w, Doubles dy) {
    var gradients = layer.referenceGradients(x, w, dy);
    return new TermSizes(layer.reference(x, w), gradients.dx(), gradients.dw());
  }

  /**
   * These layers compute each value in double precision and round it once, but from numbers of
   * about 1 (drawn, or the outputs of squashing functions) that were rounded to float before: so
   * errors are a share of the value, or of 1 where terms cancel.
   */
  private static TermSizes nonLinear(Layer layer, Doubles x, List<Doubles> w, Doubles dy) {
    var gradients = layer.referenceGradients(x, w, dy);
    return new TermSizes(
        atLeastOne(layer.reference(x, w)),
        atLeastOne(gradients.dx()),
        gradients.dw().stream().map(TermSizes::atLeastOne).toList());
  }

  private static Doubles atLeastOne(Doubles a) {
    Doubles sizes = absolute(a);
    for (int i = 0; i < sizes.length(); i++) {
      sizes.set(i, Math.max(1, sizes.get(i)));
    }
    return sizes;
  }

  static Doubles absolute(Doubles a) {
    Doubles b = a.copy();
    for (int i = 0; i < b.length(); i++) {
      b.set(i, Math.abs(a.get(i)));
    }
    return b;
  }

  static List<Doubles> absolute(List<Doubles> all) {
    return all.stream().map(TermSizes::absolute).toList();
  }

  static float[] absolute(float... a) {
    float[] b = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      b[i] = Math.abs(a[i]);
    }
    return b;
  }
}
