package tilde.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tilde.array.Doubles;
import tilde.layer.Network;
import tilde.random.Keyed;

/**
 * Compares derived gradients with central differences, {@code (L(a+h) - L(a-h)) / 2h}, in double
 * precision (MATH.md, part F.2). Where a layer of the user's own computes in single precision,
 * steps are longer and the bound is wider, and kinks show in the loss: such a layer cannot say
 * where it has them.
 *
 * @param rows the input first, then each parameter
 * @param bound what each error has to stay below
 */
public record GradientCheck(List<Row> rows, double bound) {
  private static final double STEP = 1e-5;
  private static final double BOUND = 1e-6;
  // Rounding errors of 1e-7 over a step of 1e-2 are near 1e-5.
  private static final double SINGLE_STEP = 1e-2;
  private static final double SHORTEST_SINGLE_STEP = SINGLE_STEP / 4;
  private static final double SINGLE_BOUND = 1e-2;
  private static final double KINKS = 0.01;
  private static final double SINGLE_KINKS = 0.5; // long steps cross many
  private static final double FLOOR = 1e-3;

  // A right gradient differs at a kink by at most 0.7 of what misses; there may be several kinks.
  private static final double UNEVEN = 2;

  public GradientCheck {
    rows = List.copyOf(rows);
  }

  /**
   * What was found for one array.
   *
   * @param entries how many of its {@code of} entries were tried
   * @param kinks entries where a layer or the loss, such as relu, changed the branch between -h and
   *     +h, left out
   * @param error the largest {@code |a-n| / max(|a|, |n|, 1e-3 max(1, largest gradient))}
   */
  public record Row(String name, int entries, int of, int kinks, double error) {}

  /**
   * Checks the gradients of a network by its input and all parameters that are trained.
   *
   * @param most entries to try in each array; of larger ones some are drawn from {@code seed}
   */
  public static GradientCheck of(
      ReferenceNetwork network, Doubles x, List<Doubles> parameters, int most, long seed) {
    boolean single =
        network.network().nodes().stream().anyMatch(node -> node.layer().singlePrecision());
    ReferenceNetwork.Gradients gradients = network.gradients(x, parameters);
    List<Row> rows = new ArrayList<>();
    Keyed key = Keyed.of(seed);
    rows.add(row("input", network, x, parameters, x, gradients.input(), most, single, key));
    for (int p = 0; p < parameters.size(); p++) {
      Network.Parameter parameter = network.network().parameters().get(p);
      if (!parameter.spec().trained()) {
        continue;
      }
      Doubles dw = gradients.parameters().get(p);
      Keyed own = key.key(p + 1);
      rows.add(
          row(parameter.name(), network, x, parameters, parameters.get(p), dw, most, single, own));
    }
    return new GradientCheck(rows, single ? SINGLE_BOUND : BOUND);
  }

  private static Row row(
      String name,
      ReferenceNetwork network,
      Doubles x,
      List<Doubles> parameters,
      Doubles checked,
      Doubles gradient,
      int most,
      boolean single,
      Keyed key) {
    int[] places =
        checked.length() <= most
            ? IntStream.range(0, checked.length()).toArray()
            : IntStream.of(key.permutation(checked.length())).limit(most).toArray();
    double largest = 0;
    for (double value : gradient.toArray()) {
      largest = Math.max(largest, Math.abs(value));
    }
    double floor = FLOOR * Math.max(1, largest);
    double error = 0;
    int kinks = 0;
    for (int i : places) {
      Line line = new Line(network, x, parameters, checked, i);
      double a = gradient.get(i);
      OptionalDouble found =
          single ? singleError(line, a, floor, SINGLE_STEP) : doubleError(line, a, floor);
      if (found.isPresent()) {
        error = Math.max(error, found.getAsDouble());
      } else {
        kinks++;
      }
    }
    return new Row(name, places.length, checked.length(), kinks, error);
  }

  /**
   * The loss along one entry of {@code checked}, which is one of the arrays the network runs on.
   */
  private record Line(
      ReferenceNetwork network, Doubles x, List<Doubles> parameters, Doubles checked, int i) {
    ReferenceNetwork.Point at(double step) {
      double value = checked.get(i);
      checked.set(i, value + step);
      ReferenceNetwork.Point point = network.at(x, parameters);
      checked.set(i, value); // put back
      return point;
    }
  }

  private static double error(double n, double a, double floor) {
    return Math.abs(a - n) / Math.max(Math.max(Math.abs(a), Math.abs(n)), floor);
  }

  /** The error of a; none at a kink. */
  private static OptionalDouble doubleError(Line line, double a, double floor) {
    ReferenceNetwork.Point above = line.at(STEP);
    ReferenceNetwork.Point below = line.at(-STEP);
    if (above.branch() != below.branch()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(error((above.loss() - below.loss()) / (2 * STEP), a, floor));
  }

  /**
   * The error of a with steps of h and h/2; none at a kink. Of a smooth loss both central
   * differences agree but for h^2, of which {@code (4 D(h/2) - D(h)) / 3} is free, and the bend
   * {@code (L(h) - 2 L(0) + L(-h)) / h} halves with h. An error that what misses there explains is
   * a kink. Several kinks may hide each other, so that shorter steps are asked too.
   */
  private static OptionalDouble singleError(Line line, double a, double floor, double h) {
    ReferenceNetwork.Point above = line.at(h);
    ReferenceNetwork.Point below = line.at(-h);
    double nextAbove = line.at(h / 2).loss();
    double nextBelow = line.at(-h / 2).loss();
    double here = line.at(0).loss();
    double wide = (above.loss() - below.loss()) / (2 * h);
    double narrow = (nextAbove - nextBelow) / h;
    double bend = (above.loss() - 2 * here + below.loss()) / h;
    double nextBend = (nextAbove - 2 * here + nextBelow) / (h / 2);
    double n = (4 * narrow - wide) / 3;
    double error = error(n, a, floor);
    double uneven = Math.max(Math.abs(wide - narrow), Math.abs(2 * nextBend - bend));
    boolean branched = above.branch() != below.branch() || Math.abs(a - n) <= UNEVEN * uneven;
    if (error >= SINGLE_BOUND && branched) {
      return OptionalDouble.empty();
    }
    boolean asks = error >= SINGLE_BOUND && h > SHORTEST_SINGLE_STEP;
    return asks ? singleError(line, a, floor, h / 2) : OptionalDouble.of(error);
  }

  /**
   * Whether every error is below the bound and at most 1 % of all entries tried are kinks; half of
   * them with the long steps of single precision.
   */
  public boolean passed() {
    return maxError() < bound && kinks() <= (isSingle() ? SINGLE_KINKS : KINKS) * entries();
  }

  private boolean isSingle() {
    return bound != BOUND;
  }

  /** How many entries were tried in all arrays. */
  public int entries() {
    return rows.stream().mapToInt(Row::entries).sum();
  }

  /** How many of them are kinks: a layer or the loss, such as relu, changes the branch there. */
  public int kinks() {
    return rows.stream().mapToInt(Row::kinks).sum();
  }

  /** The largest error of all. */
  public double maxError() {
    return rows.stream().mapToDouble(Row::error).max().orElse(0);
  }

  /** A line for each array. */
  public String table() {
    String head =
        String.format("%-12s %9s %9s %6s %10s%n", "", "entries", "tried", "kinks", "error");
    return head
        + rows.stream()
            .map(
                r ->
                    String.format(
                        Locale.ROOT,
                        "%-12s %9d %9d %6d %10.1e",
                        r.name,
                        r.of,
                        r.entries,
                        r.kinks,
                        r.error))
            .collect(Collectors.joining(System.lineSeparator()));
  }

  @Override
  public String toString() {
    if (!passed() && maxError() < bound) {
      return ("gradient check undecided: %d of %d entries lie on a kink, as of relu, max pooling or"
              + " hinge (all biases of an untrained net do over blank pixels): train first")
          .formatted(kinks(), entries());
    }
    return String.format(
        Locale.ROOT,
        "gradient check %s%s: largest error %.1e over %d entries",
        passed() ? "passed" : "FAILED",
        isSingle() ? " in single precision" : "",
        maxError(),
        entries());
  }
}
