package tilde.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The names of package {@code tilde} clash with nothing that a host has imported already. */
class ImportsTest {
  private static final String FACADE = "tilde";

  /** Who runs the user's code, with what imported before the user's own imports. */
  enum Host {
    JSHELL_OF_THIS_JDK,
    JSHELL_17,
    IJAVA_AND_JJAVA;

    Session session() {
      return Session.withImports(
          SessionOptions.defaults(),
          OutputListener.none(),
          switch (this) {
            case JSHELL_OF_THIS_JDK -> StartupImports.ofThisJdk();
            case JSHELL_17 -> StartupImports.ofJdk17();
            case IJAVA_AND_JJAVA -> NOTEBOOK_IMPORTS;
          });
    }
  }

  private static final List<String> NOTEBOOK_IMPORTS =
      Stream.of(
              "java.util.*",
              "java.util.function.*",
              "java.util.stream.*",
              "java.util.concurrent.*",
              "java.util.prefs.*",
              "java.util.regex.*",
              "java.io.*",
              "java.math.*",
              "java.net.*",
              "java.nio.file.*",
              "java.time.*",
              "static tilde.session.NotebookHelpers.*")
          .map(name -> "import " + name + ";")
          .toList();

  private static final String HELPERS =
      "display(1); display(1, \"text/plain\"); render(1); updateDisplay(\"id\", 1);"
          + " eval(\"1\"); printf(\"%d\", 1);";

  @ParameterizedTest
  @EnumSource
  void everyTypeForUsersCanBeNamed(Host host) throws IOException {
    assertThat(unusable(host, FACADE, facadeTypes())).isEmpty();
  }

  @Test
  void theWordsLeaveTheHelpersOfOtherKernelsUsable() {
    assertThat(errorWithHelpers(List.of("tilde.Tilde"))).isEmpty();
  }

  @Test
  void noTypeForUsersIsNamedLikeAnyOfJavaBase() throws IOException {
    Set<String> base = PublicTypes.ofJavaBase();
    assertThat(base).contains("List", "Path", "Random", "Duration").hasSizeGreaterThan(1000);
    assertThat(facadeTypes()).doesNotContainAnyElementsOf(base);
  }

  @Test
  void aClashWouldBeFound() throws IOException {
    Set<String> types = PublicTypes.ofPackage("tilde.session.clash");
    assertThat(types).containsExactly("Harmless", "List");
    for (Host host : List.of(Host.JSHELL_17, Host.IJAVA_AND_JJAVA)) {
      assertThat(unusable(host, "tilde.session.clash", types))
          .singleElement()
          .asString()
          .startsWith("List: reference to List is ambiguous");
    }
    assertThat(errorWithHelpers(List.of("tilde.session.clash.Harmless")))
        .contains("reference to display is ambiguous");
  }

  private static Set<String> facadeTypes() throws IOException {
    Set<String> types = PublicTypes.ofPackage(FACADE);
    assertThat(types).contains("Tilde", "Net", "Model");
    return types;
  }

  private static List<String> unusable(Host host, String packageName, Collection<String> types) {
    List<String> problems = new ArrayList<>();
    try (Session session = host.session()) {
      if (!types.isEmpty()) {
        error(session, "import " + packageName + ".*;").forEach(problems::add);
      }
      if (types.contains("Tilde")) {
        error(session, "import static " + packageName + ".Tilde.*;").forEach(problems::add);
      }
      for (String type : types) {
        error(session, type + " v1 = null;")
            .forEach(message -> problems.add(type + ": " + message));
      }
    }
    return problems;
  }

  private static String errorWithHelpers(List<String> staticImports) {
    try (Session session = Host.IJAVA_AND_JJAVA.session()) {
      for (String type : staticImports) {
        assertThat(error(session, "import static " + type + ".*;")).isEmpty();
      }
      return String.join("\n", error(session, HELPERS).toList());
    }
  }

  private static Stream<String> error(Session session, String cell) {
    return session.execute(cell).failure().map(Output.Failure::evalue).stream();
  }
}
