package tilde.jupyter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a connection file says: the one address to listen at, a port for each channel, and the key
 * that signs messages.
 *
 * @param key empty if messages are not signed, which only a user can have asked for
 */
record Connection(
    String ip,
    int shellPort,
    int controlPort,
    int stdinPort,
    int iopubPort,
    int heartbeatPort,
    String signatureScheme,
    String key) {

  /**
   * Reads a connection file.
   *
   * @throws JupyterException if it is missing or lacks something
   */
  static Connection read(Path file) {
    try {
      return of(Fields.parse("it", Files.readString(file)));
    } catch (NoSuchFileException e) {
      throw unusable(file, "no such file");
    } catch (IOException e) {
      throw unusable(file, "cannot be read: " + e);
    } catch (InvalidMessageException e) {
      throw unusable(file, "not a connection file: " + e.getMessage());
    }
  }

  private static Connection of(Fields fields) {
    String transport = fields.text("transport", "tcp");
    if (!transport.equals("tcp")) {
      throw new InvalidMessageException("\"transport\" must be \"tcp\", got \"" + transport + "\"");
    }
    return new Connection(
        fields.text("ip"),
        fields.number("shell_port"),
        fields.number("control_port"),
        fields.number("stdin_port"),
        fields.number("iopub_port"),
        fields.number("hb_port"),
        fields.text("signature_scheme", "hmac-sha256"),
        fields.text("key"));
  }

  /** Where the channel with this port listens: nowhere but at the address of the file. */
  String endpoint(int port) {
    return "tcp://" + (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
  }

  private static JupyterException unusable(Path file, String problem) {
    return new JupyterException(
        file + ": " + problem + " (Jupyter writes this file and starts the kernel with it)");
  }

  /** Without the key, which must not end up in a log. */
  @Override
  public String toString() {
    return "Connection[" + endpoint(shellPort) + "]";
  }
}
