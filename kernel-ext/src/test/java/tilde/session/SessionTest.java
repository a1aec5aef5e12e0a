package tilde.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tilde.output.MimeBundle;
import tilde.output.Rich;
import tilde.session.Output.DisplayData;
import tilde.session.Output.Result;
import tilde.session.Output.Stream;

public class SessionTest {
  /** Code in cells can reach it by its name: it is on their class path. */
  public static final class Picture implements Rich {
    @Override
    public MimeBundle mime() {
      return MimeBundle.text("a picture").with(MimeBundle.PNG, new byte[] {1, 2, 3});
    }
  }

  private final List<Output> heard = new CopyOnWriteArrayList<>();
  private Session session;

  @BeforeEach
  void open() {
    session =
        Session.open(
            new OutputListener() {
              @Override
              public void output(int cell, Output output) {
                heard.add(output);
              }

              @Override
              public void update(DisplayData replacement) {
                heard.add(replacement);
              }
            });
  }

  @AfterEach
  void close() {
    session.close();
  }

  private List<Output> run(String cell) {
    CellResult result = session.execute(cell);
    assertThat(result.failure()).as("failure of: " + cell).isEmpty();
    return result.outputs();
  }

  private String resultOf(String cell) {
    List<Output> outputs = run(cell);
    assertThat(outputs).hasSize(1).first().isInstanceOf(Result.class);
    return ((Result) outputs.get(0)).bundle().text();
  }

  @Test
  void laterCellsSeeVariablesMethodsClassesAndImportsOfEarlierOnes() {
    run("import java.time.Duration;\nint x = 20;");
    run("int twice(int n) { return 2 * n; }");
    run("record Pair(int a, int b) {}");
    assertThat(resultOf("new Pair(twice(x), 2) + \" \" + Duration.ofSeconds(x)"))
        .isEqualTo("Pair[a=40, b=2] PT20S");
  }

  @Test
  void startsWithTheImportsOfTheJshellTool() {
    assertThat(
            resultOf(
                "List.of(BigInteger.ONE, Path.of(\"a\")).stream().map(String::valueOf)"
                    + ".collect(Collectors.joining(\"+\"))"))
        .isEqualTo("1+a");
  }

  @Test
  void longArraysAreShortened() {
    assertThat(resultOf("IntStream.range(0, 1000).toArray()"))
        .isEqualTo(
            "int[1000] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, ...,"
                + " 997, 998, 999}");
    assertThat(resultOf("new float[100][3][28][28]")).startsWith("float[100][3][28][28] {{{{0.0");
    assertThat(resultOf("new float[100][3][28][28]").length()).isLessThan(400);
  }

  @Test
  void aSemicolonInsideTheLastCommentOrStringIsNone() {
    assertThat(resultOf("\"a;\" /* ; */ // ;")).isEqualTo("a;");
  }

  @Test
  void onlyTheLastExpressionIsAResult() {
    assertThat(resultOf("1; 2; 3")).isEqualTo("3");
  }

  @Test
  void aRichValueShowsItselfInAllItsForms() {
    List<Output> outputs = run("new tilde.session.SessionTest.Picture()");

    assertThat(outputs).singleElement().isInstanceOf(Result.class);
    Map<String, Object> data = ((Result) outputs.get(0)).bundle().data();
    assertThat(data).containsEntry("text/plain", "a picture").containsKey("image/png");
    assertThat((byte[]) data.get("image/png")).containsExactly(1, 2, 3);
  }

  @Test
  void resultsCarryTheNumberOfTheirCell() {
    run("1");
    run("int x = 2;");
    assertThat(run("x")).containsExactly(new Result(MimeBundle.text("2"), 3));
  }

  @Test
  void standardStreamsKeepTheirOrderAndNeighboursAreJoined() {
    List<Output> outputs =
        run(
            "System.out.print(\"a\"); System.out.println(\"b\"); System.err.println(\"c\");"
                + " System.out.print(\"d\"); 5");

    assertThat(outputs)
        .containsExactly(
            new Stream("stdout", "ab\n"),
            new Stream("stderr", "c\n"),
            new Stream("stdout", "d"),
            new Result(MimeBundle.text("5"), 1));
  }

  @Test
  void textOutsideAsciiArrivesWhole() {
    String text = "äöü ∂L/∂w ∗ w̃ 日本 😀";
    assertThat(run("System.out.print(\"" + text + "\");"))
        .containsExactly(new Stream("stdout", text));
    assertThat(resultOf("\"" + text + "\"")).isEqualTo(text);
  }

  @Test
  void aCharacterWrittenByteByByteArrivesWhole() {
    run(
        "for (byte b : \"😀\".getBytes(java.nio.charset.StandardCharsets.UTF_8)) {"
            + " System.out.write(b); }");
    assertThat(heard).containsExactly(new Stream("stdout", "😀"));
  }

  @Test
  void outputOfAThreadThatOutlivesItsCellIsHeard() {
    run(
        """
        var go = new CountDownLatch(1);
        var thread = new Thread(() -> {
          try {
            go.await();
          } catch (InterruptedException e) {
          }
          System.out.print("late");
        });
        thread.start();
        """);
    run("go.countDown(); thread.join();");
    assertThat(heard).containsExactly(new Stream("stdout", "late"));
  }

  @Test
  void aShownThingIsReplacedInPlaceByItsUpdate() {
    List<Output> outputs =
        run(
            """
            var shown = tilde.output.Host.display().show(tilde.output.MimeBundle.text("one"));
            System.out.print("between");
            shown.update(tilde.output.MimeBundle.text("two"));
            """);

    assertThat(outputs)
        .containsExactly(
            new DisplayData(MimeBundle.text("two"), "display-1"), new Stream("stdout", "between"));
  }

  @Test
  void anUpdateOfAnEarlierCellsDisplayIsHeardButNoOutputOfTheLaterCell() {
    run("var shown = tilde.output.Host.display().show(tilde.output.MimeBundle.text(\"one\"));");
    assertThat(run("shown.update(tilde.output.MimeBundle.text(\"two\"));")).isEmpty();
    assertThat(heard)
        .containsExactly(
            new DisplayData(MimeBundle.text("one"), "display-1"),
            new DisplayData(MimeBundle.text("two"), "display-1"));
  }

  @Test
  void aProgressThatIsNotClosedStillShowsItsLastLine() {
    List<Output> outputs =
        run(
            "var p = tilde.output.Host.display().progress();\n"
                + "for (int i = 1; i <= 1000; i++) { int n = i; p.now(() -> \"step \" + n); }");

    assertThat(outputs).containsExactly(new DisplayData(MimeBundle.text("step 1000"), "display-1"));
  }

  @Test
  void redefiningAMethodKeepsVariables() {
    run("int f() { return 1; }\nint x = f();");
    run("int f() { return 2; }");
    assertThat(resultOf("x + \" \" + f()")).isEqualTo("1 2");
  }

  @Test
  void redefiningAVariableMayChangeItsType() {
    run("int x = 1;");
    run("String x = \"one\";");
    assertThat(resultOf("x.length()")).isEqualTo("3");
  }

  @Test
  void redefiningAClassSaysWhichVariablesLostTheirValue() {
    run("class A { int a = 1; }\nA kept = new A(); int other = 7;");
    assertThat(run("class A { int a = 2; int b = 3; }"))
        .containsExactly(new Stream("stderr", "note: kept lost its value: A changed\n"));
    assertThat(resultOf("kept + \" \" + other + new A().b")).isEqualTo("null 73");
  }

  @Test
  void aMethodMayUseWhatALaterCellDeclares() {
    assertThat(run("int f() { return g() + 1; }"))
        .containsExactly(new Stream("stderr", "note: f needs g(), not declared so far\n"));
    run("int g() { return 41; }");
    assertThat(resultOf("f()")).isEqualTo("42");
  }

  @Test
  void mutuallyDependentDeclarationsInOneCellNeedNoNote() {
    assertThat(
            run(
                """
                class A { B b; }
                class B { A a; }
                boolean odd(int n) { return n != 0 && even(n - 1); }
                boolean even(int n) { return n == 0 || odd(n - 1); }
                """))
        .isEmpty();
    assertThat(resultOf("odd(7)")).isEqualTo("true");
  }

  @Test
  void whatFollowsAnElseOrADotOnTheNextLineBelongsTogether() {
    String cell =
        """
        int x = 3;
        if (x > 5) x = 0;
        else x = 1;
        String.valueOf(x)
          .length()
        """;
    assertThat(resultOf(cell)).isEqualTo("1");
  }

  @Test
  void cellsHaveTheVectorModule() {
    assertThat(resultOf("jdk.incubator.vector.FloatVector.SPECIES_128.length()")).isEqualTo("4");
  }

  @Test
  void manyThreadsPrintWithoutLosingText() {
    List<Output> outputs =
        run("IntStream.range(0, 2000).parallel().forEach(i -> System.out.println(\"line\" + i));");

    assertThat(outputs).hasSize(1);
    assertThat(((Stream) outputs.get(0)).text().lines().distinct()).hasSize(2000);
  }
}
