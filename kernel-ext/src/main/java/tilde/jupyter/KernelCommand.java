package tilde.jupyter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tilde.session.SessionOptions;

/** {@code tilde kernel}: what Jupyter starts. */
@Command(
    name = "kernel",
    description = "The Jupyter kernel. Jupyter starts it, once it is installed: see install.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:a client shut it down", "2:an unusable connection file, or wrong usage"})
public final class KernelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CONNECTION_FILE", description = "What Jupyter wrote for it.")
  private Path connectionFile;

  @Option(
      names = "--jvm-opt",
      paramLabel = "OPTION",
      description = "For the JVM that runs the cells; may be repeated.")
  private List<String> jvmOptions = List.of();

  private KernelCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    try {
      Kernel kernel =
          new Kernel(
              Connection.read(connectionFile),
              options(),
              JupyterPaths.ofThisUser().history(),
              line -> System.err.println("[tilde] " + line));
      endWithParent(kernel);
      kernel.run();
      return 0;
    } catch (JupyterException | IllegalArgumentException problem) {
      return Problems.report(spec, problem);
    }
  }

  private SessionOptions options() {
    SessionOptions options = SessionOptions.ofEnvironment(System.getenv());
    List<String> all = new ArrayList<>(options.jvmOptions());
    all.addAll(jvmOptions);
    return options.withJvmOptions(all);
  }

  /** A Jupyter that was killed must not leave kernels behind; it tells them its process. */
  private static void endWithParent(Kernel kernel) {
    String parent = System.getenv("JPY_PARENT_PID");
    boolean isProcess = parent != null && parent.matches("\\d{1,18}") && !isWindows();
    if (isProcess) {
      ProcessHandle.of(Long.parseLong(parent)).ifPresent(process -> endWith(process, kernel));
    }
  }

  private static void endWith(ProcessHandle process, Kernel kernel) {
    Runnable watch =
        () -> {
          process.onExit().join();
          kernel.end();
        };
    Thread watcher = new Thread(watch, "tilde-parent");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static boolean isWindows() { // where the variable is the number of something else
    return System.getProperty("os.name").startsWith("Windows");
  }
}
