package tilde.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WireTest {
  private final Signer signer = new Signer("hmac-sha256", "key");
  private final Wire wire = new Wire(signer);

  @Test
  void aMessageComesOutAsItWentIn() {
    Message message = wire.read(message("int \u00e4 = 1; // \ud83d\ude00"));

    assertThat(message.type()).isEqualTo("execute_request");
    assertThat(message.replyType()).isEqualTo("execute_reply");
    assertThat(message.route()).extracting(frame -> new String(frame, UTF_8)).containsExactly("me");
    assertThat(message.content().text("code")).isEqualTo("int \u00e4 = 1; // \ud83d\ude00");
    assertThat(message.header().get("version").getAsString()).isEqualTo("5.3");
  }

  @Test
  void anyChangedPartMakesTheSignatureWrong() {
    for (int part = 3; part < 7; part++) { // header, parent, metadata, content
      List<byte[]> frames = message("x");
      frames.set(part, (new String(frames.get(part), UTF_8) + " ").getBytes(UTF_8));

      assertThatThrownBy(() -> wire.read(frames))
          .isInstanceOf(InvalidMessageException.class)
          .hasMessageContaining("not signed with the key");
    }
  }

  @Test
  void saysWhatIsWrongWithAMessageThatIsSigned() {
    assertInvalid("not a message: 0 frames");
    assertInvalid("the header must be a JSON object, got {", "{", "{}", "{}", "{}");
    assertInvalid("the header must be a JSON object, got [1]", "[1]", "{}", "{}", "{}");
    assertInvalid("the header: \"msg_type\" must be a string, got none", "{}", "{}", "{}", "{}");
    assertInvalid(
        "the header: \"msg_type\" must be a string, got 5", "{\"msg_type\": 5}", "{}", "{}", "{}");
    String header = "{\"msg_type\": \"execute_request\"}";
    assertInvalid("the content of execute_request must be a JSON object", header, "{}", "{}", "7");
    assertInvalid(
        "the content of execute_request must be a JSON object",
        header,
        "{}",
        "{}",
        "[".repeat(100_000));
  }

  @Property(tries = 2000)
  void noFramesAtAllBreakTheReader(
      @ForAll @Size(max = 9) List<@Size(max = 20) byte[]> frames, @ForAll boolean delimited) {
    List<byte[]> sent = new ArrayList<>(frames);
    if (delimited) {
      sent.add(0, "<IDS|MSG>".getBytes(UTF_8));
    }
    assertThatThrownBy(() -> wire.read(sent)).isInstanceOf(InvalidMessageException.class);
  }

  @Property(tries = 2000)
  void noSignedPartsBreakTheReader(
      @ForAll @Size(4) List<@Size(max = 30) byte[]> parts,
      @ForAll @IntRange(min = 0, max = 3) int changed) {
    List<byte[]> signed = new ArrayList<>(message("x").subList(3, 7));
    signed.set(changed, parts.get(changed));
    try {
      wire.read(framed(signed));
    } catch (InvalidMessageException problem) {
      assertThat(problem).hasMessageContaining("the ");
    }
  }

  private void assertInvalid(String problem, String... parts) {
    List<byte[]> bytes = new ArrayList<>();
    for (String part : parts) {
      bytes.add(part.getBytes(UTF_8));
    }
    assertThatThrownBy(() -> wire.read(parts.length == 0 ? List.of() : framed(bytes)))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageStartingWith(problem);
  }

  private List<byte[]> framed(List<byte[]> parts) {
    List<byte[]> frames = new ArrayList<>();
    frames.add("<IDS|MSG>".getBytes(UTF_8));
    frames.add(signer.sign(parts));
    frames.addAll(parts);
    return frames;
  }

  private List<byte[]> message(String code) {
    JsonObject content = TestClient.code(code);
    return new ArrayList<>(
        wire.write(List.of("me".getBytes(UTF_8)), "execute_request", new JsonObject(), content));
  }
}
