package tilde.array;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Arrays as text: one line for a prompt, or all values as NumPy prints them. */
public final class Printing {
  private static final int WIDTH = 80; // JShell cuts what is longer
  private static final int DECIMALS = 8; // as NumPy
  private static final int FEW = 10; // values of a vector that are shown themselves

  private Printing() {}

  /**
   * One line of at most 80 characters: shape, range and mean of the finite values, and how many are
   * NaN or infinite.
   */
  public static String line(float[] data, int... shape) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    double sum = 0;
    int nan = 0;
    int infinite = 0;
    for (float value : data) {
      if (Float.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
        sum += value;
      } else if (Float.isNaN(value)) {
        nan++;
      } else {
        infinite++;
      }
    }
    int finite = data.length - nan - infinite;
    String bad =
        (nan > 0 ? ", " + nan + " NaN" : "") + (infinite > 0 ? ", " + infinite + " Inf" : "");
    String name = "Tensor " + Sizes.text(shape);
    if (data.length == 0 || finite == 0 || data.length == 1) {
      String only = finite == 0 ? bad : " = " + brief(signed(low), DECIMALS + 1);
      String rest = data.length == 0 ? ", empty" : only;
      return firstThatFits(List.of(name + rest, "Tensor " + ends(shape) + rest));
    }
    List<String> candidates = new ArrayList<>(); // from the fullest to the tersest
    if (shape.length == 1 && data.length <= FEW) {
      candidates.add(name + " " + all(data));
    }
    for (String start : List.of(name, "Tensor " + ends(shape))) {
      for (int digits = 4; digits >= 2; digits--) {
        String range = " in [" + brief(low, digits) + ", " + brief(high, digits) + "]";
        candidates.add(start + range + ", mean " + brief(sum / finite, digits) + bad);
      }
    }
    candidates.add("Tensor " + ends(shape) + bad); // 59 characters at most
    return firstThatFits(candidates);
  }

  private static String all(float[] data) {
    return IntStream.range(0, data.length)
        .mapToObj(i -> Float.isFinite(data[i]) ? brief(signed(data[i]), 4) : "" + data[i])
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String firstThatFits(List<String> candidates) {
    return candidates.stream()
        .filter(text -> text.length() <= WIDTH)
        .findFirst()
        .orElse(candidates.get(candidates.size() - 1));
  }

  private static String ends(int... shape) {
    return shape.length < 3
        ? Sizes.text(shape)
        : "(" + shape[0] + ", ..., " + shape[shape.length - 1] + ")";
  }

  /** A number in few digits; whole numbers below a million keep all of theirs. */
  static String brief(double value, int digits) {
    if (Math.abs(value) < 1e6 && value == Math.rint(value)) {
      return String.valueOf((long) value);
    }
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new MathContext(digits, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return rounded.toPlainString();
    }
    return rounded.movePointLeft(exponent).toPlainString() + power(exponent);
  }

  private static String power(int exponent) {
    return (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
  }

  /**
   * The values in nested brackets, aligned as NumPy aligns them; of an axis longer than {@code
   * most} only that many indices are shown, from both ends, around {@code ...}.
   *
   * @throws IllegalArgumentException when {@code most} is below 1
   */
  public static String values(float[] data, int most, int... shape) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "values: %d values per axis cannot be shown, ask for at least 1".formatted(most));
    }
    if (data.length == 0) {
      return "[]";
    }
    float[] shown = data;
    int[] sizes = shape.clone();
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] > most) {
        int tail = most / 2;
        Strided all = Strided.of(shown, sizes);
        Strided first = all.slice(axis, 0, most - tail);
        Strided last = all.slice(axis, shape[axis] - tail, shape[axis]);
        shown = Blocks.concat(axis, List.of(first, last)).elements();
        sizes[axis] = most;
      }
    }
    StringBuilder text = new StringBuilder();
    append(text, format(shown), 0, sizes, shape, 0);
    return text.toString();
  }

  /** Appends an axis and all below it, and returns the number of the value that comes next. */
  private static int append(
      StringBuilder text, List<String> values, int at, int[] sizes, int[] shape, int axis) {
    if (axis == shape.length) {
      text.append(values.get(at));
      return at + 1;
    }
    int below = shape.length - axis - 1;
    String separator = below == 0 ? " " : "\n".repeat(below) + " ".repeat(axis + 1);
    int gap = sizes[axis] < shape[axis] ? sizes[axis] - sizes[axis] / 2 : -1;
    text.append('[');
    for (int i = 0; i < sizes[axis]; i++) {
      text.append(i == 0 ? "" : separator).append(i == gap ? "..." + separator : "");
      at = append(text, values, at, sizes, shape, axis + 1);
    }
    text.append(gap == sizes[axis] ? separator + "..." : "").append(']');
    return at;
  }

  /** All values in one notation and width: fixed where it loses nothing much, else exponents. */
  private static List<String> format(float... values) {
    float low = Float.POSITIVE_INFINITY;
    float high = 0;
    for (float value : values) {
      if (Float.isFinite(value) && value != 0) {
        low = Math.min(low, Math.abs(value));
        high = Math.max(high, Math.abs(value));
      }
    }
    boolean exponents = high >= 1e8f || high > 0 && (low < 1e-4f || high / low > 1000);
    List<BigDecimal> numbers = new ArrayList<>(values.length);
    int decimals = 0;
    for (float value : values) {
      BigDecimal number = null; // not a number, or infinite
      if (Float.isFinite(value)) {
        number = exponents ? shortest(value) : fixed(value);
        decimals = Math.max(decimals, exponents ? number.precision() - 1 : number.scale());
      }
      numbers.add(number);
    }
    List<String> texts = new ArrayList<>(values.length);
    int width = 0;
    for (int i = 0; i < values.length; i++) {
      boolean negative = Float.floatToRawIntBits(values[i]) < 0;
      BigDecimal number = numbers.get(i);
      String text;
      if (number == null) {
        text = Float.isNaN(values[i]) ? "nan" : negative ? "-inf" : "inf";
      } else {
        String digits = exponents ? scientific(number, decimals) : padded(number, decimals);
        text = negative ? "-" + digits : digits;
      }
      texts.add(text);
      width = Math.max(width, text.length());
    }
    for (int i = 0; i < texts.size(); i++) {
      texts.set(i, " ".repeat(width - texts.get(i).length()) + texts.get(i));
    }
    return texts;
  }

  /** The magnitude in the fewest decimals that give the float back, or the most that are shown. */
  private static BigDecimal fixed(float value) {
    double exact = Math.abs((double) value);
    double power = 1;
    for (int decimals = 0; decimals <= DECIMALS; decimals++, power *= 10) {
      double scaled = Math.rint(exact * power);
      if ((float) (scaled / power) == (float) exact) {
        return BigDecimal.valueOf((long) scaled, decimals);
      }
    }
    return new BigDecimal(exact).setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }

  /** The magnitude in the fewest digits that give the float back; 9 always do. */
  private static BigDecimal shortest(float value) {
    BigDecimal exact = new BigDecimal(Math.abs((double) value));
    int digits = 1;
    BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    while (digits < DECIMALS + 1 && rounded.floatValue() != Math.abs(value)) {
      rounded = exact.round(new MathContext(++digits, RoundingMode.HALF_EVEN));
    }
    return rounded;
  }

  private static double signed(float value) {
    return Math.copySign(shortest(value).doubleValue(), value);
  }

  private static String padded(BigDecimal number, int decimals) {
    BigDecimal whole = number.setScale(Math.max(0, number.scale()));
    String digits = whole.toPlainString();
    String point = whole.scale() == 0 ? "." : "";
    return digits + point + " ".repeat(decimals - whole.scale());
  }

  private static String scientific(BigDecimal number, int decimals) {
    String digits = number.unscaledValue().toString();
    int exponent = number.signum() == 0 ? 0 : number.precision() - number.scale() - 1;
    return digits.charAt(0)
        + "."
        + digits.substring(1)
        + "0".repeat(decimals + 1 - digits.length())
        + power(exponent);
  }
}
