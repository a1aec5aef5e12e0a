package tilde.help;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Documentation comments of Tilde's own words, from the sources that come along in its jar. */
public final class OurSources {
  private static final String FOLDER = "/META-INF/sources/";
  private static final List<String> PACKAGES =
      List.of(
          "tilde.",
          "tilde.output.",
          "tilde.chart.",
          "tilde.train.",
          "tilde.data.",
          "tilde.array.",
          "tilde.loss.",
          "tilde.insight.");
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?:.* )?(?<owner>[\\w.]+?)(?:\\.(?<name>\\w+))?(?:<.*>)?"
              + "(?:\\((?<parameters>.*)\\))?(?: *throws .*)?");

  private OurSources() {}

  /**
   * The comment of what JShell signs so, such as {@code Net Net.conv(int height, int width)},
   * {@code tilde.Model} or {@code Tilde.SAME:Mode}.
   */
  public static Optional<String> comment(String signature) {
    int colon = signature.indexOf(':'); // of a variable, before its type
    return colon < 0
        ? commentOf(signature)
        : commentOf(signature.substring(0, colon))
            .or(() -> commentOf(signature.substring(colon + 1)));
  }

  private static Optional<String> commentOf(String signature) {
    Matcher matcher = SIGNATURE.matcher(signature);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String owner = matcher.group("owner");
    String name = matcher.group("name");
    String parameters = matcher.group("parameters");
    if (name == null || Character.isUpperCase(name.charAt(0)) && parameters == null) {
      String type = name == null ? owner : owner + "." + name;
      Optional<String> comment = source(type).flatMap(text -> find(text, type, null, null));
      if (comment.isPresent() || name == null) {
        return comment;
      }
    }
    return source(owner).flatMap(text -> find(text, owner, name, parameters));
  }

  private static Optional<String> source(String type) {
    for (String inPackage : type.startsWith("tilde.") ? List.of("") : PACKAGES) {
      String path = FOLDER + (inPackage + type).replace('.', '/') + ".java";
      try (InputStream in = OurSources.class.getResourceAsStream(path)) {
        if (in != null) {
          return Optional.of(new String(in.readAllBytes(), UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the jar of Tilde cannot be read", e);
      }
    }
    return Optional.empty();
  }

  /**
   * @param name of a member, null for the type itself
   * @param parameters as in the signature, null for a field
   */
  private static Optional<String> find(String source, String type, String name, String parameters) {
    JavacTask task = Parsing.task(source, problem -> {});
    CompilationUnitTree unit;
    try {
      unit = task.parse().iterator().next();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
    String simpleType = type.substring(type.lastIndexOf('.') + 1);
    List<TreePath> found = new ArrayList<>();
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitClass(ClassTree tree, Void nothing) {
        if (name == null && tree.getSimpleName().contentEquals(simpleType)) {
          found.add(getCurrentPath());
        }
        return super.visitClass(tree, null);
      }

      @Override
      public Void visitMethod(MethodTree tree, Void nothing) {
        if (parameters != null
            && tree.getName().contentEquals(name)
            && types(tree).equals(types(parameters))) {
          found.add(getCurrentPath());
        }
        return null;
      }

      @Override
      public Void visitVariable(VariableTree tree, Void nothing) {
        if (parameters == null && name != null && tree.getName().contentEquals(name)) {
          found.add(getCurrentPath());
        }
        return null;
      }
    }.scan(unit, null);
    return found.stream()
        .findFirst()
        .map(DocTrees.instance(task)::getDocComment)
        .map(comment -> comment.replaceAll("(?m)^ ", ""));
  }

  private static List<String> types(MethodTree method) {
    return method.getParameters().stream().map(p -> simple(p.getType().toString())).toList();
  }

  private static List<String> types(String parameters) {
    String plain = withoutGenerics(parameters);
    return plain.isBlank()
        ? List.of()
        : Pattern.compile(",")
            .splitAsStream(plain)
            .map(p -> simple(p.strip().replaceFirst("\\s+\\w+$", "")))
            .toList();
  }

  private static String simple(String type) {
    return withoutGenerics(type)
        .replaceAll("\\b\\w+\\.(?=\\w)", "")
        .replace(" ", "")
        .replace("...", "[]");
  }

  private static String withoutGenerics(String type) {
    String before;
    String text = type;
    do {
      before = text;
      text = before.replaceAll("<[^<>]*>", "");
    } while (!text.equals(before));
    return text;
  }
}
