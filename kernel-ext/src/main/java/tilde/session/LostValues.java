package tilde.session;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/** Tells what became of variables when something they depend on was declared anew. */
final class LostValues {
  private LostValues() {}

  /**
   * @param events of one snippet
   */
  static Stream<String> notes(JShell jshell, List<SnippetEvent> events) {
    List<SnippetEvent> lost =
        events.stream().filter(e -> e.causeSnippet() != null && losesValue(e)).toList();
    Set<String> names = lost.stream().map(e -> name(e.snippet())).collect(Collectors.toSet());
    return Stream.concat(
        lost.stream().map(LostValues::note),
        events.stream()
            .filter(LostValues::isNewClass)
            .flatMap(e -> holders(jshell, name(e.snippet())))
            .filter(note -> !names.contains(note.substring(0, note.indexOf(' ')))));
  }

  /** A variable whose type is replaced starts anew without its value. */
  private static boolean losesValue(SnippetEvent event) {
    return event.snippet().kind() == Kind.VAR
        && event.previousStatus() == Snippet.Status.VALID
        && (event.status() == Snippet.Status.VALID || Shell.isWaiting(event.status()));
  }

  private static String note(SnippetEvent event) {
    String cause = name(event.causeSnippet()) + " changed";
    return Shell.isWaiting(event.status()) // which JShell does to variables declared by var
        ? name(event.snippet()) + " is gone: " + cause + "; declare it again"
        : name(event.snippet()) + " lost its value: " + cause;
  }

  /** Whether a class took the place of an earlier one, instead of giving that new code. */
  private static boolean isNewClass(SnippetEvent event) {
    return event.snippet() instanceof TypeDeclSnippet
        && event.causeSnippet() == null
        && event.previousStatus() == Snippet.Status.VALID
        && event.isSignatureChange();
  }

  private static Stream<String> holders(JShell jshell, String type) {
    return jshell
        .variables()
        .filter(variable -> variable.typeName().matches(".*\\b" + type + "\\b.*"))
        .map(VarSnippet::name)
        .map(name -> name + " may hold objects of the earlier " + type + ", which are no " + type);
  }

  private static String name(Snippet snippet) {
    return snippet instanceof PersistentSnippet named ? named.name() : snippet.source().strip();
  }
}
