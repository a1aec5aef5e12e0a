package tilde.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.ZMQ;
import tilde.session.SessionOptions;

/** Whatever is sent to the kernel, it goes on, and does only what signed messages ask for. */
class HostileMessagesTest {
  @TempDir private static Path folder;

  private static RunningKernel kernel; // one for all: none of these tests may hurt it

  private TestClient client;

  @BeforeAll
  static void start() throws IOException {
    kernel = new RunningKernel(folder.resolve("history.jsonl"));
  }

  @AfterAll
  static void end() throws InterruptedException {
    kernel.close();
  }

  @BeforeEach
  void connect() {
    client = new TestClient(kernel.connection);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void unsignedAndWronglySignedMessagesAreDropped() {
    Path trace = folder.resolve("executed");
    int earlier = kernel.log.size();
    String writes = "java.nio.file.Files.writeString(Path.of(\"" + trace + "\"), \"\");";
    for (String signature : List.of("", "0", "f".repeat(64))) {
      for (ZMQ.Socket channel : List.of(client.shell, client.control)) {
        List<byte[]> frames = client.frames("execute_request", TestClient.code(writes));
        frames.set(1, signature.getBytes(UTF_8));
        TestClient.sendFrames(channel, frames);
      }
      List<byte[]> shutdown = client.frames("shutdown_request", new JsonObject());
      shutdown.set(1, signature.getBytes(UTF_8));
      TestClient.sendFrames(client.control, shutdown);
    }

    assertStillWorks();
    assertThat(Files.exists(trace)).isFalse();
    assertThat(kernel.log.subList(earlier, kernel.log.size()))
        .hasSize(9)
        .allMatch(line -> line.endsWith("not signed with the key of the connection file"));
  }

  @Test
  void framesThatAreNoMessageAreDropped() {
    Random random = new Random(1);
    for (ZMQ.Socket channel : List.of(client.shell, client.control, client.stdin)) {
      for (int i = 0; i < 300; i++) {
        List<byte[]> frames = new ArrayList<>(client.frames("execute_request", new JsonObject()));
        int cut = random.nextInt(frames.size());
        byte[] noise = new byte[random.nextInt(30)];
        random.nextBytes(noise);
        frames.set(cut, noise);
        TestClient.sendFrames(channel, frames.subList(0, 1 + random.nextInt(frames.size())));
      }
    }

    assertStillWorks();
  }

  @Test
  void requestsThatLackSomethingAreAnsweredWithWhatTheyLack() {
    assertAnswer("execute_request", "{}", "\"code\" must be a string, got none");
    assertAnswer("execute_request", "{'code': 7}", "\"code\" must be a string, got 7");
    assertAnswer(
        "execute_request", "{'code': '', 'silent': 1}", "\"silent\" must be true or false");
    assertAnswer("execute_request", "{'code': 7, 'stop_on_error': []}", "must be a string");
    assertAnswer(
        "execute_request", "{'code': '', 'user_expressions': 1}", "must be an object, got 1");
    assertAnswer("complete_request", "{'code': 'x'}", "\"cursor_pos\" must be a whole number");
    assertAnswer("inspect_request", "{'code': 'x', 'cursor_pos': 0.5}", "a whole number, got 0.5");
    assertAnswer("is_complete_request", "{}", "\"code\" must be a string");
    assertAnswer("history_request", "{'hist_access_type': 'all'}", "must be tail, range or search");
    assertAnswer("shutdown_request", "{'restart': 'no'}", "\"restart\" must be true or false");
    assertAnswer("no_such_request", "{}", "this kernel knows no no_such_request");
    assertStillWorks();
  }

  @Test
  void placesOutsideOfTheCodeAreItsEnds() {
    for (String cursor : List.of("-5", "99999")) {
      for (String type : List.of("complete_request", "inspect_request")) {
        JsonObject asked = json("{'code': 'abc', 'cursor_pos': " + cursor + "}");
        assertThat(client.request(client.shell, type, asked).status()).isEqualTo("ok");
      }
    }
  }

  @Test
  void messagesOfUnknownKindsAreLeftUnanswered() {
    for (String type : List.of("comm_open", "comm_msg", "comm_close", "", "input_reply")) {
      client.send(client.shell, type, json("{'comm_id': 'x', 'target_name': 'y', 'data': {}}"));
    }
    assertStillWorks();
  }

  @Test
  void anAnswerWithoutTextIsAnEmptyLine() {
    for (String answer : List.of("{}", "{'value': {}}", "{'value': null}")) {
      JsonObject reads = TestClient.code("new java.util.Scanner(System.in).nextLine().length()");
      String cell = client.send(client.shell, "execute_request", reads);
      client.receive(client.stdin);
      client.send(client.stdin, "input_reply", json(answer));
      assertThat(client.await(client.shell, cell).result()).isEqualTo("0");
    }
  }

  @Test
  void bytesThatAreNoZeroMqAreIgnored() throws IOException {
    for (int port : ports()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
      }
    }
    assertStillWorks();
  }

  @Test
  void aFrameThatIsSaidToBeHugeIsRefusedBeforeItComes() throws IOException {
    for (int port : ports()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(60_000);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        InputStream in = socket.getInputStream();
        out.write(greeting());
        in.readNBytes(64);
        out.write(0x06); // a long command frame
        out.writeLong(1L << 31 - 1);
        out.write(new byte[100]);
        in.readAllBytes(); // until the kernel hangs up
      }
    }
    assertStillWorks();
  }

  @Test
  void heartbeatsComeBackAsTheyWere() {
    for (int i = 0; i < 3; i++) {
      client.heartbeat.send("ping " + i, ZMQ.SNDMORE);
      client.heartbeat.send(new byte[0]);
      assertThat(client.heartbeat.recvStr()).isEqualTo("ping " + i);
      assertThat(client.heartbeat.recv()).isEmpty();
    }
  }

  @Test
  void listensAtTheAddressOfTheConnectionFileOnly() {
    for (int port : ports()) {
      assertThatThrownBy(
              () -> {
                try (Socket socket = new Socket()) {
                  socket.connect(new InetSocketAddress("127.0.0.2", port), 10_000);
                }
              })
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void aPortInUseIsSaidToBe() {
    Connection taken = kernel.connection;
    assertThatThrownBy(
            () -> new Kernel(taken, SessionOptions.defaults(), folder.resolve("h"), line -> {}))
        .isInstanceOf(JupyterException.class)
        .hasMessageContaining("cannot listen at tcp://127.0.0.1:" + taken.heartbeatPort())
        .hasMessageContaining("is another kernel running there?");
  }

  private int[] ports() {
    Connection c = kernel.connection;
    return new int[] {
      c.shellPort(), c.controlPort(), c.stdinPort(), c.iopubPort(), c.heartbeatPort()
    };
  }

  private static byte[] greeting() { // of ZMTP 3.0, mechanism NULL
    byte[] greeting = new byte[64];
    greeting[0] = (byte) 0xff;
    greeting[9] = 0x7f;
    greeting[10] = 3;
    System.arraycopy("NULL".getBytes(UTF_8), 0, greeting, 12, 4);
    return greeting;
  }

  private void assertAnswer(String type, String content, String problem) {
    JsonObject reply = client.request(client.shell, type, json(content)).reply();
    assertThat(reply.get("status").getAsString()).isEqualTo("error");
    assertThat(reply.get("ename").getAsString()).isEqualTo("InvalidMessage");
    assertThat(reply.get("evalue").getAsString()).contains(problem);
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
  }

  private void assertStillWorks() {
    assertThat(client.execute("40 + 2").result()).isEqualTo("42");
    assertThat(client.request(client.control, "kernel_info_request", new JsonObject()).status())
        .isEqualTo("ok");
    client.heartbeat.send("ping");
    assertThat(client.heartbeat.recvStr()).isEqualTo("ping");
  }
}
