package tilde.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.jupyter.TestClient.code;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.jupyter.TestClient.Exchange;
import tilde.jupyter.TestClient.Received;

/** The kernel as clients see it, over real sockets. */
class KernelTest {
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
  void saysWhatItIsOnShellAndControl() {
    for (var channel : List.of(client.shell, client.control)) {
      Exchange info = client.request(channel, "kernel_info_request", new JsonObject());

      assertThat(info.status()).isEqualTo("ok");
      assertThat(info.reply().get("protocol_version").getAsString()).isEqualTo("5.3");
      JsonObject language = info.reply().getAsJsonObject("language_info");
      assertThat(language.get("name").getAsString()).isEqualTo("java");
      assertThat(info.types()).containsExactly("status", "status");
    }
  }

  @Test
  void executesCellsWithOneState() {
    assertThat(client.execute("int x = 20;").outputs()).isEmpty();
    Exchange cell =
        client.execute("System.out.println(\"x is \" + x);\nSystem.err.print(x);\n2 * x + 2");

    assertThat(cell.status()).isEqualTo("ok");
    assertThat(cell.reply().get("execution_count").getAsInt()).isEqualTo(2);
    assertThat(cell.types()).startsWith("status", "execute_input").endsWith("status");
    assertThat(cell.stream("stdout")).isEqualTo("x is 20\n");
    assertThat(cell.stream("stderr")).isEqualTo("20");
    assertThat(cell.result()).isEqualTo("42");
  }

  @Test
  void anErrorIsPublishedAndReplied() {
    Exchange cell = client.execute("int a = 1;\nthrow new IllegalStateException(\"oh\");");

    assertThat(cell.status()).isEqualTo("error");
    assertThat(cell.reply().get("ename").getAsString())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(cell.reply().get("evalue").getAsString()).isEqualTo("oh");
    Received error = cell.outputs().get(0);
    assertThat(error.type()).isEqualTo("error");
    assertThat(error.content().get("traceback").toString()).contains("cell 1, line 2");
    assertThat(client.execute("a").result()).isEqualTo("1");
  }

  @Test
  void aSilentCellIsNotHeardOfCountedOrKept() {
    JsonObject silent = code("int hidden = 5; System.out.println(hidden); hidden");
    silent.addProperty("silent", true);
    Exchange cell = client.request(client.shell, "execute_request", silent);

    assertThat(cell.status()).isEqualTo("ok");
    assertThat(cell.types()).containsExactly("status", "status");
    Exchange next = client.execute("hidden");
    assertThat(next.result()).isEqualTo("5");
    assertThat(next.reply().get("execution_count").getAsInt()).isEqualTo(1);
    assertThat(history()).isEqualTo("[[1,1,\"hidden\"]]");
  }

  @Test
  void aCellThatIsNotStoredIsHeardOfButNotCounted() {
    client.execute("1");
    JsonObject unstored = code("2");
    unstored.addProperty("store_history", false);
    Exchange cell = client.request(client.shell, "execute_request", unstored);

    assertThat(cell.result()).isEqualTo("2");
    assertThat(cell.reply().get("execution_count").getAsInt()).isEqualTo(1);
    assertThat(client.execute("3").reply().get("execution_count").getAsInt()).isEqualTo(2);
    assertThat(history()).isEqualTo("[[1,1,\"1\"],[1,2,\"3\"]]");
  }

  @Test
  void userExpressionsAreEvaluatedAfterTheCell() {
    JsonObject cell = code("int y = 6;");
    cell.add(
        "user_expressions",
        JsonParser.parseString("{\"good\": \"7 * y\", \"bad\": \"y / 0\", \"none\": \"no.such\"}"));
    JsonObject reply = client.request(client.shell, "execute_request", cell).reply();

    JsonObject values = reply.getAsJsonObject("user_expressions");
    assertThat(values.getAsJsonObject("good").getAsJsonObject("data").toString())
        .isEqualTo("{\"text/plain\":\"42\"}");
    assertThat(values.getAsJsonObject("good").get("status").getAsString()).isEqualTo("ok");
    assertThat(values.getAsJsonObject("bad").get("status").getAsString()).isEqualTo("error");
    assertThat(values.getAsJsonObject("bad").get("ename").getAsString())
        .isEqualTo("java.lang.ArithmeticException");
    assertThat(values.getAsJsonObject("none").get("ename").getAsString()).isEqualTo("CompileError");
  }

  @Test
  void anErrorAbortsTheCellsBehindIt() {
    String first =
        client.send(client.shell, "execute_request", code("Thread.sleep(300);int n=0;n/n"));
    String second = client.send(client.shell, "execute_request", code("int after = 1;"));
    String question = client.send(client.shell, "history_request", new JsonObject());
    String third = client.send(client.shell, "execute_request", code("int last = 1;"));

    assertThat(client.await(client.shell, first).status()).isEqualTo("error");
    Exchange aborted = client.await(client.shell, second);
    assertThat(aborted.status()).isEqualTo("aborted");
    assertThat(aborted.types()).containsExactly("status", "status");
    assertThat(client.await(client.shell, question).status()).isEqualTo("ok");
    assertThat(client.await(client.shell, third).status()).isEqualTo("aborted");
    assertThat(client.execute("after").status()).isEqualTo("error");
    assertThat(client.execute("1").status()).isEqualTo("ok");
  }

  @Test
  void anErrorThatMustNotStopLeavesTheCellsBehindIt() {
    JsonObject failing = code("throw new Exception();");
    failing.addProperty("stop_on_error", false);
    String first = client.send(client.shell, "execute_request", failing);
    String second = client.send(client.shell, "execute_request", code("int after = 1;"));

    assertThat(client.await(client.shell, first).status()).isEqualTo("error");
    assertThat(client.await(client.shell, second).status()).isEqualTo("ok");
  }

  @Test
  void placesAreCountedInCharactersOfUnicode() {
    JsonObject asked = code("String s = \"\ud83d\ude00\"; s.toUpp");
    asked.addProperty("cursor_pos", asked.get("code").getAsString().length() - 1);
    JsonObject reply = client.request(client.shell, "complete_request", asked).reply();

    assertThat(reply.get("matches").toString()).contains("toUpperCase(");
    assertThat(reply.get("cursor_start").getAsInt()).isEqualTo(18);
    assertThat(reply.get("cursor_end").getAsInt()).isEqualTo(23);
  }

  @Test
  void aCellThatIsAQuestionOpensThePager() {
    Exchange asked = client.execute("\"abc\".length?");

    assertThat(asked.status()).isEqualTo("ok");
    JsonObject page = asked.reply().getAsJsonArray("payload").get(0).getAsJsonObject();
    assertThat(page.get("source").getAsString()).isEqualTo("page");
    assertThat(page.getAsJsonObject("data").get("text/plain").getAsString())
        .contains("int String.length()");
    assertThat(client.execute("?no_such_thing").stream("stderr"))
        .isEqualTo("note: nothing is known about no_such_thing\n");
  }

  @Test
  void noCommsAreOpen() {
    Exchange comms = client.request(client.shell, "comm_info_request", new JsonObject());

    assertThat(comms.status()).isEqualTo("ok");
    assertThat(comms.reply().get("comms").toString()).isEqualTo("{}");
  }

  @Test
  void shutsDownOnRequestAndAnswersFirst() throws InterruptedException {
    client.execute("int x = 1;");
    JsonObject restart = new JsonObject();
    restart.addProperty("restart", true);
    Exchange bye = client.request(client.control, "shutdown_request", restart);

    assertThat(bye.status()).isEqualTo("ok");
    assertThat(bye.reply().get("restart").getAsBoolean()).isTrue();
    assertThat(kernel.ends()).isTrue();
    assertThat(kernel.log).isEmpty();
  }

  @Test
  void shutsDownWhileACellRuns() throws InterruptedException {
    client.send(client.shell, "execute_request", code("System.out.print(1);for (;;);"));
    client.awaitPublished("stream");
    client.send(client.control, "shutdown_request", new JsonObject());

    assertThat(client.receive(client.control).text("status")).isEqualTo("ok");
    assertThat(kernel.ends()).isTrue();
  }

  private String history() {
    Exchange asked = client.request(client.shell, "history_request", new JsonObject());
    return asked.reply().get("history").toString();
  }
}
