package tilde.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tilde.output.MimeBundle;
import tilde.session.Output.DisplayData;
import tilde.session.Output.Result;
import tilde.session.Output.Stream;

class LiveOutputTest {
  private final Recording recording = new Recording();
  private final CompletableFuture<String> answer = new CompletableFuture<>();
  private final Session session =
      Session.open(
          SessionOptions.defaults()
              .withOutputLimit(2_000_000)
              .withInput(
                  prompt -> {
                    recording.awaitOutput(); // the question came first
                    return answer.getNow("Ada");
                  }),
          recording);

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void aHundredThousandPrintsArriveWholeInFewPieces() {
    session.execute("for (int i = 0; i < 100_000; i++) System.out.print(i + \"\\n\");");
    assertThat(recording.text(1, "stdout"))
        .isEqualTo(
            IntStream.range(0, 100_000).mapToObj(i -> i + "\n").collect(Collectors.joining()));
    assertThat(recording.heard()).hasSizeLessThan(10_000);
  }

  @Test
  void outputIsHeardWhileTheCellRuns() {
    session.execute(
        "System.out.print(\"Name? \"); String name = new Scanner(System.in).nextLine();");
    assertThat(recording.text(1, "stdout")).isEqualTo("Name? ");
    assertThat(session.execute("name").outputs())
        .containsExactly(new Result(MimeBundle.text("Ada"), 2));
  }

  @Test
  void inputMayEnd() {
    answer.complete(null);
    session.execute("System.out.print(1);");
    assertThat(session.execute("System.in.read()").outputs())
        .containsExactly(new Result(MimeBundle.text("-1"), 2));
  }

  @Test
  void whatIsMoreThanTheLimitIsLeftOutAndCounted() {
    session.execute("for (int i = 0; i < 300_000; i++) System.out.print(\"0123456789\");");
    assertThat(recording.text(1, "stdout")).hasSize(2_000_000);
    assertThat(recording.text(1, "stderr")).contains("1000000 more characters");
    session.execute("System.out.print(\"next\");");
    assertThat(recording.text(2, "stdout")).isEqualTo("next");
  }

  @Test
  void aThreadWritesToTheCellThatStartedIt() {
    session.execute(
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
    CellResult second =
        session.execute("go.countDown(); thread.join(); System.out.print(\"own\");");
    assertThat(recording.text(1, "stdout")).isEqualTo("late");
    assertThat(second.outputs()).containsExactly(new Stream("stdout", "own"));
  }

  @Test
  void threadsOfTheCommonPoolWriteToTheCellThatRuns() {
    String parallel = "IntStream.range(0, 64).parallel().forEach(i -> System.out.print(\"x\"));";
    session.execute(parallel);
    assertThat(session.execute(parallel).outputs())
        .containsExactly(new Stream("stdout", "x".repeat(64)));
  }

  @Test
  void clearedOutputIsGoneAtOnceOrWithTheNextOne() {
    session.execute("import static tilde.Tilde.*;");
    assertThat(session.execute("show(1); clearOutput(); show(2);").outputs())
        .containsExactly(new DisplayData(MimeBundle.text("2"), "display-2"));
    assertThat(session.execute("show(3); clearOutput(true);").outputs()).hasSize(1);
    assertThat(session.execute("show(4); clearOutput(true); show(5);").outputs()).hasSize(1);
  }

  @Test
  void aLiveValueIsReplacedInPlace() {
    session.execute("import static tilde.Tilde.*; var score = live(1);");
    session.execute("score.update(2);");
    assertThat(recording.updates())
        .containsExactly(new DisplayData(MimeBundle.text("2"), "display-1"));
  }

  @Test
  void oneFormCanBeAskedFor() {
    session.execute("import static tilde.Tilde.*;");
    assertThat(session.execute("show(\"<b>x</b>\", \"text/html\");").outputs())
        .containsExactly(
            new DisplayData(
                MimeBundle.text("<b>x</b>").with("text/html", "<b>x</b>"), "display-1"));
    assertThat(session.execute("show(1, \"image/png\");").failure().orElseThrow().evalue())
        .isEqualTo("show: this Integer has no form image/png, it has text/plain");
  }

  @Test
  void theWordsOfOtherKernelsNotebooksWork() {
    assertThat(session.execute("String id = display(1); updateDisplay(id, 2);").outputs())
        .containsExactly(new DisplayData(MimeBundle.text("2"), "display-1"));
    assertThat(
            session.execute("render(\"<i>\", \"text/html\").data().get(\"text/html\")").outputs())
        .containsExactly(new Result(MimeBundle.text("<i>"), 2));
  }

  @Test
  void anExpressionIsEvaluatedWithoutBeingACell() {
    session.execute("int x = 20;");
    assertThat(session.evaluate("x + 1")).isEqualTo(new Result(MimeBundle.text("21"), 1));
    assertThat(session.evaluate("y")).isInstanceOf(Output.Failure.class);
    assertThat(session.evaluate("")).isInstanceOf(Output.Failure.class);
    assertThat(session.execute("x").number()).isEqualTo(2);
    assertThat(recording.heard()).hasSize(1);
  }

  @Test
  void aCellMayHaveItsNumberGiven() {
    assertThat(session.execute("1 / 0", 7).failure().orElseThrow().traceback())
        .contains("  at cell 7, line 1");
    assertThat(session.execute("1").number()).isEqualTo(8);
  }
}
