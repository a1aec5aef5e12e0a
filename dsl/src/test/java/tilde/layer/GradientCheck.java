package tilde.layer;

import java.util.ArrayList;
import java.util.List;
import tilde.array.Doubles;
import tilde.random.Keyed;

/** Central differences on the reference, with the error measure of MATH.md, part F2. */
final class GradientCheck {
  static final double TOLERANCE = 1e-6;
  private static final double H = 1e-5;
  private static final double FLOOR = 1e-3;
  private static final int ENTRIES = 12; // tried of each array

  /** What came of one entry: its error measure, or a kink. */
  record Entry(String name, boolean kink, double error) {}

  private final Layer layer;
  private final Doubles dy;
  private final Keyed key;
  private final List<Entry> entries = new ArrayList<>();

  private GradientCheck(Layer layer, Doubles dy, Keyed key) {
    this.layer = layer;
    this.dy = dy;
    this.key = key;
  }

  /** Some entries of dx and of each dw. */
  static List<Entry> of(LayerCase one, Doubles x) {
    List<Doubles> w = one.w();
    Doubles dy = one.dy();
    GradientCheck check = new GradientCheck(one.layer(), dy, Keyed.of(one.seed()).key(1000));
    Layer.ReferenceGradients gradients = one.layer().referenceGradients(x, w, dy);
    check.array("x", x, gradients.dx(), w, x);
    for (int p = 0; p < w.size(); p++) {
      check.array(one.parameters().get(p).name(), w.get(p), gradients.dw().get(p), w, x);
    }
    return check.entries;
  }

  private void array(String name, Doubles a, Doubles gradient, List<Doubles> w, Doubles x) {
    double largest = 1;
    for (int i = 0; i < gradient.length(); i++) {
      largest = Math.max(largest, Math.abs(gradient.get(i)));
    }
    for (int t = 0; t < Math.min(ENTRIES, a.length()); t++) {
      int i = a.length() <= ENTRIES ? t : key.key(a.length()).below(t, a.length());
      double value = a.get(i);
      a.set(i, value + H);
      Doubles above = layer.reference(x, w);
      long branchAbove = layer.branch(x);
      a.set(i, value - H);
      Doubles below = layer.reference(x, w);
      boolean kink = layer.branch(x) != branchAbove;
      a.set(i, value);
      double numeric = 0; // differences first: outputs that do not change cost no digits
      for (int j = 0; j < dy.length(); j++) {
        numeric += dy.get(j) * (above.get(j) - below.get(j));
      }
      numeric /= value + H - (value - H);
      double analytic = gradient.get(i);
      double scale = Math.max(Math.abs(analytic), Math.abs(numeric));
      double error = Math.abs(analytic - numeric) / Math.max(scale, FLOOR * largest);
      entries.add(new Entry(name + "[" + i + "]", kink, error));
    }
  }
}
