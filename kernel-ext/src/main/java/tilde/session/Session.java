package tilde.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import tilde.output.Host;
import tilde.output.MimeBundle;
import tilde.session.CellMap.Origin;
import tilde.session.CellSplitter.Part;
import tilde.session.Output.Answer;
import tilde.session.Output.Failure;
import tilde.session.Output.Result;
import tilde.session.Output.Stream;

/**
 * Java cells with one state: a cell's source goes in, its outputs come out. While a session is open
 * the standard streams and {@link Host#display()} lead to it; there can be one at a time. Cells are
 * executed by one thread, their outputs may come from any.
 */
public final class Session implements AutoCloseable {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private final InProcess userCode = new InProcess();
  private final CellMap cells = new CellMap();
  private final Relay output;
  private final JShell jshell;
  private final CellSplitter splitter;
  private final Failures failures;
  private final NotebookDisplay display;
  private final StandardStreams streams;
  private final Host.Use hostUse;
  private int executed;

  private Session(OutputListener listener, List<String> imports) {
    output = new Relay(listener, () -> executed);
    jshell = newJShell();
    imports.forEach(jshell::eval);
    splitter = new CellSplitter(jshell.sourceCodeAnalysis());
    failures = new Failures(jshell, cells);
    display = new NotebookDisplay(output, System::nanoTime);
    streams = new StandardStreams(output);
    hostUse = Host.use(display);
  }

  /** A new session with the start-up imports of the {@code jshell} tool. */
  public static Session open(SessionOptions options, OutputListener listener) {
    return withImports(listener, StartupImports.ofThisJdk());
  }

  /** A new session with default options. */
  public static Session open(OutputListener listener) {
    return open(SessionOptions.defaults(), listener);
  }

  static Session withImports(OutputListener listener, List<String> imports) {
    return new Session(listener, imports);
  }

  private JShell newJShell() {
    String classPath = System.getProperty("java.class.path");
    List<String> options = new ArrayList<>(List.of("--class-path", classPath));
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent()) {
      options.addAll(List.of("--add-modules", VECTOR_MODULE));
    }
    JShell shell =
        JShell.builder()
            .executionEngine(userCode.asProvider(), Map.of())
            .compilerOptions(options.toArray(String[]::new))
            .build();
    shell.addToClasspath(classPath);
    return shell;
  }

  /** Executes a cell, up to its first error; it has the number after the last cell's. */
  public CellResult execute(String source) {
    return execute(source, executed + 1);
  }

  /** Executes a cell, up to its first error; the next one without a number of its own follows. */
  public CellResult execute(String source, int number) {
    executed = number;
    output.startCell();
    Optional<Failure> failure = runAll(source, number);
    System.out.flush();
    System.err.flush();
    display.flush();
    failure.ifPresent(output::output);
    Status status = failure.isPresent() ? Status.FAILED : Status.OK;
    return new CellResult(number, status, output.ofCell().list());
  }

  /** The value of one expression, which is no cell: it has no number and no outputs. */
  public Answer evaluate(String expression) {
    Origin origin = new Origin(0, expression, 0);
    Part part = new Part(expression, 0, true, false);
    Optional<Failure> failure = run(part, origin, new ArrayList<>());
    return failure.isPresent()
        ? failure.get()
        : new Result(MimeBundle.of(userCode.takeValue()), executed);
  }

  /** Stops the cell that runs, if one does; from any thread. */
  public void interrupt() {}

  /** What could stand at the cursor, a place in {@code source} in characters. */
  public Completions complete(String source, int cursor) {
    return new Completions(cursor, cursor, List.of());
  }

  /** What is known about the name at the cursor, a place in {@code source} in characters. */
  public Optional<Inspection> inspect(String source, int cursor) {
    return Optional.empty();
  }

  /** Whether {@code source} can be executed as it is. */
  public Completeness isComplete(String source) {
    return new Completeness(Completeness.State.COMPLETE, "");
  }

  /** Forgets everything that cells declared. */
  public void restart() {}

  private Optional<Failure> runAll(String source, int number) {
    List<Snippet> waiting = new ArrayList<>();
    for (Part part : splitter.split(source)) {
      Optional<Failure> failure = run(part, new Origin(number, source, part.offset()), waiting);
      if (failure.isPresent()) {
        return failure;
      }
    }
    waiting.stream()
        .filter(snippet -> isWaiting(jshell.status(snippet)))
        .forEach(snippet -> note(failures.missing((DeclarationSnippet) snippet)));
    return Optional.empty();
  }

  /** Runs one snippet; adds to {@code waiting} what needs a declaration still to come. */
  private Optional<Failure> run(Part part, Origin origin, List<Snippet> waiting) {
    userCode.takeValue();
    List<SnippetEvent> events;
    try {
      events = jshell.eval(part.source());
    } catch (InternalError jshellBroke) {
      return Optional.of(failures.gaveUp(origin, jshellBroke));
    }
    Object value = part.open() ? userCode.takeValue() : null;
    List<SnippetEvent> own = events.stream().filter(e -> e.causeSnippet() == null).toList();
    own.forEach(event -> cells.put(event.snippet().id(), origin));
    for (SnippetEvent event : own) {
      Optional<Failure> failure = failureOf(event, origin);
      if (failure.isPresent()) {
        return failure;
      }
    }
    for (SnippetEvent event : events) {
      if (event.causeSnippet() != null && losesValue(event)) {
        note(name(event.snippet()) + " lost its value: " + name(event.causeSnippet()) + " changed");
      } else if (isWaiting(event.status())) {
        waiting.add(event.snippet());
      }
    }
    if (!part.complete()) {
      return Optional.of(failures.incomplete(origin));
    }
    boolean result = part.open() && value != null && isExpression(own.get(0).snippet());
    return result ? show(value, origin) : Optional.empty();
  }

  private Optional<Failure> failureOf(SnippetEvent event, Origin origin) {
    Snippet snippet = event.snippet();
    if (event.exception() != null) {
      return Optional.of(failures.thrown(event.exception()));
    }
    // for an unknown type JShell would wait; in a cell a misspelt one must not go unnoticed
    boolean waitingVariable = snippet.kind() == Kind.VAR && isWaiting(event.status());
    if (event.status() != Snippet.Status.REJECTED && !waitingVariable) {
      return Optional.empty();
    }
    Failure failure = failures.compile(origin, jshell.diagnostics(snippet).toList());
    if (waitingVariable) {
      jshell.drop(snippet);
    }
    return Optional.of(failure);
  }

  private static boolean isWaiting(Snippet.Status status) {
    return status == Snippet.Status.RECOVERABLE_DEFINED
        || status == Snippet.Status.RECOVERABLE_NOT_DEFINED;
  }

  /** A variable whose type, or an import it uses, is replaced starts anew without its value. */
  private static boolean losesValue(SnippetEvent event) {
    return event.snippet().kind() == Kind.VAR
        && event.previousStatus() == Snippet.Status.VALID
        && (event.status() == Snippet.Status.VALID || isWaiting(event.status()));
  }

  private static String name(Snippet snippet) {
    return snippet instanceof PersistentSnippet named ? named.name() : snippet.source().strip();
  }

  private void note(String text) {
    output.output(new Stream(Stream.ERR, "note: " + text + "\n"));
  }

  private static boolean isExpression(Snippet snippet) {
    return snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND
        || snippet instanceof ExpressionSnippet && snippet.subKind() != SubKind.ASSIGNMENT_SUBKIND;
  }

  private Optional<Failure> show(Object value, Origin origin) {
    try {
      output.output(new Result(MimeBundle.of(value), origin.cell()));
      return Optional.empty();
    } catch (Throwable thrownByUserCode) { // its toString() may throw anything
      return Optional.of(Failures.notShown(thrownByUserCode, origin));
    }
  }

  /** Ends the session and gives the standard streams and the display back. */
  @Override
  public void close() {
    hostUse.close();
    streams.close();
    jshell.close();
  }
}
