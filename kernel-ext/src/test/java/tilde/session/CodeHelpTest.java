package tilde.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.session.Completeness.State;
import tilde.session.Completions.Candidate;

/** Questions about code; a | stands for the cursor. */
class CodeHelpTest {
  private static final Session SESSION = Session.open(OutputListener.none());

  @BeforeAll
  static void declare() {
    SESSION.execute(
        "import tilde.*; import static tilde.Tilde.*; String text = \"abc\";"
            + " var network = net().conv(3,3); int twice(int n) { return 2 * n; }");
  }

  @AfterAll
  static void close() {
    SESSION.close();
  }

  private static Completions complete(String code) {
    return SESSION.complete(code.replace("|", ""), code.indexOf('|'));
  }

  private static String inspect(String code) {
    return SESSION
        .inspect(code.replace("|", ""), code.indexOf('|'))
        .map(Inspection::text)
        .orElse("nothing");
  }

  @Test
  void candidatesHaveTheirSignaturesAndTheirPlace() {
    Completions found = complete("int q = 1; text.subst|");
    assertThat(found.candidates())
        .containsExactly(
            new Candidate(
                "substring(",
                "String String.substring(int beginIndex)\n"
                    + "String String.substring(int beginIndex, int endIndex)"));
    assertThat(found.start()).isEqualTo("int q = 1; text.".length());
    assertThat(found.end()).isEqualTo("int q = 1; text.subst".length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "network.fil|; filters(",
        "twi|; twice(",
        "void f() {}\\nString z = text.len|; length()",
        "%maven a:b:1\\ntext.len|; length()",
        "class A { int f() { return text.len|; length()",
      })
  void whatFitsIsOffered(String code, String candidate) {
    assertThat(complete(code.replace("\\n", "\n")).candidates())
        .extracting(Candidate::text)
        .contains(candidate);
  }

  @Test
  void wherePeopleMistypeNothingIsOffered() {
    assertThat(complete("nothingLikeThis.foo|").candidates()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "net().con|v(3,3)",
        "net().conv|(3,3)",
        "net().conv(|3,3)",
        "net().conv(3,|3)",
        "net().conv(3,3|)",
        "net().conv|",
        "int x = 1;\nnet().conv(|",
      })
  void aWordIsExplainedWhereverTheCursorIs(String code) {
    assertThat(inspect(code))
        .contains("ConvStep Net.conv(int height, int width)")
        .contains("True convolution")
        .contains("height: rows of the kernel");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Mod|el; A network with a loss and with state",
        "net|work; A network that ends with a convolution",
        "FU|LL; The whole support of a convolution",
        "randn(1, |2); drawn from seed",
        "twice(|; int twice(int n)",
        "network.filters(|; With this many filters",
      })
  void typesVariablesAndFieldsAreExplainedToo(String code, String explanation) {
    assertThat(inspect(code)).contains(explanation);
  }

  @Test
  void whatNobodyKnowsIsNotExplained() {
    assertThat(inspect("zz|z")).isEqualTo("nothing");
    assertThat(inspect("|")).isEqualTo("nothing");
  }

  @Test
  void explanationsAreAlsoMarkdown() {
    assertThat(SESSION.inspect("net().conv(", 11).orElseThrow().markdown())
        .contains("```java\nConvStep Net.conv(int height, int width)\n```")
        .contains("`height`: rows of the kernel");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "// comment",
        "int x = 3",
        "int x = 3;",
        "unknown",
        "unknown.call();",
        "1 + 1",
        "void f() { g(); }",
        "class A {}",
        "import a.b;",
        "List.of(1)\n  .stream()",
        "%maven a:b:1",
        "%%time\nint x = 1;",
        "/vars",
        "int a; int b",
      })
  void whatCanRunIsComplete(String code) {
    assertThat(SESSION.isComplete(code).state()).isEqualTo(State.COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 +",
        "if (true) {",
        "foo(",
        "String s = \"\"\"\n a",
        "class A {",
        "/* open",
        "x ->",
        "int x = 1; int y =",
        "for (int i = 0; i < 3; i++)",
        "%%time\nfoo(",
      })
  void whatLacksSomethingIsIncomplete(String code) {
    assertThat(SESSION.isComplete(code).state()).isEqualTo(State.INCOMPLETE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"}", "1 +* 2", "int int = 3", "foo bar baz", "\"open", "else"})
  void whatBreaksTheGrammarIsInvalid(String code) {
    assertThat(SESSION.isComplete(code).state()).isEqualTo(State.INVALID);
  }

  @Test
  void theNextLineOfAnOpenBlockIsIndented() {
    assertThat(SESSION.isComplete("class A {\n  void f() {").indent()).isEqualTo("      ");
    assertThat(SESSION.isComplete("class A {\n  int x;").indent()).isEqualTo("  ");
  }
}
