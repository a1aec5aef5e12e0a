package tilde.help;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticListener;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Reads Java without asking what its names mean. */
public final class Parsing {
  private static final List<String> FRAMES =
      List.of(
          "class $ { void $() { %s\n } }", // a statement
          "class $ { Object $ = %s\n; }", // an expression
          "class $ { %s\n }", // a method
          "%s\n"); // an import, a type

  private Parsing() {}

  /** Whether a snippet keeps to the grammar, as whatever it is. */
  public static boolean isJava(String snippet) {
    String bare = snippet.strip().replaceFirst(";$", "");
    return Stream.concat(
            FRAMES.stream().map(frame -> frame.replace("%s", snippet)),
            Stream.of(FRAMES.get(1).replace("%s", bare)))
        .anyMatch(Parsing::parses);
  }

  private static boolean parses(String unit) {
    AtomicBoolean right = new AtomicBoolean(true);
    JavacTask task =
        task(
            unit,
            problem -> {
              if (problem.getKind() == Diagnostic.Kind.ERROR) {
                right.set(false);
              }
            });
    try {
      task.parse();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
    return right.get();
  }

  static JavacTask task(String source, DiagnosticListener<JavaFileObject> problems) {
    return (JavacTask)
        ToolProvider.getSystemJavaCompiler()
            .getTask(null, null, problems, null, null, List.of(new Source(source)));
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Source.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreErrors) {
      return text;
    }
  }
}
