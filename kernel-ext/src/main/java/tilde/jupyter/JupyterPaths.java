package tilde.jupyter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where Jupyter keeps its files, on each system where its documentation says. */
final class JupyterPaths {
  private final Map<String, String> environment;
  private final String system;
  private final Path home;

  JupyterPaths(Map<String, String> environment, String system, Path home) {
    this.environment = environment;
    this.system = system.toLowerCase(Locale.ROOT);
    this.home = home;
  }

  /** The paths of this user on this machine. */
  static JupyterPaths ofThisUser() {
    return new JupyterPaths(
        System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  /** The user's own data. */
  Path userData() {
    if (isSet("JUPYTER_DATA_DIR")) {
      return Path.of(environment.get("JUPYTER_DATA_DIR"));
    } else if (system.startsWith("mac")) {
      return home.resolve("Library/Jupyter");
    } else if (system.startsWith("windows")) {
      return isSet("APPDATA")
          ? Path.of(environment.get("APPDATA"), "jupyter")
          : home.resolve(".jupyter/data");
    }
    Path data =
        isSet("XDG_DATA_HOME")
            ? Path.of(environment.get("XDG_DATA_HOME"))
            : home.resolve(".local/share");
    return data.resolve("jupyter");
  }

  /** Our history of executed cells. */
  Path history() {
    return userData().resolve("tilde").resolve("history.jsonl");
  }

  /** The data of the Python environment that is active. */
  static Path sysPrefixData() {
    for (String python : new String[] {"python3", "python"}) {
      try {
        Process process =
            new ProcessBuilder(python, "-c", "import sys; print(sys.prefix)")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] answer = process.getInputStream().readAllBytes();
        if (process.waitFor() == 0) {
          return prefixData(Path.of(new String(answer, StandardCharsets.UTF_8).strip()));
        }
      } catch (IOException notThere) {
        // the next name may be
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new JupyterException(
        "--sys-prefix: no python is on the path to ask for its prefix: use --prefix DIR");
  }

  /** The data below the prefix of an installation. */
  static Path prefixData(Path prefix) {
    return prefix.resolve("share").resolve("jupyter");
  }

  private boolean isSet(String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }
}
