package tilde.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides where files that are made of notebooks are written.
 *
 * @param option the command line's, for messages
 * @param ending of the files, such as {@code .ipynb}
 */
record Destinations(String option, String ending) {
  static final Destinations NOTEBOOKS = new Destinations("--output", ".ipynb");
  static final Destinations PAGES = new Destinations("--html", ".html");

  /** Beside each notebook, by another name. */
  List<Path> beside(List<Path> notebooks) {
    return checked(
        notebooks,
        notebooks.stream()
            .map(file -> file.resolveSibling(stem(file) + ".executed.ipynb"))
            .toList());
  }

  /** The destination of each notebook in {@code output}, a file or a directory. */
  List<Path> of(List<Path> notebooks, String output) {
    if (notebooks.size() > 1 && !isDirectory(output)) {
      throw new Unusable(
          "%s %s is one file for %d notebooks: name a directory, such as %s/"
              .formatted(option, output, notebooks.size(), output.replace(ending, "")));
    }
    return checked(
        notebooks,
        notebooks.stream()
            .map(
                notebook ->
                    isDirectory(output)
                        ? Path.of(output).resolve(stem(notebook) + ending)
                        : Path.of(output))
            .toList());
  }

  private List<Path> checked(List<Path> notebooks, List<Path> targets) {
    Map<Path, Path> taken = new HashMap<>();
    for (int i = 0; i < targets.size(); i++) {
      Path notebook = notebooks.get(i);
      Path target = targets.get(i);
      if (isSameFile(notebook, target)) {
        throw new Unusable(
            notebook + " would be overwritten: choose another --output, or say --inplace");
      }
      Path other = taken.put(target.toAbsolutePath().normalize(), notebook);
      if (other != null) {
        throw new Unusable(
            "%s and %s would both be written to %s: run them one by one, with different %s"
                .formatted(other, notebook, target, option));
      }
    }
    return targets;
  }

  /** Makes the directories in which files are to be. */
  void createDirectories(List<Path> targets) {
    for (Path target : targets) {
      Path directory = target.toAbsolutePath().getParent();
      try {
        Files.createDirectories(directory);
      } catch (IOException e) {
        throw new Unusable(option + ": cannot create the directory " + directory + ": " + e);
      }
      if (Files.isDirectory(target)) {
        throw new Unusable(option + ": " + target + " is a directory");
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

  private static String stem(Path notebook) {
    return notebook.getFileName().toString().replaceFirst("\\.ipynb$", "");
  }

  private boolean isDirectory(String output) {
    return output.endsWith("/") || !output.endsWith(ending) || Files.isDirectory(Path.of(output));
  }
}
