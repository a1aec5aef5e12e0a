package tilde.jupyter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs messages, and tells signed ones from others. Safe for any thread. */
final class Signer {
  private final String algorithm;
  private final SecretKeySpec key; // null: the connection file asks for no signatures

  /**
   * A signer for the key of a connection file.
   *
   * @param scheme as {@code hmac-sha256}
   * @throws JupyterException if this Java knows no such scheme
   */
  Signer(String scheme, String key) {
    algorithm = scheme.toLowerCase(Locale.ROOT).replaceFirst("^hmac-", "Hmac").replace("-", "");
    this.key = key.isEmpty() ? null : new SecretKeySpec(key.getBytes(UTF_8), algorithm);
    try {
      if (this.key != null) {
        mac();
      }
    } catch (IllegalStateException unknown) {
      throw new JupyterException(
          "signature scheme \"" + scheme + "\" is not known here: set it to hmac-sha256");
    }
  }

  /** The signature of a message whose parts are given, in hexadecimal digits. */
  byte[] sign(List<byte[]> parts) {
    if (key == null) {
      return new byte[0];
    }
    Mac mac = mac();
    parts.forEach(mac::update);
    return HexFormat.of().formatHex(mac.doFinal()).getBytes(US_ASCII);
  }

  boolean isValid(byte[] signature, List<byte[]> parts) {
    // takes the same time for each wrong signature, so that none can be found digit by digit
    return key == null || MessageDigest.isEqual(sign(parts), signature);
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
