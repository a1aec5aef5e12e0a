package tilde.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tilde.session.Output.Failure;
import tilde.session.Output.Stream;

class SessionErrorsTest {
  private final Session session = Session.open(OutputListener.none());

  @AfterEach
  void close() {
    session.close();
  }

  private Failure failureOf(String cell) {
    CellResult result = session.execute(cell);
    assertThat(result.outputs()).last().isInstanceOf(Failure.class);
    return result.failure().orElseThrow();
  }

  @Test
  void aCompileErrorPointsAtItsLineAndColumn() {
    Failure failure = failureOf("// first\nint x = 3;\n\n  int y = \"abc\"; // wrong\nint z = 4;");

    assertThat(failure.ename()).isEqualTo("CompileError");
    assertThat(failure.evalue())
        .isEqualTo("incompatible types: java.lang.String cannot be converted to int");
    assertThat(failure.traceback())
        .containsExactly(
            "cell 1, line 4: incompatible types: java.lang.String cannot be converted to int",
            "      int y = \"abc\"; // wrong",
            "              ^");
  }

  @Test
  void theCaretStandsRightBehindTabs() {
    assertThat(failureOf("\tint y =\t\"abc\";").traceback())
        .containsSequence("    \tint y =\t\"abc\";", "    \t       \t^");
  }

  @Test
  void anUnknownNameIsShownWithoutJShellsOwnClasses() {
    assertThat(failureOf("int n = lenght(\"abc\");").traceback())
        .containsExactly(
            "cell 1, line 1: cannot find symbol",
            "    int n = lenght(\"abc\");",
            "            ^",
            "    symbol:   method lenght(java.lang.String)");
  }

  @Test
  void aVariableOfAnUnknownTypeFailsAtOnceAndCanBeCorrected() {
    assertThat(failureOf("Sting s = null;").traceback())
        .contains("cell 1, line 1: cannot find symbol", "    symbol:   class Sting");
    assertThat(session.execute("String s = null;").failure()).isEmpty();
  }

  @Test
  void statementsBeforeTheErrorTookEffectAndNoneAfterIt() {
    Failure failure = failureOf("int a = 1; int b = 2 / 0; int c = 3;");
    assertThat(failure.ename()).isEqualTo("java.lang.ArithmeticException");
    assertThat(session.execute("a").failure()).isEmpty();
    assertThat(failureOf("c").ename()).isEqualTo("CompileError");
  }

  @Test
  void anIncompleteCellPointsAtItsEnd() {
    assertThat(failureOf("int x = 1;\nfoo(x,\n\n").traceback())
        .containsExactly(
            "cell 1, line 2: reached end of file while parsing", "    foo(x,", "          ^");
  }

  @Test
  void anExceptionShowsItsClassMessageAndTheUsersCallsOnly() {
    session.execute("int parse(String s) {\n  return Integer.parseInt(s);\n}");
    Failure failure = failureOf("// a comment\nint ok = 1;\n\nparse(\"seven\")");

    assertThat(failure.ename()).isEqualTo("java.lang.NumberFormatException");
    assertThat(failure.evalue()).isEqualTo("For input string: \"seven\"");
    assertThat(failure.traceback())
        .containsExactly(
            "java.lang.NumberFormatException: For input string: \"seven\"",
            "  at cell 1, line 2, in parse",
            "    return Integer.parseInt(s);",
            "  at cell 2, line 4",
            "    parse(\"seven\")");
  }

  @Test
  void theChainOfCausesIsShown() {
    Failure failure =
        failureOf(
            """
            void read() throws IOException {
              throw new IOException("disk");
            }
            try {
              read();
            } catch (IOException e) {
              throw new IllegalStateException("no data", e);
            }
            """);

    assertThat(failure.ename()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.traceback())
        .containsExactly(
            "java.lang.IllegalStateException: no data",
            "  at cell 1, line 7",
            "    throw new IllegalStateException(\"no data\", e);",
            "Caused by: java.io.IOException: disk",
            "  at cell 1, line 2, in read",
            "    throw new IOException(\"disk\");",
            "  at cell 1, line 5",
            "    read();");
  }

  @Test
  void anExceptionClassOfTheUsersKeepsItsName() {
    Failure failure =
        failureOf(
            """
            class Odd extends RuntimeException {
              Odd(int n) {
                super(n + " is odd");
              }
              static void check(int n) {
                throw new Odd(n);
              }
            }
            Runnable r = () -> Odd.check(3);
            r.run();
            """);

    assertThat(failure.ename()).isEqualTo("Odd");
    assertThat(failure.traceback())
        .containsExactly(
            "Odd: 3 is odd",
            "  at cell 1, line 6, in Odd.check",
            "    throw new Odd(n);",
            "  at cell 1, line 9, in a lambda",
            "    Runnable r = () -> Odd.check(3);",
            "  at cell 1, line 10",
            "    r.run();");
  }

  @Test
  void anExceptionWithoutMessageHasAnEmptyOne() {
    Failure failure = failureOf("throw new IllegalStateException();");
    assertThat(failure.evalue()).isEmpty();
    assertThat(failure.traceback().get(0)).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void endlessRecursionIsToldInFewLines() {
    Failure failure = failureOf("int f(int n) { return f(n + 1) + 1; }\nf(0)");
    assertThat(failure.ename()).isEqualTo("java.lang.StackOverflowError");
    assertThat(failure.traceback()).hasSizeLessThan(30);
    assertThat(failure.traceback()).last().asString().matches("  and \\d+ more calls");
  }

  @Test
  void callingWhatIsNotYetWholeNamesTheMissingPart() {
    session.execute("int f() {\n  return g() + h;\n}");
    Failure failure = failureOf("f()");
    assertThat(failure.ename()).isEqualTo("UnresolvedReference");
    assertThat(failure.evalue()).contains("f needs").contains("g()").contains("h");
  }

  @Test
  void aResultThatCannotBeShownIsAnErrorOfItsCell() {
    Failure failure =
        failureOf(
            "class Shy { public String toString() { throw new IllegalStateException(\"no\"); } }\n"
                + "new Shy()");
    assertThat(failure.ename()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.traceback())
        .containsExactly(
            "java.lang.IllegalStateException: no",
            "  while showing the result of cell 1, line 2",
            "    new Shy()");
  }

  @Test
  void outputBeforeTheErrorIsKept() {
    CellResult result = session.execute("System.out.print(\"so far\"); int x = 1 / 0;");
    assertThat(result.outputs()).hasSize(2);
    assertThat(result.outputs().get(0)).isEqualTo(new Stream("stdout", "so far"));
  }
}
