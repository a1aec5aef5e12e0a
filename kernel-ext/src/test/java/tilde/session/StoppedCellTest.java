package tilde.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class StoppedCellTest {
  private final Recording recording = new Recording();
  private Session session = open(SessionOptions.defaults());

  private Session open(SessionOptions options) {
    return Session.open(options, recording);
  }

  @AfterEach
  void close() {
    session.close();
  }

  private static final String RUNS = "System.out.print(\"runs\");";

  /** Executes a cell, RUNS in its text standing for a print, and interrupts it once that came. */
  private CellResult interrupted(String cell) throws Exception {
    CompletableFuture<CellResult> result =
        CompletableFuture.supplyAsync(() -> session.execute(cell.replace("RUNS", RUNS)));
    recording.awaitOutput();
    session.interrupt();
    return result.get();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ RUNS for (;;); }",
        "{ RUNS Thread.sleep(1_000_000); }",
        "{ RUNS new CountDownLatch(1).await(); }",
        "while (true) RUNS",
        "while (true) { RUNS try { Thread.sleep(1_000_000); } catch (InterruptedException e) {} }",
        "while (true) { RUNS try { for (;;); } catch (RuntimeException e) {} }",
        "new Object() { public String toString() { RUNS for (;;); } }",
        "IntStream.range(0, 64).parallel().forEach(i -> { RUNS for (;;); });",
      })
  void anInterruptEndsTheCellAndKeepsWhatThereWas(String cell) throws Exception {
    session.execute("int kept = 7;");
    CellResult result = interrupted(cell);

    assertThat(result.status()).isEqualTo(Status.INTERRUPTED);
    assertThat(result.failure().orElseThrow().ename()).isEqualTo("Interrupted");
    assertThat(session.execute("kept").status()).isEqualTo(Status.OK);
  }

  @Test
  void whatFollowsTheStoppedStatementDoesNotRun() throws Exception {
    interrupted("{ RUNS Thread.sleep(1_000_000); }\nint later = 1;");
    assertThat(session.execute("later").status()).isEqualTo(Status.FAILED);
  }

  @Test
  void theReportTellsWhereTheCellWas() throws Exception {
    assertThat(
            interrupted("{\n  RUNS\n  Thread.sleep(1_000_000);\n}")
                .failure()
                .orElseThrow()
                .traceback())
        .containsExactly(
            "Interrupted: the cell was stopped",
            "  at cell 1, line 3",
            "    Thread.sleep(1_000_000);");
  }

  @Test
  void helpersOfAStoppedCellStopToo() throws Exception {
    interrupted("IntStream.range(0, 64).parallel().forEach(i -> { RUNS for (;;); });");
    String busy =
        """
        boolean busy() {
          return Thread.getAllStackTraces().entrySet().stream()
              .filter(e -> e.getKey() instanceof ForkJoinWorkerThread)
              .anyMatch(e -> Arrays.toString(e.getValue()).contains("REPL."));
        }
        while (busy()) Thread.onSpinWait();
        """;
    assertThat(session.execute(busy).status()).isEqualTo(Status.OK);
  }

  @Test
  void aCellThatCatchesEverythingCostsItsJvm() throws Exception {
    session.close();
    session = open(SessionOptions.defaults().withGrace(Duration.ofMillis(1500)));
    CellResult result =
        interrupted("{ RUNS while (true) { try { for (;;); } catch (Throwable e) {} } }");
    assertThat(result.status()).isEqualTo(Status.INTERRUPTED);
    assertThat(result.failure().orElseThrow().evalue()).contains("that took more than 1.5 s");
    assertThat(session.execute("1").status()).isEqualTo(Status.OK);
  }

  @Test
  void aCellMayTakeOnlyItsTime() {
    session.close();
    session = open(SessionOptions.defaults().withCellTimeout(Duration.ofMillis(2500)));
    CellResult result = session.execute("for (;;);");
    assertThat(result.status()).isEqualTo(Status.TIMED_OUT);
    assertThat(result.failure().orElseThrow().evalue()).isEqualTo("the cell ran longer than 2.5 s");
    assertThat(session.execute("1").status()).isEqualTo(Status.OK);
  }

  @Test
  void anInterruptWhileNothingRunsHasNoEffect() {
    session.execute("1");
    session.interrupt();
    assertThat(session.execute("1").status()).isEqualTo(Status.OK);
  }

  @Test
  void aTrainingStopsAfterItsStepAndKeepsTheModel() throws Exception {
    session.execute(
        "import static tilde.Tilde.*; var data = digits();"
            + " var model = net().conv(3,3).relu().dense(10).softmaxCE();");
    interrupted("{ RUNS model.train(data).epochs(1_000_000).run(); }");
    assertThat(session.execute("Double.isFinite(model.evaluate(data).loss())").outputs().toString())
        .contains("true");
  }

  @Test
  void aCellThatWaitsForInputCanBeStopped() throws Exception {
    session.close();
    CompletableFuture<String> never = new CompletableFuture<>();
    session =
        open(
            SessionOptions.defaults()
                .withInput(
                    prompt -> {
                      synchronized (never) {
                        never.wait();
                      }
                      return "";
                    }));
    assertThat(interrupted("{ RUNS System.in.read(); }").status()).isEqualTo(Status.INTERRUPTED);
  }
}
