package tilde.jupyter;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tilde uninstall}: takes back what {@code install} did. */
@Command(
    name = "uninstall",
    description = "Removes the kernel from where install put it.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:it is removed", "2:it is not there or cannot be removed, or wrong usage"})
public final class UninstallCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KernelPlace place;

  private UninstallCommand() {}

  @Override
  public Integer call() {
    try {
      KernelSpec kernel = place.spec();
      kernel.uninstall();
      spec.commandLine().getOut().println("removed " + kernel.folder());
      return 0;
    } catch (JupyterException | IOException problem) {
      return Problems.report(spec, problem);
    }
  }
}
