package tilde.jupyter;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A channel on which clients send messages and get answers. It serves one thread at a time. */
final class Channel implements AutoCloseable {
  private final String name;
  private final FrameSocket socket;
  private final Wire wire;
  private final Consumer<String> log;

  Channel(String name, FrameSocket socket, Wire wire, Consumer<String> log) {
    this.name = name;
    this.socket = socket;
    this.wire = wire;
    this.log = log;
  }

  /** The next valid message, waiting for it; others are dropped. */
  Message receive() {
    while (true) {
      Optional<Message> message = read(socket.receive());
      if (message.isPresent()) {
        return message.get();
      }
    }
  }

  /** A valid message, if one comes in time; an invalid one ends the waiting too. */
  Optional<Message> receive(Duration atMost) {
    List<byte[]> frames = socket.receive(atMost);
    return frames.isEmpty() ? Optional.empty() : read(frames);
  }

  /** The next valid message among those that are there. */
  Optional<Message> receiveNow() {
    List<byte[]> frames = socket.receiveNow();
    while (!frames.isEmpty()) {
      Optional<Message> message = read(frames);
      if (message.isPresent()) {
        return message;
      }
      frames = socket.receiveNow();
    }
    return Optional.empty();
  }

  private Optional<Message> read(List<byte[]> frames) {
    try {
      return Optional.of(wire.read(frames));
    } catch (InvalidMessageException problem) {
      log.accept("dropped a message on channel " + name + ": " + problem.getMessage());
      return Optional.empty();
    }
  }

  /** Sends the client who sent {@code cause} a message. */
  void send(Message cause, String type, JsonObject content) {
    socket.send(wire.write(cause.route(), type, cause.header(), content));
  }

  @Override
  public void close() {
    socket.close();
  }
}
