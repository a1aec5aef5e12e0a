package tilde.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Makes small archives. */
final class Tar {
  private Tar() {}

  static byte[] gz(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] content = file.getValue();
      tar.write(header(file.getKey(), String.format("%011o", content.length), '0'));
      tar.write(content);
      tar.write(new byte[(512 - content.length % 512) % 512]);
    }
    tar.write(new byte[1024]);
    return gz(tar.toByteArray());
  }

  static byte[] gz(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  static byte[] header(String name, String size, char type) {
    byte[] header = new byte[512];
    System.arraycopy(name.getBytes(US_ASCII), 0, header, 0, name.length());
    System.arraycopy(size.getBytes(US_ASCII), 0, header, 124, size.length());
    header[156] = (byte) type;
    return header;
  }
}
