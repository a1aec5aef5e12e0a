package tilde.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.spi.ExecutionControl.EngineTerminationException;
import jdk.jshell.spi.ExecutionControl.RunException;
import tilde.output.MimeBundle;
import tilde.session.CellMap.Origin;
import tilde.session.CellPieces.Piece;
import tilde.session.CellSplitter.Part;
import tilde.session.Output.Answer;
import tilde.session.Output.Failure;
import tilde.session.Output.Result;
import tilde.wire.Message;

/** Java as cells have it: everything they declared, in one life of the user JVM. */
final class Shell implements AutoCloseable {
  private final UserJvm jvm;
  private final Control control;
  private final Relay output;
  private final CellMap cells = new CellMap();
  private final Path directory;
  private final JShell jshell;
  private final CellSplitter splitter;
  private final Failures failures;
  private final CodeHelp help;
  private final CompletenessCheck completeness;

  Shell(UserJvm jvm, SessionOptions options, Relay output, List<String> imports) {
    this.jvm = jvm;
    this.output = output;
    directory = options.workingDirectory();
    control = new Control(jvm);
    jshell = newJShell(options);
    imports.forEach(jshell::eval);
    splitter = new CellSplitter(jshell.sourceCodeAnalysis());
    failures = new Failures(jshell, cells);
    completeness = new CompletenessCheck(jshell.sourceCodeAnalysis());
    help = new CodeHelp(jshell.sourceCodeAnalysis(), splitter, completeness::goesOn);
  }

  private JShell newJShell(SessionOptions options) {
    List<String> forCompiler = Jdk.at(options.javaHome()).compilerOptions();
    JShell shell =
        JShell.builder()
            .executionEngine(control.asProvider(), null)
            .compilerOptions(forCompiler.toArray(String[]::new))
            .build();
    shell.addToClasspath(UserJvmCommand.classPath(options));
    control.growClassPath();
    return shell;
  }

  UserJvm jvm() {
    return jvm;
  }

  Control control() {
    return control;
  }

  CodeHelp help() {
    return help;
  }

  CompletenessCheck completeness() {
    return completeness;
  }

  /** Runs a cell, up to the first snippet that fails or until it is to stop. */
  Optional<Failure> run(String source, int number) {
    try {
      jvm.call(Message.Kind.CELL, number);
      Optional<Failure> failure = runAll(source, number);
      String leftOut = (String) jvm.call(Message.Kind.FLUSH).fields().get(0);
      if (!leftOut.equals("0")) {
        output.note(
            leftOut
                + " more characters of output were left out: TILDE_OUTPUT_LIMIT sets the limit");
      }
      return failure;
    } catch (UserJvm.Ended ended) {
      return Optional.empty();
    }
  }

  private Optional<Failure> runAll(String cell, int number) {
    if (isOver()) {
      return Optional.empty();
    }
    List<Snippet> waiting = new ArrayList<>();
    Optional<Failure> failure = run(new Text(number, cell, 0, cell.length()), waiting);
    if (failure.isEmpty() && !isOver()) {
      waiting.stream()
          .filter(snippet -> isWaiting(jshell.status(snippet)))
          .forEach(snippet -> output.note(failures.missing((DeclarationSnippet) snippet)));
    }
    return failure;
  }

  /** A stretch of a cell, or of what a cell loads. */
  private record Text(int cell, String source, int from, int to) {
    String text() {
      return source.substring(from, to);
    }

    /** A part of this, or another text if it is no part. */
    Text part(String text, int start) {
      int at = source.indexOf(text, from + start);
      return at >= 0
          ? new Text(cell, source, at, at + text.length())
          : new Text(cell, text, 0, text.length());
    }
  }

  private Optional<Failure> run(Text text, List<Snippet> waiting) {
    for (Piece piece : CellPieces.of(text.text(), completeness::goesOn)) {
      Text here = text.part(piece.text(), piece.offset());
      Optional<Failure> failure =
          piece.command() == null ? runJava(here, waiting) : runCommand(piece, here, waiting);
      if (failure.isPresent() || isOver()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  private Optional<Failure> runCommand(Piece piece, Text text, List<Snippet> waiting) {
    Commands.Java java = new ForCommands(source -> run(text.part(source, 0), waiting));
    try {
      return new Commands(java, directory).run(piece.command());
    } catch (Commands.Refused refused) {
      Origin origin = new Origin(text.cell(), text.source(), text.from());
      return Optional.of(Failures.refused(origin, refused.getMessage()));
    }
  }

  private Optional<Failure> runJava(Text text, List<Snippet> waiting) {
    for (Part part : splitter.split(text.text())) {
      Origin origin = new Origin(text.cell(), text.source(), text.from() + part.offset());
      Optional<Failure> failure = run(part, origin, waiting);
      if (failure.isPresent() || isOver()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  /** What commands do, done here. */
  private final class ForCommands implements Commands.Java {
    private final Function<String, Optional<Failure>> run;

    ForCommands(Function<String, Optional<Failure>> run) {
      this.run = run;
    }

    @Override
    public Optional<Failure> run(String source) {
      return run.apply(source);
    }

    @Override
    public void addToClassPath(List<Path> places) {
      places.forEach(place -> jshell.addToClasspath(place.toString()));
    }

    @Override
    public Stream<String> list(String what) {
      return Declared.list(jshell, what);
    }

    @Override
    public void print(String text) {
      output.output(new Output.Stream(Output.Stream.OUT, text));
    }

    @Override
    public boolean isStopped() {
      return control.isStopped();
    }
  }

  /** Whether nothing more can run: the cell is to stop, or its JVM has ended. */
  private boolean isOver() {
    return control.isStopped() || jvm.end().isPresent();
  }

  /** Runs one snippet; adds to {@code waiting} what needs a declaration still to come. */
  private Optional<Failure> run(Part part, Origin origin, List<Snippet> waiting) {
    List<SnippetEvent> events;
    try {
      events = jshell.eval(part.source());
    } catch (InternalError jshellBroke) {
      return Optional.of(failures.gaveUp(origin, jshellBroke));
    }
    List<SnippetEvent> own = events.stream().filter(e -> e.causeSnippet() == null).toList();
    own.forEach(event -> cells.put(event.snippet().id(), origin));
    for (SnippetEvent event : own) {
      Optional<Failure> failure = failureOf(event, origin);
      if (failure.isPresent()) {
        return failure;
      }
    }
    if (isOver()) {
      return Optional.empty();
    }
    LostValues.notes(jshell, events).forEach(output::note);
    events.stream()
        .filter(event -> isWaiting(event.status()) && event.snippet().kind() != Kind.VAR)
        .forEach(event -> waiting.add(event.snippet()));
    if (!part.complete()) {
      return Optional.of(failures.incomplete(origin));
    }
    if (!part.open() || !isExpression(own.get(0).snippet())) {
      return Optional.empty();
    }
    Answer answer = show(origin).orElse(null);
    if (answer instanceof Result result) {
      output.output(result);
    }
    return answer instanceof Failure failure ? Optional.of(failure) : Optional.empty();
  }

  private Optional<Failure> failureOf(SnippetEvent event, Origin origin) {
    Snippet snippet = event.snippet();
    if (event.exception() != null) {
      return Optional.of(failures.thrown(event.exception()));
    }
    // for an unknown type JShell would wait; in a cell a misspelt one must not go unnoticed
    boolean waitingVariable = snippet.kind() == Kind.VAR && isWaiting(event.status());
    if (event.status() != Status.REJECTED && !waitingVariable) {
      return Optional.empty();
    }
    Failure failure = failures.compile(origin, jshell.diagnostics(snippet).toList());
    if (waitingVariable) {
      jshell.drop(snippet);
    }
    return Optional.of(failure);
  }

  static boolean isWaiting(Status status) {
    return status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
  }

  private static boolean isExpression(Snippet snippet) {
    return snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND
        || snippet instanceof ExpressionSnippet && snippet.subKind() != SubKind.ASSIGNMENT_SUBKIND;
  }

  /** The last value in all its forms, nothing for null, or how showing it fails. */
  private Optional<Answer> show(Origin origin) {
    try {
      return control.show().map(bundle -> new Result(bundle, origin.cell()));
    } catch (RunException thrownByUserCode) { // its toString() may throw anything
      return control.isStopped()
          ? Optional.empty()
          : Optional.of(Failures.notShown(thrownByUserCode, origin));
    } catch (EngineTerminationException ended) {
      return Optional.empty();
    }
  }

  /** The value of an expression that is no cell; it leaves nothing behind. */
  Answer evaluate(String expression, int number) {
    Origin origin = new Origin(number, expression, 0);
    for (SnippetEvent event : jshell.eval(expression)) {
      Snippet snippet = event.snippet();
      cells.put(snippet.id(), origin);
      Optional<Failure> failure = failureOf(event, origin);
      if (failure.isPresent()) {
        return failure.get();
      } else if (isExpression(snippet)) {
        Answer answer = show(origin).orElse(new Result(MimeBundle.text("null"), number));
        if (snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND && !isOver()) {
          jshell.drop(snippet);
        }
        return answer;
      }
    }
    return Failures.refused(origin, "this is no expression");
  }

  @Override
  public void close() {
    jshell.close();
    jvm.close();
  }
}
