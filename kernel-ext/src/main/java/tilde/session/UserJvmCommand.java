package tilde.session;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tilde.user.UserMain;

/** The command line of the JVM that runs the cells. */
final class UserJvmCommand {
  static final String VECTOR_MODULE = "jdk.incubator.vector";

  private UserJvmCommand() {}

  /**
   * @param port where the session listens
   * @param debugPort where the session listens for the debug agent
   */
  static List<String> of(SessionOptions options, int port, int debugPort, String idPrefix) {
    List<String> command = new ArrayList<>();
    command.add(options.javaHome().resolve("bin").resolve("java").toString());
    if (hasVectorModule(options.javaHome())) {
      command.addAll(List.of("--add-modules", VECTOR_MODULE));
    }
    command.addAll(
        List.of(
            "-XX:+ShowCodeDetailsInExceptionMessages",
            "-XX:-OmitStackTraceInFastThrow", // an error in a loop keeps its line
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
            "-Djdk.console=java.base", // there is no terminal
            "-agentlib:jdwp=transport=dt_socket,server=n,suspend=n,quiet=y,address=127.0.0.1:"
                + debugPort));
    command.addAll(options.jvmOptions());
    command.addAll(List.of("--class-path", classPath(options)));
    command.add(UserMain.class.getName());
    command.addAll(List.of("" + port, idPrefix, "" + options.outputLimit()));
    return command;
  }

  /** What the session itself has on its class path, and what the options add. */
  static String classPath(SessionOptions options) {
    Stream<String> added = options.classPath().stream().map(path -> path.toAbsolutePath() + "");
    return String.join(
        File.pathSeparator,
        Stream.concat(Stream.of(System.getProperty("java.class.path")), added).toList());
  }

  /** Asked of the JDK's own file, since a JDK made by jlink may lack the module. */
  static boolean hasVectorModule(Path javaHome) {
    try (Stream<String> lines = Files.lines(javaHome.resolve("release"))) {
      return lines.anyMatch(line -> line.startsWith("MODULES=") && line.contains(VECTOR_MODULE));
    } catch (IOException noSuchFile) {
      return false;
    }
  }
}
