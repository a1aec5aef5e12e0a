package tilde.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.jdi.connect.spi.Connection;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The line to the debug agent of a JVM that has called us: greets it at once, so that it can start,
 * and serves the debugger's interface later, if that is ever needed.
 */
final class DebugLink extends Connection {
  private static final byte[] GREETING = "JDWP-Handshake".getBytes(US_ASCII);

  private final Socket socket;
  private final DataInputStream in;

  DebugLink(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    socket.getOutputStream().write(GREETING);
    if (!Arrays.equals(in.readNBytes(GREETING.length), GREETING)) {
      throw new IOException("something else than a debug agent has called");
    }
  }

  @Override
  public byte[] readPacket() throws IOException {
    int length;
    try {
      length = in.readInt(); // the packet's first four bytes, which it counts
    } catch (EOFException closed) {
      return new byte[0];
    }
    byte[] packet = ByteBuffer.allocate(length).putInt(length).array();
    in.readFully(packet, Integer.BYTES, length - Integer.BYTES);
    return packet;
  }

  @Override
  public synchronized void writePacket(byte[] packet) throws IOException {
    socket.getOutputStream().write(packet);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Override
  public boolean isOpen() {
    return !socket.isClosed();
  }
}
