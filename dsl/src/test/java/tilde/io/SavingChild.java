package tilde.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program that saves two models into one file in turn until it is killed; says when it began. */
final class SavingChild {
  private SavingChild() {}

  /**
   * Saves until it is killed.
   *
   * @param arguments the file, and files with the two models
   */
  public static void main(String... arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    StoredModel first = StoredModel.read(Path.of(arguments[1]), List.of());
    StoredModel second = StoredModel.read(Path.of(arguments[2]), List.of());
    first.write(file);
    System.out.write('!');
    System.out.flush();
    while (true) {
      second.write(file);
      first.write(file);
    }
  }
}
