package tilde.run;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EmptyStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Reads declarations and literals as javac does. */
final class JavaLiterals {
  private static final String IMPORTS = "(?m)^\\s*import\\s[^;]*;";

  private JavaLiterals() {}

  /** The kind of a literal, with or without a sign; empty if {@code text} is anything else. */
  static Optional<Kind> kind(String text) {
    Parsed parsed = parse("Object value = " + text + "\n;");
    boolean one = !parsed.hasErrors() && parsed.statements().size() == 1;
    return one && parsed.statements().get(0) instanceof VariableTree variable
        ? kind(variable.getInitializer())
        : Optional.empty();
  }

  /** The variables that a cell declares, with their types. */
  static Map<String, String> variables(String source) {
    Map<String, String> types = new LinkedHashMap<>();
    for (StatementTree statement : parse(source.replaceAll(IMPORTS, "") + "\n;").statements()) {
      if (statement instanceof VariableTree variable) {
        types.put(variable.getName().toString(), type(variable));
      }
    }
    return types;
  }

  private static String type(VariableTree variable) {
    Tree type = variable.getType();
    boolean inferred = type == null || type.toString().equals("var");
    if (!inferred) {
      return type.toString();
    }
    return switch (kind(variable.getInitializer()).orElse(Kind.OTHER)) {
      case INT_LITERAL -> "int";
      case LONG_LITERAL -> "long";
      case FLOAT_LITERAL -> "float";
      case DOUBLE_LITERAL -> "double";
      case BOOLEAN_LITERAL -> "boolean";
      case CHAR_LITERAL -> "char";
      case STRING_LITERAL -> "String";
      default -> "var";
    };
  }

  private static Optional<Kind> kind(ExpressionTree expression) {
    if (expression instanceof LiteralTree literal) {
      return Optional.of(literal.getKind());
    }
    boolean signed =
        expression instanceof UnaryTree unary
            && (unary.getKind() == Kind.UNARY_MINUS || unary.getKind() == Kind.UNARY_PLUS)
            && unary.getExpression() instanceof LiteralTree;
    return signed
        ? Optional.of(((UnaryTree) expression).getExpression().getKind())
        : Optional.empty();
  }

  private record Parsed(List<? extends StatementTree> statements, boolean hasErrors) {}

  private static Parsed parse(String statements) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavaFileObject file = new Source("class Cell {{\n" + statements + "\n}}");
    JavacTask task =
        (JavacTask) javac.getTask(null, null, problems, List.of("-proc:none"), null, List.of(file));
    List<Tree> members =
        new ArrayList<>(); // the block alone, unless it was closed and more follows
    try {
      for (CompilationUnitTree unit : task.parse()) {
        unit.getTypeDecls().forEach(type -> members.addAll(((ClassTree) type).getMembers()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no file
    }
    List<StatementTree> all = new ArrayList<>();
    if (!members.isEmpty() && members.get(0) instanceof BlockTree block) {
      all.addAll(block.getStatements());
    }
    all.removeIf(EmptyStatementTree.class::isInstance);
    return new Parsed(all, !problems.getDiagnostics().isEmpty() || members.size() != 1);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    private Source(String text) {
      super(URI.create("string:///Cell.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
