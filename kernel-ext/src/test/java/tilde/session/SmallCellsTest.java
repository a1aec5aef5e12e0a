package tilde.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.session.Output.Failure;
import tilde.session.Output.Result;

/** What small cells give, whatever ran before: all in one session, which is slow to open. */
class SmallCellsTest {
  private static final Session SESSION = Session.open(OutputListener.none());

  @AfterAll
  static void close() {
    SESSION.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 1 | 2",
        "\"text\" | text",
        "int a = 1; a + 2 | 3",
        "int b = 5; b++ | 5",
        "int c = 7; c // the value; | 7",
        "new int[] {1, 2} | int[2] {1, 2}",
        "new double[2][3] | double[2][3] {{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}}",
        "new String[] {\"x\", null} | String[2] {x, null}",
        "new Object[] {new int[0].length} | Object[1] {0}",
        "new int[0][] | int[0][0] {}",
        "new float[2][] | float[2][0] {null, null}",
        "List.of(1, 2) | [1, 2]",
      })
  void theLastExpressionIsTheResult(String cell, String text) {
    assertThat(SESSION.execute(cell).outputs())
        .singleElement()
        .isInstanceOfSatisfying(
            Result.class, result -> assertThat(result.bundle().text()).isEqualTo(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "// only a comment",
        "int x = 1;",
        "int x = 1",
        "int x = 1; x = 2",
        "Math.abs(1);",
        "Math.abs(1); // no semicolon here",
        "String s = null; s",
        "(Object) null",
        "void f() {}",
        "class A {}",
        "import java.awt.Point;",
        "if (true) Math.abs(1);",
        "for (int i = 0; i < 3; i++) {}",
        "new ArrayList<Integer>().clear()",
        "int a = 1, b = 2;",
      })
  void declarationsStatementsAndNullHaveNoResult(String cell) {
    assertThat(SESSION.execute(cell).outputs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo(1",
        "int x = ",
        "class A {",
        "\"abc",
        "/* open",
        "1 +* 2",
        "int f() { return \"s\"; }",
        "Math.abs(1)\nMath.abs(2)",
        "import java.util.*\nList.of()",
        "package a;",
        "}",
        "else {}",
        "int int = 3;",
        "int catch = 3;",
        "public",
        "module catch",
        "1; /* open",
        "static import = this'class catch",
        "\u0000",
      })
  void whatIsNotJavaIsACompileErrorWithItsPlace(String cell) {
    Failure failure = SESSION.execute(cell).failure().orElseThrow();
    assertThat(failure.ename()).isEqualTo("CompileError");
    assertThat(failure.evalue()).isNotBlank();
    assertThat(failure.traceback().get(0)).matches("cell \\d+, line 1: .+");
  }
}
