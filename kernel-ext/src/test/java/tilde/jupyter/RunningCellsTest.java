package tilde.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.jupyter.TestClient.code;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.jupyter.TestClient.Exchange;
import tilde.jupyter.TestClient.Received;

/** What clients hear of cells while they run, and how they reach into them. */
class RunningCellsTest {
  @TempDir private Path folder;

  private RunningKernel kernel;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    kernel = new RunningKernel(folder.resolve("history.jsonl"));
    client = new TestClient(kernel.connection);
  }

  @AfterEach
  void end() throws InterruptedException {
    client.close();
    kernel.close();
  }

  @Test
  void outputComesWhileTheCellRuns() throws IOException {
    Path gate = folder.resolve("gate");
    String waits = "while (!Files.exists(Path.of(\"" + gate + "\"))) Thread.sleep(5);";
    String cell = send("import java.nio.file.*; System.out.print(\"before\"); " + waits);

    Received output = client.awaitPublished("stream");
    assertThat(output.parent()).isEqualTo(cell);
    assertThat(output.text("text")).isEqualTo("before");
    Files.createFile(gate);
    assertThat(client.await(client.shell, cell).status()).isEqualTo("ok");
  }

  @Test
  void anInterruptStopsABusyLoopAndWhatWaitsBehindIt() {
    String cell = send("int kept = 7; System.out.print(1); for (;;);");
    String behind = send("kept = 8;");
    client.awaitPublished("stream");
    client.send(client.control, "interrupt_request", new JsonObject());

    assertThat(client.receive(client.control).text("status")).isEqualTo("ok");
    Exchange stopped = client.await(client.shell, cell);
    assertThat(stopped.status()).isEqualTo("error");
    assertThat(stopped.reply().get("ename").getAsString()).isEqualTo("Interrupted");
    assertThat(client.await(client.shell, behind).status()).isEqualTo("aborted");
    assertThat(client.execute("kept").result()).isEqualTo("7");
  }

  @Test
  void aCellReadsWhatTheClientTypes() {
    String cell =
        send("var in = new Scanner(System.in); String s = in.nextLine(); s + in.nextInt()");

    for (String line : List.of("gr\u00fcn ", "42")) {
      Received asked = client.receive(client.stdin);
      assertThat(asked.type()).isEqualTo("input_request");
      assertThat(asked.parent()).isEqualTo(cell);
      answer(line);
    }
    assertThat(client.await(client.shell, cell).result()).isEqualTo("gr\u00fcn 42");
  }

  @Test
  void anAnswerThatComesTooLateIsNotTakenForTheNextOne() {
    String cell = send("System.in.read();");
    client.receive(client.stdin);
    client.send(client.control, "interrupt_request", new JsonObject());
    client.receive(client.control);
    assertThat(client.await(client.shell, cell).status()).isEqualTo("error");
    answer("late");

    String next = send("new Scanner(System.in).nextLine()");
    client.receive(client.stdin);
    answer("in time");
    assertThat(client.await(client.shell, next).result()).isEqualTo("in time");
  }

  @Test
  void whereNobodyAnswersInputIsAtItsEnd() {
    JsonObject content = code("System.in.read()");
    content.addProperty("allow_stdin", false);
    Exchange cell = client.request(client.shell, "execute_request", content);

    assertThat(cell.result()).isEqualTo("-1");
    assertThat(cell.stream("stderr")).contains("System.in is at its end");
  }

  @Test
  void displaysAreUpdatedByTheirId() {
    List<Received> outputs =
        client
            .execute(
                "import static tilde.Tilde.*; var score = live(1); score.update(2); clearOutput();")
            .outputs();

    assertThat(outputs)
        .extracting(Received::type)
        .containsExactly("display_data", "update_display_data", "clear_output");
    JsonObject shown = outputs.get(0).content();
    JsonObject updated = outputs.get(1).content();
    assertThat(shown.get("data").toString()).isEqualTo("{\"text/plain\":\"1\"}");
    assertThat(updated.get("data").toString()).isEqualTo("{\"text/plain\":\"2\"}");
    assertThat(updated.getAsJsonObject("transient")).isEqualTo(shown.getAsJsonObject("transient"));
    assertThat(outputs.get(2).content().get("wait").getAsBoolean()).isFalse();
  }

  @Test
  void whatAThreadPrintsBelongsToTheCellThatStartedIt() {
    String starter =
        "var gate = new java.util.concurrent.CountDownLatch(1);"
            + " var thread = new Thread(() -> {"
            + " try { gate.await(); } catch (InterruptedException e) { }"
            + " System.out.print(\"behind\"); }); thread.start();";
    String first = send(starter);
    client.await(client.shell, first);
    send("gate.countDown(); thread.join();");

    Received output = client.awaitPublished("stream");
    assertThat(output.text("text")).isEqualTo("behind");
    assertThat(output.parent()).isEqualTo(first);
  }

  private String send(String cell) {
    return client.send(client.shell, "execute_request", code(cell));
  }

  private void answer(String line) {
    JsonObject content = new JsonObject();
    content.addProperty("value", line);
    client.send(client.stdin, "input_reply", content);
  }
}
