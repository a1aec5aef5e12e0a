package tilde.run;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import tilde.session.SessionOptions;

/** What the command line says of the JVM that runs the cells; the environment has the defaults. */
final class CellJvmOptions {
  @Option(
      names = "--java-home",
      paramLabel = "DIR",
      description =
          "The JDK that runs the cells. Default: TILDE_JAVA_HOME, or the one that runs this.")
  private Path javaHome;

  @Option(
      names = "--jvm-opt",
      paramLabel = "OPTION",
      description =
          "An option for the JVM of the cells, may be repeated. Default: TILDE_JVM_OPTIONS.")
  private List<String> jvmOptions = List.of();

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Its largest heap, such as 4g. Default: TILDE_HEAP.")
  private String heap;

  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      description =
          "Jars and folders for the cells, written as for java. Default: TILDE_CLASSPATH.")
  private String classPath;

  @Option(
      names = "--startup",
      paramLabel = "FILE",
      description = "A file of Java that runs before the first cell. Default: TILDE_STARTUP.")
  private Path startup;

  /**
   * The options of sessions that work in {@code folder}.
   *
   * @throws Unusable if a variable of the environment has no meaning
   */
  SessionOptions in(Path folder, Map<String, String> environment) {
    SessionOptions options = ofEnvironment(environment).withWorkingDirectory(folder);
    if (javaHome != null) {
      options = options.withJavaHome(javaHome.toAbsolutePath());
    }
    if (!jvmOptions.isEmpty()) {
      List<String> all = new ArrayList<>(options.jvmOptions());
      all.addAll(jvmOptions);
      options = options.withJvmOptions(all);
    }
    if (heap != null) {
      options = options.withHeap(heap);
    }
    if (classPath != null) {
      options =
          options.withClassPath(
              Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList());
    }
    if (startup != null) {
      options = options.withStartup(startup);
    }
    // cells have another working directory than this program
    options =
        options.withClassPath(options.classPath().stream().map(Path::toAbsolutePath).toList());
    return options.startup().isPresent()
        ? options.withStartup(options.startup().get().toAbsolutePath())
        : options;
  }

  private static SessionOptions ofEnvironment(Map<String, String> environment) {
    try {
      return SessionOptions.ofEnvironment(environment);
    } catch (IllegalArgumentException e) {
      throw new Unusable(e.getMessage());
    }
  }
}
