package tilde.session;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The imports with which the {@code jshell} tool of the running JDK starts. */
final class StartupImports {
  private static final String SCRIPT = "/modules/jdk.jshell/jdk/jshell/tool/resources/DEFAULT.jsh";

  private static final String WORDS = "import static tilde.user.NotebookWords.*;";

  private StartupImports() {}

  /** Those of the {@code jshell} tool, and the words of other kernels' notebooks. */
  static List<String> ofSession() {
    return Stream.concat(ofThisJdk().stream(), Stream.of(WORDS)).toList();
  }

  static List<String> ofSessionOnJdk17() {
    return Stream.concat(ofJdk17().stream(), Stream.of(WORDS)).toList();
  }

  /** The tool's own start-up script, line by line, or JDK 17's where a JDK keeps it elsewhere. */
  static List<String> ofThisJdk() {
    Path script = FileSystems.getFileSystem(URI.create("jrt:/")).getPath(SCRIPT);
    try {
      return Files.readAllLines(script).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException movedOrMissing) {
      return ofJdk17();
    }
  }

  static List<String> ofJdk17() {
    return Stream.of(
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.nio.file.*",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.function.*",
            "java.util.prefs.*",
            "java.util.regex.*",
            "java.util.stream.*")
        .map(name -> "import " + name + ";")
        .toList();
  }
}
