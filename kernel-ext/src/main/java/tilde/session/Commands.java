package tilde.session;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import tilde.maven.MavenResolver;
import tilde.session.CellPieces.Command;
import tilde.session.Output.Failure;

/** The commands of cells, which people know from other Java kernels and from JShell. */
final class Commands {
  private static final String KNOWN =
      "%maven, %classpath, %jars, %load, %time, %%time, /vars, /methods, /imports";

  /** What commands do to Java. */
  interface Java {
    /** Runs Java as part of the cell; the failure that ended it, if one did. */
    Optional<Failure> run(String source);

    void addToClassPath(List<Path> places);

    /** Lines that list what is declared: {@code vars}, {@code methods} or {@code imports}. */
    Stream<String> list(String what);

    void print(String text);

    /** Whether the cell is to stop. */
    boolean isStopped();
  }

  /** A command cannot do what it says; the message tells why, and what would help. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  private final Java java;
  private final Path directory; // that relative paths start from

  Commands(Java java, Path directory) {
    this.java = java;
    this.directory = directory.toAbsolutePath();
  }

  Optional<Failure> run(Command command) throws Refused {
    String arguments = command.arguments();
    switch (command.mark() + command.name()) {
      case "%maven" -> java.addToClassPath(maven(words(command, "g:a:v")));
      case "%classpath", "%jars" -> java.addToClassPath(places(words(command, "libs/*.jar")));
      case "%load" -> {
        return load(arguments);
      }
      case "%time", "%%time" -> {
        return time(arguments);
      }
      case "/vars", "/methods", "/imports" ->
          java.list(command.name()).forEach(line -> java.print(line + "\n"));
      default -> throw new Refused("there is no such command; there are " + KNOWN);
    }
    return Optional.empty();
  }

  private static List<String> words(Command command, String example) throws Refused {
    if (command.arguments().isBlank()) {
      throw new Refused("needs something, such as %" + command.name() + " " + example);
    }
    return List.of(command.arguments().strip().split("\\s+"));
  }

  /** Waits for the network on another thread: a fetch cannot be stopped, but left alone. */
  private List<Path> maven(List<String> coordinates) throws Refused {
    CompletableFuture<List<Path>> jars =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return MavenResolver.resolve(coordinates);
              } catch (MavenResolver.Unresolved e) {
                throw new IllegalArgumentException(e.getMessage(), e);
              }
            });
    while (true) {
      try {
        return jars.get(50, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillRunning) {
        if (java.isStopped()) {
          return List.of();
        }
      } catch (ExecutionException e) {
        throw new Refused(e.getCause().getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return List.of();
      }
    }
  }

  /** Files, folders, and all that a pattern such as {@code libs/*.jar} fits. */
  private List<Path> places(List<String> words) throws Refused {
    List<Path> places = new ArrayList<>();
    for (String word : words) {
      int star = word.indexOf('*');
      if (star < 0) {
        Path place = directory.resolve(word);
        if (!Files.exists(place)) {
          throw new Refused("there is no " + place);
        }
        places.add(place);
      } else {
        int slash = word.lastIndexOf('/', star);
        places.addAll(matching(word.substring(0, slash + 1), word.substring(slash + 1)));
      }
    }
    return places;
  }

  private List<Path> matching(String folder, String pattern) throws Refused {
    Path start = directory.resolve(folder);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (Stream<Path> files = Files.walk(start, pattern.contains("**") ? 20 : 1)) {
      List<Path> found = files.filter(f -> matcher.matches(start.relativize(f))).sorted().toList();
      if (found.isEmpty()) {
        throw new Refused("nothing in " + start + " fits " + pattern);
      }
      return found;
    } catch (IOException e) {
      throw new Refused("cannot read " + start + ": " + e.getMessage());
    }
  }

  private Optional<Failure> load(String file) throws Refused {
    Path path = directory.resolve(file.strip());
    try {
      for (String source : LoadedFile.sources(path)) {
        Optional<Failure> failure = java.run(source);
        if (failure.isPresent() || java.isStopped()) {
          return failure;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new Refused("cannot read " + path + ": " + e.getMessage());
    }
  }

  private Optional<Failure> time(String source) {
    long start = System.nanoTime();
    Optional<Failure> failure = java.run(source);
    java.print(String.format(Locale.ROOT, "time: %.1f ms%n", (System.nanoTime() - start) / 1e6));
    return failure;
  }
}
