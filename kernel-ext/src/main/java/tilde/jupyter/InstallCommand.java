package tilde.jupyter;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tilde install}: makes the kernel known to Jupyter. */
@Command(
    name = "install",
    description = {
      "Makes the kernel known to Jupyter: Lab, Notebook, VS Code, nbclient, papermill, console.",
      "It gets a copy of this jar and runs on the Java that runs this command."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:it is installed", "2:it cannot be, or wrong usage"})
public final class InstallCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KernelPlace place;

  @Option(
      names = "--jvm-opt",
      paramLabel = "OPTION",
      description = "For the JVM that runs the cells, such as --jvm-opt=-Xmx4g; may be repeated.")
  private List<String> jvmOptions = List.of();

  private InstallCommand() {}

  @Override
  public Integer call() {
    try {
      KernelSpec kernel = place.spec();
      kernel.install(ownJar(), Path.of(System.getProperty("java.home")), jvmOptions);
      spec.commandLine().getOut().println(kernel.folder());
      return 0;
    } catch (JupyterException | IOException problem) {
      return Problems.report(spec, problem);
    }
  }

  private static Path ownJar() {
    try {
      Path jar =
          Path.of(InstallCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(jar)) {
        return jar;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new JupyterException("only the jar can be installed: java -jar tilde.jar install");
  }
}
