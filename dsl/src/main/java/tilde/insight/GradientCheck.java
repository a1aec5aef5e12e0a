package tilde.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tilde.array.Doubles;
import tilde.layer.Network;
import tilde.random.Keyed;

/**
 * Compares derived gradients with central differences, {@code (L(a+h) - L(a-h)) / 2h}, in double
 * precision (MATH.md, part F.2). Where a layer of the user's own computes in single precision,
 * steps are longer and the bound is wider.
 *
 * @param rows the input first, then each parameter
 * @param bound what each error has to stay below
 */
public record GradientCheck(List<Row> rows, double bound) {
  private static final double STEP = 1e-5;
  private static final double BOUND = 1e-6;
  // Rounding errors of 1e-7 over a step of 1e-2 and the h^2 of the difference are both near 1e-5.
  private static final double SINGLE_STEP = 1e-2;
  private static final double SINGLE_BOUND = 1e-2;
  private static final double KINKS = 0.01;
  private static final double FLOOR = 1e-3;

  public GradientCheck {
    rows = List.copyOf(rows);
  }

  /**
   * What was found for one array.
   *
   * @param entries how many of its {@code of} entries were tried
   * @param kinks entries where relu or max pooling changed the branch between -h and +h, left out
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
    double step = single ? SINGLE_STEP : STEP;
    ReferenceNetwork.Gradients gradients = network.gradients(x, parameters);
    List<Row> rows = new ArrayList<>();
    Keyed key = Keyed.of(seed);
    rows.add(row("input", network, x, parameters, x, gradients.input(), most, step, key));
    for (int p = 0; p < parameters.size(); p++) {
      Network.Parameter parameter = network.network().parameters().get(p);
      if (!parameter.spec().trained()) {
        continue;
      }
      Doubles dw = gradients.parameters().get(p);
      Keyed own = key.key(p + 1);
      rows.add(
          row(parameter.name(), network, x, parameters, parameters.get(p), dw, most, step, own));
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
      double step,
      Keyed key) {
    int[] places =
        checked.length() <= most
            ? IntStream.range(0, checked.length()).toArray()
            : IntStream.of(key.permutation(checked.length())).limit(most).toArray();
    double largest = 0;
    for (double value : gradient.toArray()) {
      largest = Math.max(largest, Math.abs(value));
    }
    double error = 0;
    int kinks = 0;
    for (int i : places) {
      double value = checked.get(i);
      // The array itself is moved and put back: it is one of those the network is run on.
      checked.set(i, value + step);
      ReferenceNetwork.Point above = network.at(x, parameters);
      checked.set(i, value - step);
      ReferenceNetwork.Point below = network.at(x, parameters);
      checked.set(i, value);
      if (above.branch() != below.branch()) {
        kinks++;
        continue;
      }
      double a = gradient.get(i);
      double n = (above.loss() - below.loss()) / (2 * step);
      double scale = Math.max(Math.max(Math.abs(a), Math.abs(n)), FLOOR * Math.max(1, largest));
      error = Math.max(error, Math.abs(a - n) / scale);
    }
    return new Row(name, places.length, checked.length(), kinks, error);
  }

  /** Whether every error is below the bound and at most 1 % of all entries tried are kinks. */
  public boolean passed() {
    return maxError() < bound && kinks() <= KINKS * entries();
  }

  /** How many entries were tried in all arrays. */
  public int entries() {
    return rows.stream().mapToInt(Row::entries).sum();
  }

  /** How many of them are kinks: relu or max pooling changes the branch there. */
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
      return ("gradient check undecided: %d of %d entries lie on a kink of relu or max pooling (as all"
              + " biases of an untrained net do over blank pixels): train first")
          .formatted(kinks(), entries());
    }
    return String.format(
        Locale.ROOT,
        "gradient check %s%s: largest error %.1e over %d entries",
        passed() ? "passed" : "FAILED",
        bound == BOUND ? "" : " in single precision",
        maxError(),
        entries());
  }
}
