package tilde.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.util.List;

/** The channel iopub, on which all clients hear what the kernel does. Safe for any thread. */
final class Broadcast implements AutoCloseable {
  private final FrameSocket socket;
  private final Wire wire;
  private boolean closed;

  Broadcast(FrameSocket socket, Wire wire) {
    this.socket = socket;
    this.wire = wire;
  }

  /** Tells of something that the message with the header {@code parent} caused. */
  synchronized void publish(JsonObject parent, String type, JsonObject content) {
    if (!closed) { // a thread of the user's may still print
      socket.send(wire.write(List.of(type.getBytes(UTF_8)), type, parent, content));
    }
  }

  /** Tells that the kernel is {@code busy} with a message, or {@code idle} after it. */
  void status(JsonObject parent, String state) {
    JsonObject content = new JsonObject();
    content.addProperty("execution_state", state);
    publish(parent, "status", content);
  }

  @Override
  public synchronized void close() {
    closed = true;
    socket.close();
  }
}
