package tilde.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Messages in both directions over a socket, each a length and its bytes, written at once: many
 * small writes are what makes JShell's own channel slow.
 */
public final class Connection implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** Takes over a connected socket. */
  public Connection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
    out = socket.getOutputStream();
  }

  /** Sends a message; from any thread. */
  public void send(Message message) throws IOException {
    byte[] bytes = Codec.encode(message);
    byte[] frame =
        ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).array();
    synchronized (out) {
      out.write(frame);
    }
  }

  /** Waits for the next message; empty when the other side is gone. */
  public Optional<Message> receive() throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException gone) {
      return Optional.empty();
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return Optional.of(Codec.decode(bytes));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
