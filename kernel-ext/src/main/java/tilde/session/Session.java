package tilde.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import tilde.session.Output.Answer;
import tilde.session.Output.Failure;

/**
 * Java cells with one state: a cell's source goes in, its outputs come out. Cells run in a JVM of
 * their own, one at a time; whatever they do to it, the session goes on with a fresh one. Only
 * {@link #interrupt} may be called while another call runs.
 */
public final class Session implements AutoCloseable {
  private final SessionOptions options;
  private final List<String> imports;
  private final Relay output;
  private final Events events;
  private final Object interrupting = new Object(); // guards the next two
  private Stopper running; // null while no cell runs
  private boolean interruptNext; // asked for while the cell waited for its JVM to start
  private UserJvm jvm;
  private CompletableFuture<Shell> shell;
  private int lives;
  private int last; // number of the last cell
  private final List<String> news = new CopyOnWriteArrayList<>(); // for the next cell to tell

  private Session(SessionOptions options, OutputListener listener, List<String> imports) {
    this.options = options;
    this.imports = imports;
    output = new Relay(listener);
    events = new Events(output, options.input());
    start();
  }

  /**
   * A new session, which is still starting when it is returned: the first cell waits for that.
   *
   * @throws IllegalArgumentException if the JDK for the cells cannot be used
   */
  public static Session open(SessionOptions options, OutputListener listener) {
    Jdk jdk = Jdk.at(options.javaHome());
    jdk.checkVersion();
    return withImports(options, listener, jdk.imports());
  }

  /** A new session with default options. */
  public static Session open(OutputListener listener) {
    return open(SessionOptions.defaults(), listener);
  }

  static Session withImports(
      SessionOptions options, OutputListener listener, List<String> imports) {
    return new Session(options, listener, imports);
  }

  /** Starts a life: first the JVM, which then starts while the compiler here does. */
  private void start() {
    lives++;
    String idPrefix = lives == 1 ? "display-" : "display-" + lives + "-";
    UserJvm started = UserJvm.start(options, idPrefix, events);
    jvm = started;
    shell =
        CompletableFuture.supplyAsync(
            () -> {
              Shell java = new Shell(started, options, output, imports);
              options.startup().ifPresent(script -> runStartup(java, script));
              return java;
            });
  }

  private void runStartup(Shell java, Path script) {
    try {
      Optional<Failure> failure = java.run(Files.readString(script), 0);
      failure.ifPresent(
          f -> news.add("start-up " + script + ": " + String.join("\n", f.traceback())));
    } catch (IOException e) {
      news.add("start-up: cannot read " + script + ": " + e.getMessage());
    }
  }

  /** Executes a cell, up to its first error; it has the number after the last cell's. */
  public CellResult execute(String source) {
    return execute(source, last + 1);
  }

  /** Executes a cell, up to its first error; the next one without a number of its own follows. */
  public CellResult execute(String source, int number) {
    last = number;
    output.startCell(number);
    synchronized (interrupting) {
      interruptNext = false;
    }
    Shell java = livingShell();
    tellNews();
    Stopper stopper = new Stopper(java.jvm(), java.control(), options.grace());
    options.cellTimeout().ifPresent(stopper::stopAfter);
    synchronized (interrupting) {
      running = stopper;
      if (interruptNext) {
        stopper.stop(Status.INTERRUPTED);
      }
    }
    Optional<Failure> failure;
    try {
      failure = java.run(source, number);
    } finally {
      synchronized (interrupting) {
        running = null;
      }
      stopper.over();
      events.cellIsOver();
    }
    return result(java, number, failure, stopper.reason());
  }

  /** A thread that an earlier cell left behind may have ended the JVM meanwhile. */
  private Shell livingShell() {
    Optional<String> end = shell.join().jvm().end();
    end.ifPresent(this::restart);
    return shell.join();
  }

  private void tellNews() {
    news.forEach(output::note);
    news.clear();
  }

  private CellResult result(
      Shell java, int number, Optional<Failure> failure, Optional<Status> stopped) {
    Status status = failure.isPresent() ? Status.FAILED : Status.OK;
    Optional<Failure> told = failure;
    Optional<String> end = java.jvm().end();
    boolean fullHeap = java.control().heapIsFull();
    if (stopped.isPresent()) {
      status = stopped.get();
      told = Optional.of(Endings.stopped(status, options, end, failure));
    } else if (end.isPresent()) {
      status = Status.DIED;
      told = Optional.of(Endings.died(end.get()));
    } else if (fullHeap) {
      status = Status.DIED;
      told = failure.map(Endings::heapIsFull);
    }
    told.ifPresent(output::output);
    if (end.isPresent() || fullHeap) {
      restart("cell " + number + " ended the JVM of the cells");
    }
    return new CellResult(number, status, output.ofCell().list());
  }

  /** The value of one expression, which is no cell: it has no number, and no outputs of its own. */
  public Answer evaluate(String expression) {
    Shell java = livingShell();
    Answer answer = java.evaluate(expression, last);
    return java.jvm().end().<Answer>map(Endings::died).orElse(answer);
  }

  /** Stops the cell that runs, if one does; from any thread. */
  public void interrupt() {
    synchronized (interrupting) {
      interruptNext = true;
      if (running != null) {
        running.stop(Status.INTERRUPTED);
      }
    }
  }

  /** What could stand at the cursor, a place in {@code source} in characters. */
  public Completions complete(String source, int cursor) {
    return shell.join().help().complete(source, cursor);
  }

  /** What is known about the name at the cursor, a place in {@code source} in characters. */
  public Optional<Inspection> inspect(String source, int cursor) {
    return shell.join().help().inspect(source, cursor);
  }

  /** Whether {@code source} can be executed as it is. */
  public Completeness isComplete(String source) {
    return shell.join().completeness().of(source);
  }

  /** Starts again in a fresh JVM, without what cells declared. */
  public void restart() {
    restart("the session was restarted");
  }

  private void restart(String why) {
    var unused = shell.thenAccept(Shell::close);
    news.add(why + ": what earlier cells declared, imported and put on the class path is gone");
    start();
  }

  /** Ends the session and the JVM of its cells. */
  @Override
  public void close() {
    try {
      shell.join().close();
    } finally {
      jvm.close(); // also if the shell never came about
    }
  }
}
