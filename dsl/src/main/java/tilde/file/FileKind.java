package tilde.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file is by its first bytes, for the message when it was taken for something else. */
public final class FileKind {
  private static final int LOOKED_AT = 16; // bytes

  private FileKind() {}

  /**
   * Such as {@code ": it looks like a NumPy array, which Tensor.load(...) reads"}; empty for a file
   * of no kind that is known here.
   *
   * @param start at least 8 bytes, if the file has as many
   */
  public static String hint(byte... start) {
    String kind = kind(new String(start, StandardCharsets.ISO_8859_1));
    return kind.isEmpty() ? "" : ": it looks like " + kind;
  }

  /** The same, of a file that is there; empty if it cannot be read. */
  public static String hint(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return hint(in.readNBytes(LOOKED_AT));
    } catch (IOException notToBeRead) {
      return "";
    }
  }

  private static String kind(String start) {
    if (start.startsWith("\u0093NUMPY")) {
      return "a NumPy array, which Tensor.load(...) reads";
    } else if (start.startsWith("PK\u0003\u0004")) {
      return "a zip file; one of NumPy's savez is read by Data.npz(...) and Data.tensors(...)";
    } else if (start.startsWith("\u0089PNG") || start.startsWith("\u00ff\u00d8\u00ff")) {
      return "a picture, which Data.picture(...) reads, and Data.folder(...) folders of them";
    } else if (start.startsWith("GIF8") || start.startsWith("RIFF")) {
      return "a GIF or WebP picture: save it as PNG";
    } else if (start.startsWith("\u001f\u008b")) {
      return "a file packed by gzip: unpack it";
    } else if (start.matches("(?s)\\x08[\\x01-\\x20][\\x12\\x1a\\x22\\x2a\\x3a\\x42].*")) {
      return "an ONNX file, which Onnx.load(...) reads";
    } else if (start.length() >= 8 && start.startsWith("\0\0\0", 5)) {
      return "a safetensors file, which weights() and Model.load(...) read";
    } else if (start.matches("[\\x20-\\x7e\\r\\n\\t]{6,}")) {
      return "a text; tables are read by Data.csv(...)";
    }
    return "";
  }
}
