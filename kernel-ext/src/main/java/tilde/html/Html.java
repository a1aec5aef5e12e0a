package tilde.html;

import java.util.Base64;

/** The few forms of text that HTML needs. */
final class Html {
  private Html() {}

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static String dataUri(String mimeType, byte[] content) {
    return dataUri(mimeType, Base64.getEncoder().encodeToString(content));
  }

  static String dataUri(String mimeType, String base64) {
    return "data:" + mimeType + ";base64," + base64;
  }
}
