package tilde.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a session runs its cells. Values of environment variables are the defaults of the command
 * line:
 *
 * <ul>
 *   <li>{@code TILDE_JAVA_HOME}: the JDK that runs the cells
 *   <li>{@code TILDE_JVM_OPTIONS}: options for their JVM, parted by blanks
 *   <li>{@code TILDE_HEAP}: its largest heap, such as {@code 4g}
 *   <li>{@code TILDE_CLASSPATH}: jars and folders for the cells, written as for {@code java}
 *   <li>{@code TILDE_STARTUP}: a file of Java that runs before the first cell
 *   <li>{@code TILDE_CELL_TIMEOUT}: the most seconds a cell may run
 *   <li>{@code TILDE_OUTPUT_LIMIT}: the most characters a cell may print
 * </ul>
 *
 * @param javaHome of the JDK that runs the cells
 * @param jvmOptions for the JVM that runs the cells
 * @param classPath what cells see besides Tilde itself
 * @param workingDirectory where cells read and write files
 * @param startup a file of Java that runs before the first cell
 * @param cellTimeout the longest a cell may run; none by default
 * @param grace how long a cell that is stopped may take to end before its JVM is ended
 * @param input answers cells that read {@link System#in}
 * @param outputLimit the most characters that a cell may print; what is more is left out
 */
public record SessionOptions(
    Path javaHome,
    List<String> jvmOptions,
    List<Path> classPath,
    Path workingDirectory,
    Optional<Path> startup,
    Optional<Duration> cellTimeout,
    Duration grace,
    Input input,
    int outputLimit) {

  public SessionOptions {
    jvmOptions = List.copyOf(jvmOptions);
    classPath = List.copyOf(classPath);
  }

  /** The JDK that runs this program, its working directory, no limit of time. */
  public static SessionOptions defaults() {
    return new SessionOptions(
        Path.of(System.getProperty("java.home")),
        List.of(),
        List.of(),
        Path.of(""),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(5),
        Input.none(),
        4_000_000);
  }

  /**
   * The options that environment variables give, on top of the defaults.
   *
   * @throws IllegalArgumentException if one of them has no meaning
   */
  public static SessionOptions ofEnvironment(Map<String, String> environment) {
    return EnvironmentOptions.of(environment);
  }

  /** These options with another JDK for the cells. */
  public SessionOptions withJavaHome(Path home) {
    return with(home, jvmOptions, classPath, workingDirectory, startup);
  }

  /** These options with another largest heap, such as {@code 4g}. */
  public SessionOptions withHeap(String size) {
    return withJvmOptions(Stream.concat(jvmOptions.stream(), Stream.of("-Xmx" + size)).toList());
  }

  /** These options with others for the command line of the cells' JVM. */
  public SessionOptions withJvmOptions(List<String> options) {
    return with(javaHome, options, classPath, workingDirectory, startup);
  }

  /** These options with another class path. */
  public SessionOptions withClassPath(List<Path> path) {
    return with(javaHome, jvmOptions, path, workingDirectory, startup);
  }

  /** These options with another working directory. */
  public SessionOptions withWorkingDirectory(Path directory) {
    return with(javaHome, jvmOptions, classPath, directory, startup);
  }

  /** These options with a start-up script. */
  public SessionOptions withStartup(Path script) {
    return with(javaHome, jvmOptions, classPath, workingDirectory, Optional.of(script));
  }

  /** These options with a limit of time for each cell. */
  public SessionOptions withCellTimeout(Duration most) {
    return with(Optional.of(most), grace, input, outputLimit);
  }

  /** These options with another time to end for cells that are stopped. */
  public SessionOptions withGrace(Duration time) {
    return with(cellTimeout, time, input, outputLimit);
  }

  /** These options with somebody who answers cells that read {@link System#in}. */
  public SessionOptions withInput(Input answers) {
    return with(cellTimeout, grace, answers, outputLimit);
  }

  /** These options with another limit for what a cell prints. */
  public SessionOptions withOutputLimit(int characters) {
    return with(cellTimeout, grace, input, characters);
  }

  private SessionOptions with(
      Path home, List<String> options, List<Path> path, Path directory, Optional<Path> script) {
    return new SessionOptions(
        home, options, path, directory, script, cellTimeout, grace, input, outputLimit);
  }

  private SessionOptions with(
      Optional<Duration> most, Duration time, Input answers, int characters) {
    return new SessionOptions(
        javaHome,
        jvmOptions,
        classPath,
        workingDirectory,
        startup,
        most,
        time,
        answers,
        characters);
  }
}
