package tilde.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides where executed notebooks are written. */
final class Destinations {
  private static final String ENDING = ".ipynb";

  /** The destinations asked for make no sense; the message says why and what to do. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }
  }

  private Destinations() {}

  /**
   * The destination of each notebook.
   *
   * @param output file or directory, null for beside each notebook
   */
  static List<Path> of(List<Path> notebooks, String output) {
    List<Path> targets = notebooks.stream().map(notebook -> target(notebook, output)).toList();
    if (output != null && notebooks.size() > 1 && !isDirectory(output)) {
      throw new Unusable(
          "--output "
              + output
              + " is one file for "
              + notebooks.size()
              + " notebooks: name a directory, such as "
              + output.replaceFirst("\\.ipynb$", "")
              + "/");
    }
    Map<Path, Path> taken = new HashMap<>();
    for (int i = 0; i < targets.size(); i++) {
      Path notebook = notebooks.get(i);
      if (isSameFile(notebook, targets.get(i))) {
        throw new Unusable(notebook + " would be overwritten: choose another --output");
      }
      Path other = taken.put(targets.get(i).toAbsolutePath().normalize(), notebook);
      if (other != null) {
        throw new Unusable(
            other
                + " and "
                + notebook
                + " would both be written to "
                + targets.get(i)
                + ": run them one by one, with different --output");
      }
    }
    return targets;
  }

  static void createDirectories(List<Path> targets) {
    for (Path target : targets) {
      Path directory = target.toAbsolutePath().getParent();
      try {
        Files.createDirectories(directory);
      } catch (IOException e) {
        throw new Unusable("--output: cannot create the directory " + directory + ": " + e);
      }
      if (Files.isDirectory(target)) {
        throw new Unusable("--output: " + target + " is a directory");
      }
    }
  }

  private static boolean isSameFile(Path notebook, Path target) {
    try {
      return Files.exists(target) && Files.isSameFile(notebook, target);
    } catch (IOException e) {
      throw new Unusable("--output: cannot look at " + target + ": " + e);
    }
  }

  private static Path target(Path notebook, String output) {
    String name = notebook.getFileName().toString();
    if (output == null) {
      return notebook.resolveSibling(name.replaceFirst("\\.ipynb$", "") + ".executed" + ENDING);
    }
    return isDirectory(output) ? Path.of(output).resolve(name) : Path.of(output);
  }

  private static boolean isDirectory(String output) {
    return output.endsWith("/") || !output.endsWith(ENDING) || Files.isDirectory(Path.of(output));
  }
}
