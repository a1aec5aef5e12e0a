package tilde.jupyter;

import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say where a kernel is installed, and how it is called. */
final class KernelPlace {
  @ArgGroup private Prefix prefix;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "tilde",
      description = "The name by which notebooks ask for it. Default: ${DEFAULT-VALUE}.")
  private String name;

  private static final class Prefix {
    @Option(names = "--user", description = "For this user; the default.")
    private boolean user;

    @Option(names = "--sys-prefix", description = "For the Python environment that is active.")
    private boolean sysPrefix;

    @Option(
        names = "--prefix",
        paramLabel = "DIR",
        description = "For the Jupyter installed below this directory.")
    private Path directory;
  }

  KernelSpec spec() {
    return new KernelSpec(data(), name);
  }

  private Path data() {
    if (prefix == null || prefix.user) {
      return JupyterPaths.ofThisUser().userData();
    }
    return prefix.sysPrefix
        ? JupyterPaths.sysPrefixData()
        : JupyterPaths.prefixData(prefix.directory);
  }
}
