package tilde.session;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Reads options of a session from environment variables. */
final class EnvironmentOptions {
  private static final Pattern HEAP = Pattern.compile("[1-9][0-9]*[kKmMgG]?");

  private final Map<String, String> environment;
  private SessionOptions options = SessionOptions.defaults();

  private EnvironmentOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  static SessionOptions of(Map<String, String> environment) {
    EnvironmentOptions reader = new EnvironmentOptions(environment);
    reader.read("TILDE_JAVA_HOME", "the folder of a JDK", (o, value) -> o.withJavaHome(jdk(value)));
    reader.read(
        "TILDE_JVM_OPTIONS", "options for java", (o, value) -> o.withJvmOptions(words(value)));
    reader.read("TILDE_HEAP", "a size such as 4g", (o, value) -> o.withHeap(heap(value)));
    reader.read(
        "TILDE_CLASSPATH", "jars and folders", (o, value) -> o.withClassPath(places(value)));
    reader.read("TILDE_STARTUP", "a file of Java", (o, value) -> o.withStartup(Path.of(value)));
    reader.read(
        "TILDE_CELL_TIMEOUT",
        "a number of seconds",
        (o, value) -> o.withCellTimeout(Duration.ofMillis((long) (positive(value) * 1000))));
    reader.read(
        "TILDE_OUTPUT_LIMIT",
        "a number of characters",
        (o, value) -> o.withOutputLimit((int) positive(value)));
    return reader.options;
  }

  private void read(
      String name, String expected, BiFunction<SessionOptions, String, SessionOptions> use) {
    String value = environment.getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      return;
    }
    try {
      options = use.apply(options, value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name + " is \"" + value + "\": expected " + expected + ", or unset it", e);
    }
  }

  private static Path jdk(String home) {
    Path path = Path.of(home);
    if (!path.resolve("bin").toFile().isDirectory()) {
      throw new IllegalArgumentException("no JDK");
    }
    return path;
  }

  private static List<String> words(String value) {
    return List.of(value.split("\\s+"));
  }

  private static String heap(String value) {
    if (!HEAP.matcher(value).matches()) {
      throw new IllegalArgumentException("no size");
    }
    return value;
  }

  private static List<Path> places(String value) {
    return Arrays.stream(value.split(Pattern.quote(File.pathSeparator))).map(Path::of).toList();
  }

  private static double positive(String value) {
    double number = Double.parseDouble(value);
    if (!(number > 0)) {
      throw new IllegalArgumentException("not positive");
    }
    return number;
  }
}
