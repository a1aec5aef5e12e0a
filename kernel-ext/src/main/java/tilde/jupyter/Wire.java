package tilde.jupyter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Messages as frames: {@code route..., <IDS|MSG>, signature, header, parent, metadata, content}.
 */
final class Wire {
  static final String PROTOCOL = "5.3";
  private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(US_ASCII);
  private static final int PARTS = 4; // header, parent header, metadata, content

  private final Signer signer;
  private final String session = UUID.randomUUID().toString();

  Wire(Signer signer) {
    this.signer = signer;
  }

  /**
   * The message in {@code frames}.
   *
   * @throws InvalidMessageException if it is not signed with our key, or not a message
   */
  Message read(List<byte[]> frames) {
    int delimiter = 0;
    while (delimiter < frames.size() && !Arrays.equals(frames.get(delimiter), DELIMITER)) {
      delimiter++;
    }
    int first = delimiter + 2;
    if (frames.size() < first + PARTS) {
      throw new InvalidMessageException("not a message: " + frames.size() + " frames");
    }
    List<byte[]> parts = frames.subList(first, first + PARTS);
    if (!signer.isValid(frames.get(delimiter + 1), parts)) {
      throw new InvalidMessageException("not signed with the key of the connection file");
    }
    Fields header = Fields.parse("the header", text(parts.get(0)));
    String type = header.text("msg_type");
    Fields content = Fields.parse("the content of " + type, text(parts.get(3))).named(type);
    return new Message(List.copyOf(frames.subList(0, delimiter)), type, header.json(), content);
  }

  /** The frames of a message caused by the one with the header {@code parent}. */
  List<byte[]> write(List<byte[]> route, String type, JsonObject parent, JsonObject content) {
    List<byte[]> parts =
        List.of(bytes(header(type)), bytes(parent), bytes(new JsonObject()), bytes(content));
    List<byte[]> frames = new ArrayList<>(route);
    frames.add(DELIMITER);
    frames.add(signer.sign(parts));
    frames.addAll(parts);
    return frames;
  }

  private JsonObject header(String type) {
    JsonObject header = new JsonObject();
    header.addProperty("msg_id", UUID.randomUUID().toString());
    header.addProperty("session", session);
    header.addProperty("username", "kernel");
    // Jupyter's parser wants six digits of a second at most
    header.addProperty("date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
    header.addProperty("msg_type", type);
    header.addProperty("version", PROTOCOL);
    return header;
  }

  private static byte[] bytes(JsonObject json) {
    return json.toString().getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
