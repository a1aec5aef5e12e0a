package tilde.jupyter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * A socket of the kernel, whose messages are lists of frames. It serves one thread at a time. When
 * the context ends, a call under way fails with a {@link ZMQException}: see {@link #hasEnded}.
 */
final class FrameSocket implements AutoCloseable {
  private static final int LINGER_MILLIS = 1000; // for last words that are still on their way
  private static final int FOREVER = -1;
  private static final int UNLIMITED = 0; // beyond a limit messages are dropped, clients would wait
  // room is made for a frame before its signature can be checked: strangers must not get much
  private static final long MAX_FRAME_BYTES = 16 << 20;

  private final ZMQ.Socket socket;

  private FrameSocket(ZMQ.Socket socket) {
    this.socket = socket;
  }

  /**
   * Listens at {@code endpoint}.
   *
   * @throws JupyterException if that cannot be
   */
  static FrameSocket bind(ZMQ.Context context, SocketType type, String endpoint) {
    ZMQ.Socket socket = context.socket(type);
    socket.setLinger(LINGER_MILLIS);
    socket.setMaxMsgSize(MAX_FRAME_BYTES);
    socket.setSndHWM(UNLIMITED);
    try {
      socket.bind(endpoint);
    } catch (RuntimeException problem) {
      socket.close();
      throw new JupyterException(
          "cannot listen at " + endpoint + ": " + problem + " (is another kernel running there?)");
    }
    return new FrameSocket(socket);
  }

  /** The next message, waiting for it. */
  List<byte[]> receive() {
    List<byte[]> frames;
    do {
      frames = receive(FOREVER, 0);
    } while (frames.isEmpty());
    return frames;
  }

  /** The next message, empty if none comes in time. */
  List<byte[]> receive(Duration atMost) {
    return receive((int) atMost.toMillis(), 0);
  }

  /** The next message, empty if none is there. */
  List<byte[]> receiveNow() {
    return receive(FOREVER, ZMQ.DONTWAIT);
  }

  private List<byte[]> receive(int timeoutMillis, int flags) {
    socket.setReceiveTimeOut(timeoutMillis);
    List<byte[]> frames = new ArrayList<>();
    byte[] frame = socket.recv(flags);
    while (frame != null) {
      frames.add(frame);
      frame = socket.hasReceiveMore() ? socket.recv() : null;
    }
    return frames;
  }

  void send(List<byte[]> frames) {
    for (int i = 0; i < frames.size(); i++) {
      socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
    }
  }

  /** Whether {@code failure} says that the kernel shuts down. */
  static boolean hasEnded(ZMQException failure) {
    return failure.getErrorCode() == ZMQ.Error.ETERM.getCode();
  }

  @Override
  public void close() {
    socket.close();
  }
}
