package tilde.session;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tilde.user.UserMain;

/** The command line of the JVM that runs the cells. */
final class UserJvmCommand {
  private UserJvmCommand() {}

  /**
   * @param port where the session listens
   * @param debugPort where the session listens for the debug agent
   */
  static List<String> of(SessionOptions options, int port, int debugPort, String idPrefix) {
    List<String> command = new ArrayList<>();
    Jdk jdk = Jdk.at(options.javaHome());
    command.add(jdk.java());
    if (jdk.hasVectorModule()) {
      command.addAll(List.of("--add-modules", Jdk.VECTOR_MODULE));
    }
    command.addAll(
        List.of(
            "-XX:+ShowCodeDetailsInExceptionMessages",
            "-XX:-OmitStackTraceInFastThrow", // an error in a loop keeps its line
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + Path.of(System.getProperty("java.io.tmpdir"), "tilde_hs_err_%p.log"),
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
    String own = System.getProperty("java.class.path");
    return Stream.concat(
            Arrays.stream(own.split(File.pathSeparator)).map(Path::of),
            options.classPath().stream())
        .map(path -> path.toAbsolutePath().toString()) // the cells' JVM may work elsewhere
        .collect(Collectors.joining(File.pathSeparator));
  }
}
