package tilde.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tilde.jupyter.InstallCommand;
import tilde.jupyter.KernelCommand;
import tilde.jupyter.UninstallCommand;

/** The command line of Tilde. */
@Command(
    name = "tilde",
    description = "Neural networks you can see through, in Java notebooks.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    scope = ScopeType.INHERIT, // the two above go for all commands
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      InstallCommand.class,
      UninstallCommand.class,
      KernelCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args)); // also ends threads that a notebook left running
  }

  /** The command line, which runs a command without ending the JVM. */
  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing a command, such as: run NOTEBOOK");
  }

  /** The version of the jar, and of the Java that runs it. */
  static final class Version implements IVersionProvider {
    private static final String MAVEN = "/META-INF/maven/tilde/tilde-kernel-ext/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
      Properties maven = new Properties();
      try (InputStream in = Main.class.getResourceAsStream(MAVEN)) {
        if (in != null) {
          maven.load(in);
        }
      }
      String version = maven.getProperty("version", "(not from a jar)");
      return new String[] {"tilde " + version + ", Java " + Runtime.version()};
    }
  }
}
