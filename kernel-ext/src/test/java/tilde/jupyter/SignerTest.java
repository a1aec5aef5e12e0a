package tilde.jupyter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SignerTest {
  @Test
  void signsTheJoinedPartsAsHmac() {
    // RFC 4231, test case 2, cut in two
    Signer signer = new Signer("hmac-sha256", "Jefe");
    List<byte[]> parts = List.of(bytes("what do ya want "), bytes("for nothing?"));

    assertThat(new String(signer.sign(parts), US_ASCII))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void refusesOtherSignaturesAndNone() {
    Signer signer = new Signer("hmac-sha256", "key");
    List<byte[]> parts = List.of(bytes("header"), bytes("content"));
    byte[] signature = signer.sign(parts);

    assertThat(signer.isValid(signature, parts)).isTrue();
    assertThat(signer.isValid(new byte[0], parts)).isFalse();
    assertThat(signer.isValid(signature, List.of(bytes("header"), bytes("other")))).isFalse();
    assertThat(signer.isValid(new Signer("hmac-sha256", "lock").sign(parts), parts)).isFalse();
  }

  @Test
  void anEmptyKeyMeansNoSignatures() {
    Signer signer = new Signer("hmac-sha256", "");

    assertThat(signer.sign(List.of(bytes("x")))).isEmpty();
    assertThat(signer.isValid(new byte[0], List.of(bytes("x")))).isTrue();
  }

  @Test
  void knowsTheSchemesOfJavaAndSaysWhatToDoAboutOthers() {
    assertThat(new Signer("hmac-sha512", "key").sign(List.of(bytes("x")))).hasSize(128);
    assertThatThrownBy(() -> new Signer("hmac-rot13", "key"))
        .isInstanceOf(JupyterException.class)
        .hasMessageContaining("hmac-rot13")
        .hasMessageContaining("set it to hmac-sha256");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
