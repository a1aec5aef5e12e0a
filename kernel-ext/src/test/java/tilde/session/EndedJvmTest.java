package tilde.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tilde.session.Output.Failure;

/** What cells do to their JVM ends at worst that. */
class EndedJvmTest {
  private final Recording recording = new Recording();
  private final Session session =
      Session.open(
          SessionOptions.defaults().withJvmOptions(List.of("-Xmx64m", "-XX:+UseSerialGC")),
          recording);

  @AfterEach
  void close() {
    session.close();
  }

  private String messageOf(String cell, Status status) {
    CellResult result = session.execute(cell);
    assertThat(result.status()).as(cell).isEqualTo(status);
    return result.failure().map(Failure::evalue).orElseThrow();
  }

  @Test
  void systemExitEndsTheCellAndTheNextOneIsToldThatAllIsGone() {
    session.execute("int x = 1;");
    assertThat(messageOf("System.out.print(\"bye\"); System.exit(3);", Status.DIED))
        .contains("System.exit(3)")
        .contains("fresh");
    assertThat(recording.text(2, "stdout")).isEqualTo("bye");

    CellResult next = session.execute("1 + 1");
    assertThat(next.status()).isEqualTo(Status.OK);
    assertThat(recording.text(3, "stderr")).contains("cell 2 ended the JVM").contains("gone");
    assertThat(session.execute("x").status()).isEqualTo(Status.FAILED);
    assertThat(recording.text(4, "stderr")).isEmpty();
  }

  @Test
  void anArrayThatIsTooLargeCostsNothingElse() {
    session.execute("int x = 1;");
    assertThat(messageOf("byte[] b = new byte[1 << 30];", Status.FAILED)).contains("heap space");
    assertThat(session.execute("x").status()).isEqualTo(Status.OK);
  }

  @Test
  void variablesThatFillTheHeapEndTheJvm() {
    String fill = "var all = new ArrayList<byte[]>(); while (true) all.add(new byte[1 << 20]);";
    CellResult result = session.execute(fill);

    assertThat(result.status()).isEqualTo(Status.DIED);
    Failure failure = result.failure().orElseThrow();
    assertThat(failure.ename()).isEqualTo("java.lang.OutOfMemoryError");
    assertThat(failure.traceback()).last().asString().contains("TILDE_HEAP");
    assertThat(session.execute("1").status()).isEqualTo(Status.OK);
  }

  @Test
  void anEndWithoutGoodbyeIsNoticed() {
    assertThat(messageOf("Runtime.getRuntime().halt(5);", Status.DIED)).contains("code 5");
    assertThat(session.execute("1").status()).isEqualTo(Status.OK);
  }

  @Test
  void anEndBetweenTwoCellsCostsNoCell() {
    session.execute(
        """
        var next = new CountDownLatch(1);
        new Thread(() -> {
          try {
            next.await();
          } catch (InterruptedException e) {
          }
          System.exit(4);
        }).start();
        next.countDown();
        """);
    CellResult cell = session.execute("1 + 1");
    if (cell.status() == Status.DIED) { // the thread was not that fast
      cell = session.execute("1 + 1");
    }
    assertThat(cell.status()).isEqualTo(Status.OK);
    assertThat(recording.text(cell.number(), "stderr")).contains("gone");
  }

  @Test
  void restartForgetsEverything() {
    session.execute("int x = 1;");
    session.restart();
    assertThat(session.execute("x").status()).isEqualTo(Status.FAILED);
    assertThat(recording.text(2, "stderr")).contains("restarted");
  }

  @Test
  void displaysOfTwoLivesHaveDifferentIds() {
    session.execute("import static tilde.Tilde.*; show(1);");
    session.restart();
    session.execute("import static tilde.Tilde.*; show(2);");
    assertThat(
            recording.heard().stream()
                .map(Recording.Heard::output)
                .filter(Output.DisplayData.class::isInstance)
                .map(output -> ((Output.DisplayData) output).displayId()))
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @Test
  void aJvmThatDoesNotStartIsToldWithItsOwnWords() {
    try (Session broken =
        Session.open(
            SessionOptions.defaults().withJvmOptions(List.of("-Xnonsense")),
            OutputListener.none())) {
      CellResult result = broken.execute("1");
      assertThat(result.status()).isEqualTo(Status.DIED);
      assertThat(result.failure().orElseThrow().evalue())
          .contains("did not start")
          .contains("-Xnonsense");
    }
  }
}
