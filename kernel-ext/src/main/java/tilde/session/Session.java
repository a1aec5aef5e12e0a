package tilde.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
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
  private final AtomicReference<Stopper> running = new AtomicReference<>();
  private CompletableFuture<Shell> shell;
  private int lives;
  private int last; // number of the last cell
  private String news = ""; // what the next cell has to be told

  private Session(SessionOptions options, OutputListener listener, List<String> imports) {
    this.options = options;
    this.imports = imports;
    output = new Relay(listener);
    events = new Events(output, options.input());
    start();
  }

  /** A new session, which is still starting when it is returned: the first cell waits for that. */
  public static Session open(SessionOptions options, OutputListener listener) {
    return withImports(options, listener, StartupImports.ofThisJdk());
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
    UserJvm jvm = UserJvm.start(options, idPrefix, events);
    shell = CompletableFuture.supplyAsync(() -> new Shell(jvm, options, output, imports));
  }

  /** Executes a cell, up to its first error; it has the number after the last cell's. */
  public CellResult execute(String source) {
    return execute(source, last + 1);
  }

  /** Executes a cell, up to its first error; the next one without a number of its own follows. */
  public CellResult execute(String source, int number) {
    last = number;
    output.startCell(number);
    Shell java = shell.join();
    tellNews();
    Stopper stopper = new Stopper(java.jvm(), java.control(), options.grace());
    options.cellTimeout().ifPresent(stopper::stopAfter);
    running.set(stopper);
    Optional<Failure> failure;
    try {
      failure = java.run(source, number);
    } finally {
      running.set(null);
      stopper.over();
      events.cellIsOver();
    }
    return result(java, number, failure, stopper.reason());
  }

  private void tellNews() {
    if (!news.isEmpty()) {
      output.note(news);
      news = "";
    }
  }

  private CellResult result(
      Shell java, int number, Optional<Failure> failure, Optional<Status> stopped) {
    Status status = failure.isPresent() ? Status.FAILED : Status.OK;
    Optional<Failure> told = failure;
    Optional<String> end = java.jvm().end();
    if (end.isPresent()) {
      status = Status.DIED;
      told = Optional.of(Endings.died(end.get()));
    } else if (java.control().heapIsFull()) {
      status = Status.DIED;
      told = failure.map(Endings::heapIsFull);
    } else if (stopped.isPresent()) {
      status = stopped.get();
      told = Optional.of(Endings.stopped(status, options, failure));
    }
    told.ifPresent(output::output);
    if (status == Status.DIED) {
      restart("cell " + number + " ended the JVM of the cells");
    }
    return new CellResult(number, status, output.ofCell().list());
  }

  /** The value of one expression, which is no cell: it has no number, and no outputs of its own. */
  public Answer evaluate(String expression) {
    return shell.join().evaluate(expression, last);
  }

  /** Stops the cell that runs, if one does; from any thread. */
  public void interrupt() {
    Stopper stopper = running.get();
    if (stopper != null) {
      stopper.stop(Status.INTERRUPTED);
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
    shell.thenAccept(Shell::close);
    news = why + ": what earlier cells declared, imported and put on the class path is gone";
    start();
  }

  /** Ends the session and the JVM of its cells. */
  @Override
  public void close() {
    shell.join().close();
  }
}
