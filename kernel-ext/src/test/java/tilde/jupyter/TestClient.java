package tilde.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A Jupyter client over real sockets. */
final class TestClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  /** A message as a client sees it; its parent is the id of the request that caused it. */
  record Received(String type, String parent, JsonObject content) {
    String text(String key) {
      return content.get(key).getAsString();
    }
  }

  /** What came of one request: its reply, and what was published until the kernel was idle. */
  record Exchange(JsonObject reply, List<Received> published) {
    List<Received> outputs() {
      return published.stream()
          .filter(message -> !message.type().equals("status"))
          .filter(message -> !message.type().equals("execute_input"))
          .toList();
    }

    List<String> types() {
      return published.stream().map(Received::type).toList();
    }

    String status() {
      return reply.get("status").getAsString();
    }

    /** Everything written to a standard stream. */
    String stream(String name) {
      StringBuilder text = new StringBuilder();
      outputs().stream()
          .filter(message -> message.type().equals("stream") && message.text("name").equals(name))
          .forEach(message -> text.append(message.text("text")));
      return text.toString();
    }

    /** The text form of the cell's value. */
    String result() {
      return outputs().stream()
          .filter(message -> message.type().equals("execute_result"))
          .map(message -> message.content().getAsJsonObject("data"))
          .map(data -> data.get("text/plain").getAsString())
          .findFirst()
          .orElseThrow(() -> new AssertionError("no result but " + this));
    }
  }

  private final ZContext context = new ZContext();
  private final Wire wire;
  final ZMQ.Socket shell;
  final ZMQ.Socket control;
  final ZMQ.Socket stdin;
  final ZMQ.Socket heartbeat;
  private final ZMQ.Socket iopub;

  TestClient(Connection connection) {
    wire = new Wire(new Signer(connection.signatureScheme(), connection.key()));
    String identity = UUID.randomUUID().toString();
    shell = connect(SocketType.DEALER, identity, connection.endpoint(connection.shellPort()));
    control = connect(SocketType.DEALER, identity, connection.endpoint(connection.controlPort()));
    stdin = connect(SocketType.DEALER, identity, connection.endpoint(connection.stdinPort()));
    heartbeat = connect(SocketType.REQ, identity, connection.endpoint(connection.heartbeatPort()));
    iopub = connect(SocketType.SUB, identity, connection.endpoint(connection.iopubPort()));
    iopub.subscribe(ZMQ.SUBSCRIPTION_ALL);
    awaitSubscription();
  }

  private ZMQ.Socket connect(SocketType type, String identity, String endpoint) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setIdentity(identity.getBytes(UTF_8));
    socket.setReceiveTimeOut(PATIENCE_MILLIS);
    socket.setLinger(0);
    assertThat(socket.connect(endpoint)).isTrue();
    return socket;
  }

  /** Asks until the kernel is heard on iopub, then hears of nothing older. */
  private void awaitSubscription() {
    while (true) {
      String id = send(shell, "kernel_info_request", new JsonObject());
      receive(shell);
      iopub.setReceiveTimeOut(200);
      boolean heard = false;
      for (Received message; (message = tryReceive(iopub)) != null; ) {
        heard = message.parent().equals(id);
        if (heard && isIdle(message, id)) {
          iopub.setReceiveTimeOut(PATIENCE_MILLIS);
          return;
        }
      }
    }
  }

  static JsonObject code(String code) {
    JsonObject content = new JsonObject();
    content.addProperty("code", code);
    return content;
  }

  /** Executes a cell and waits for its end. */
  Exchange execute(String code) {
    return request(shell, "execute_request", code(code));
  }

  /** Sends a request and waits for its reply and for the kernel to be idle again. */
  Exchange request(ZMQ.Socket channel, String type, JsonObject content) {
    return await(channel, send(channel, type, content));
  }

  /** Waits for the end of a request. */
  Exchange await(ZMQ.Socket channel, String id) {
    Received reply = receive(channel);
    assertThat(reply.parent()).isEqualTo(id);
    return new Exchange(reply.content(), published(id));
  }

  /** Everything published for a request until the kernel was idle after it. */
  List<Received> published(String id) {
    List<Received> published = new ArrayList<>();
    Received message;
    do {
      message = receive(iopub);
      if (message.parent().equals(id)) {
        published.add(message);
      }
    } while (!isIdle(message, id));
    return published;
  }

  /** The next message of a type on iopub. */
  Received awaitPublished(String type) {
    Received message;
    do {
      message = receive(iopub);
    } while (!message.type().equals(type));
    return message;
  }

  private static boolean isIdle(Received message, String id) {
    return message.parent().equals(id)
        && message.type().equals("status")
        && message.text("execution_state").equals("idle");
  }

  /** Sends a message and returns its id. */
  String send(ZMQ.Socket channel, String type, JsonObject content) {
    List<byte[]> frames = frames(type, content);
    sendFrames(channel, frames);
    return JsonParser.parseString(new String(frames.get(2), UTF_8))
        .getAsJsonObject()
        .get("msg_id")
        .getAsString();
  }

  /** A valid message: delimiter, signature, header, parent, metadata, content. */
  List<byte[]> frames(String type, JsonObject content) {
    return wire.write(List.of(), type, new JsonObject(), content);
  }

  static void sendFrames(ZMQ.Socket channel, List<byte[]> frames) {
    for (int i = 0; i < frames.size(); i++) {
      channel.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
    }
  }

  /** The next message; there must be one. */
  Received receive(ZMQ.Socket channel) {
    Received message = tryReceive(channel);
    assertThat(message).as("a message in time").isNotNull();
    return message;
  }

  private Received tryReceive(ZMQ.Socket channel) {
    List<byte[]> frames = new ArrayList<>();
    byte[] frame = channel.recv();
    if (frame == null) {
      return null;
    }
    frames.add(frame);
    while (channel.hasReceiveMore()) {
      frames.add(channel.recv());
    }
    Message message = wire.read(frames); // checks the signature
    String parentFrame = new String(frames.get(frames.size() - 3), UTF_8);
    JsonObject parent = JsonParser.parseString(parentFrame).getAsJsonObject();
    String id = parent.has("msg_id") ? parent.get("msg_id").getAsString() : "";
    return new Received(message.type(), id, message.content().json());
  }

  static JsonArray array(String... values) {
    JsonArray array = new JsonArray();
    List.of(values).forEach(value -> array.add(new JsonPrimitive(value)));
    return array;
  }

  @Override
  public void close() {
    context.close();
  }
}
