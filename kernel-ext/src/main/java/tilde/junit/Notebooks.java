package tilde.junit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import tilde.compare.OutputComparison;
import tilde.compare.Sanitizer;
import tilde.compare.Tolerance;
import tilde.run.RunOptions;

/**
 * Notebooks as tests: each notebook a container, each of its code cells a test that fails if the
 * cell does, or if its outputs are not the stored ones.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> notebooks() {
 *   return Notebooks.in("notebooks").check();
 * }
 * }</pre>
 *
 * Cells see the class path of the test and run in the notebook's folder. Immutable.
 */
public final class Notebooks {
  private final List<Path> files;
  private final RunOptions options;
  private final OutputComparison comparison;

  private Notebooks(List<Path> files, RunOptions options, OutputComparison comparison) {
    this.files = files;
    this.options = options;
    this.comparison = comparison;
  }

  /** All notebooks in a folder and those below it, in the order of their names. */
  public static Notebooks in(String folder) {
    return in(Path.of(folder));
  }

  /** All notebooks in a folder and those below it, in the order of their names. */
  public static Notebooks in(Path folder) {
    RunOptions defaults = RunOptions.defaults();
    return new Notebooks(
        find(folder),
        defaults.withSession(defaults.session().withClassPath(classPath())),
        OutputComparison.DEFAULT);
  }

  /** These notebooks, compared with another tolerance. */
  public Notebooks tolerance(Tolerance tolerance) {
    return compared(
        new OutputComparison(tolerance, comparison.sanitizer(), comparison.onlyTagged()));
  }

  /** These notebooks, a regular expression replaced in their outputs before they are compared. */
  public Notebooks sanitize(String regex, String replacement) {
    Sanitizer sanitizer = comparison.sanitizer().with(regex, replacement);
    return compared(
        new OutputComparison(comparison.tolerance(), sanitizer, comparison.onlyTagged()));
  }

  /** These notebooks, only the cells compared that are tagged {@value OutputComparison#CHECK}. */
  public Notebooks onlyTagged() {
    return compared(new OutputComparison(comparison.tolerance(), comparison.sanitizer(), true));
  }

  /** These notebooks, none of which may run longer than this. */
  public Notebooks timeout(Duration most) {
    return new Notebooks(files, options.withTimeout(most), comparison);
  }

  private Notebooks compared(OutputComparison other) {
    return new Notebooks(files, options, other);
  }

  /** Executes each notebook when its first cell is asked for, and compares. */
  public Stream<DynamicNode> check() {
    return files.stream()
        .map(
            file ->
                DynamicContainer.dynamicContainer(
                    file.getFileName().toString(),
                    file.toUri(),
                    new CellTests(file, options, comparison).tests()));
  }

  private static List<Path> find(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> found =
          all.filter(file -> file.toString().endsWith(".ipynb"))
              .filter(file -> !file.toString().contains(".ipynb_checkpoints"))
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "no notebooks (*.ipynb) in " + folder.toAbsolutePath() + ": check the name");
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot look for notebooks in %s: %s".formatted(folder.toAbsolutePath(), e), e);
    }
  }

  /** Surefire starts its JVM with a class path that it keeps elsewhere. */
  private static List<Path> classPath() {
    String own = System.getProperty("surefire.test.class.path");
    String path = Objects.requireNonNullElse(own, System.getProperty("java.class.path"));
    return Stream.of(path.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .toList();
  }
}
