package tilde.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tilde.session.Output.Result;

/** Declaring something anew keeps whatever can be kept. */
class RedefinitionTest {
  private final Recording recording = new Recording();
  private final Session session = Session.open(recording);

  @AfterEach
  void close() {
    session.close();
  }

  private String resultOf(String cell) {
    CellResult result = session.execute(cell);
    assertThat(result.failure()).as(cell).isEmpty();
    return ((Result) result.outputs().get(result.outputs().size() - 1)).bundle().text();
  }

  @Test
  void aMethodOrAnImportKeepsAllVariables() {
    session.execute("int x = 1; List<String> names = new ArrayList<>(List.of(\"a\"));");
    session.execute("int f() { return x; } int y = f() + 1;");
    session.execute("int f() { return 10 * x; }");
    session.execute("import java.time.*;");
    session.execute("import java.awt.*;");
    session.execute("import java.util.List;");
    assertThat(resultOf("x + \" \" + y + \" \" + names + \" \" + f()")).isEqualTo("1 2 [a] 10");
    assertThat(recording.text(3, "stderr")).isEmpty();
  }

  @Test
  void aVariableKeepsTheOthers() {
    session.execute("int x = 1; int y = 2;");
    session.execute("String x = \"one\";");
    assertThat(resultOf("x + y")).isEqualTo("one2");
  }

  @Test
  void newCodeForAClassKeepsItsObjects() {
    session.execute("class Counter { int n; int next() { return ++n; } }");
    session.execute("var c = new Counter(); c.next();");
    session.execute("class Counter { int n; int next() { return n += 100; } }");
    assertThat(resultOf("c.next()")).isEqualTo("101");
    assertThat(recording.heard()).noneMatch(h -> h.output().toString().contains("note"));
  }

  @Test
  void aNewFieldResetsTheVariablesOfItsClassOnlyAndSaysSo() {
    session.execute("class A { int a = 1; }");
    session.execute("A kept = new A(); int other = 7; List<A> list = new ArrayList<>();");
    session.execute("class A { int a = 2; int b = 3; }");
    assertThat(recording.text(3, "stderr").lines())
        .containsExactlyInAnyOrder(
            "note: kept lost its value: A changed",
            "note: list may hold objects of the earlier A, which are no A");
    assertThat(resultOf("kept + \" \" + other + new A().b")).isEqualTo("null 73");
  }
}
