package tilde.run;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time in seconds, such as {@code 90} or {@code 0.5}. */
final class Seconds implements ITypeConverter<Duration> {
  private static final double MOST = 1e9;

  @Override
  public Duration convert(String text) {
    try {
      double seconds = Double.parseDouble(text);
      if (seconds > 0 && seconds <= MOST) {
        return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw new TypeConversionException("a number of seconds above 0 is needed, got " + text);
  }
}
