package tilde.insight;

import java.util.ArrayList;
import java.util.Comparator;
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
 * steps are longer, the bounds are wider, and a kink is where differences over h and over h/2
 * disagree.
 *
 * @param rows the input first, then each parameter
 * @param precision what the layers allow
 */
public record GradientCheck(List<Row> rows, Precision precision) {
  // Wherever a kink lies between -h and +h, it makes an error of at most 1.5 times the
  // disagreement.
  private static final double DISAGREEMENT = 4e-3;

  /** How fine a check can be. */
  public enum Precision {
    /** All layers compute in double precision. */
    DOUBLE(1e-5, 1e-3, 1e-6, 0.01),
    /**
     * A layer computes in float: rounding errors of 1e-7 need longer steps, which meet more kinks.
     */
    SINGLE(5e-3, 1e-2, 1e-2, 0.2);

    private final double step;
    private final double floor;
    private final double bound;
    private final double kinks;

    /**
     * @param step h
     * @param floor the share of the largest gradient below which errors are absolute
     * @param bound what each error has to stay below
     * @param kinks the share of entries that may be kinks
     */
    Precision(double step, double floor, double bound, double kinks) {
      this.step = step;
      this.floor = floor;
      this.bound = bound;
      this.kinks = kinks;
    }
  }

  public GradientCheck {
    rows = List.copyOf(rows);
  }

  /**
   * What was found for one array.
   *
   * @param entries how many of its {@code of} entries were tried
   * @param kinks entries where relu, max pooling or the like changed the branch between -h and +h,
   *     left out
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
    Precision precision = single ? Precision.SINGLE : Precision.DOUBLE;
    ReferenceNetwork.Gradients gradients = network.gradients(x, parameters);
    List<Row> rows = new ArrayList<>();
    Keyed key = Keyed.of(seed);
    rows.add(row("input", network, x, parameters, x, gradients.input(), most, precision, key));
    for (int p = 0; p < parameters.size(); p++) {
      Network.Parameter parameter = network.network().parameters().get(p);
      if (!parameter.spec().trained()) {
        continue;
      }
      Doubles dw = gradients.parameters().get(p);
      Keyed own = key.key(p + 1);
      rows.add(
          row(
              parameter.name(),
              network,
              x,
              parameters,
              parameters.get(p),
              dw,
              most,
              precision,
              own));
    }
    return new GradientCheck(rows, precision);
  }

  private static Row row(
      String name,
      ReferenceNetwork network,
      Doubles x,
      List<Doubles> parameters,
      Doubles checked,
      Doubles gradient,
      int most,
      Precision precision,
      Keyed key) {
    int[] places =
        checked.length() <= most
            ? IntStream.range(0, checked.length()).toArray()
            : IntStream.of(key.permutation(checked.length())).limit(most).toArray();
    double largest = 0;
    for (double value : gradient.toArray()) {
      largest = Math.max(largest, Math.abs(value));
    }
    double floor = precision.floor * Math.max(1, largest);
    double error = 0;
    int kinks = 0;
    for (int i : places) {
      OptionalDouble difference = difference(network, x, parameters, checked, i, precision, floor);
      if (difference.isEmpty()) {
        kinks++;
        continue;
      }
      double a = gradient.get(i);
      double n = difference.getAsDouble();
      error =
          Math.max(error, Math.abs(a - n) / Math.max(Math.max(Math.abs(a), Math.abs(n)), floor));
    }
    return new Row(name, places.length, checked.length(), kinks, error);
  }

  /** The difference quotient by entry {@code i}; empty at a kink. */
  private static OptionalDouble difference(
      ReferenceNetwork network,
      Doubles x,
      List<Doubles> parameters,
      Doubles checked,
      int i,
      Precision precision,
      double floor) {
    double h = precision.step;
    ReferenceNetwork.Point above = moved(network, x, parameters, checked, i, h);
    ReferenceNetwork.Point below = moved(network, x, parameters, checked, i, -h);
    if (above.branch() != below.branch()) {
      return OptionalDouble.empty();
    }
    double difference = (above.loss() - below.loss()) / (2 * h);
    if (precision == Precision.DOUBLE) {
      return OptionalDouble.of(difference);
    }
    // A layer in single precision cannot tell its branches: see whether half the step agrees, in
    // slope and in how much the slope changes.
    double halfAbove = moved(network, x, parameters, checked, i, h / 2).loss();
    double halfBelow = moved(network, x, parameters, checked, i, -h / 2).loss();
    double middle = network.at(x, parameters).loss();
    double half = (halfAbove - halfBelow) / h;
    double bend = (above.loss() - 2 * middle + below.loss()) / h;
    double halfBend = (halfAbove - 2 * middle + halfBelow) / (h / 2);
    double disagreement = Math.max(Math.abs(difference - half), Math.abs(bend - 2 * halfBend));
    double scale = Math.max(Math.max(Math.abs(difference), Math.abs(half)), floor);
    return disagreement > DISAGREEMENT * scale ? OptionalDouble.empty() : OptionalDouble.of(half);
  }

  /** The loss with entry {@code i} moved: the array is one of those the network is run on. */
  private static ReferenceNetwork.Point moved(
      ReferenceNetwork network,
      Doubles x,
      List<Doubles> parameters,
      Doubles checked,
      int i,
      double by) {
    double value = checked.get(i);
    checked.set(i, value + by);
    ReferenceNetwork.Point point = network.at(x, parameters);
    checked.set(i, value);
    return point;
  }

  /**
   * Whether every error is below the bound, 1e-6, and at most 1 % of all entries tried are kinks;
   * in single precision 1e-2 and 20 %.
   */
  public boolean passed() {
    return maxError() < precision.bound && kinks() <= precision.kinks * entries();
  }

  /** How many entries were tried in all arrays. */
  public int entries() {
    return rows.stream().mapToInt(Row::entries).sum();
  }

  /** How many of them are kinks: relu, max pooling or the like changes the branch there. */
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
    if (!passed() && maxError() < precision.bound) {
      Row most = rows.stream().max(Comparator.comparingInt(Row::kinks)).orElseThrow();
      return ("gradient check undecided: no error, but %d of %d entries lie on a kink, %d of them of"
              + " %s: train first, or check other samples (over blank pixels, values tie)")
          .formatted(kinks(), entries(), most.kinks, most.name);
    }
    Row worst = rows.stream().max(Comparator.comparingDouble(Row::error)).orElseThrow();
    return String.format(
        Locale.ROOT,
        "gradient check %s%s: largest error %.1e%s over %d entries",
        passed() ? "passed" : "FAILED",
        precision == Precision.DOUBLE ? "" : " in single precision",
        maxError(),
        passed() ? "" : " (" + worst.name + ", must be below " + precision.bound + ")",
        entries());
  }
}
