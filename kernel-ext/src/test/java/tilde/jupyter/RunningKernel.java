package tilde.jupyter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import tilde.session.SessionOptions;

/** A kernel on a thread of this JVM, at free ports. */
final class RunningKernel implements AutoCloseable {
  final Connection connection;
  final List<String> log = new CopyOnWriteArrayList<>();
  private final Kernel kernel;
  private final Thread thread;

  RunningKernel(Path history) throws IOException {
    connection = freeConnection();
    kernel = new Kernel(connection, SessionOptions.defaults(), history, log::add);
    thread =
        new Thread(
            () -> {
              try {
                kernel.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
  }

  static Connection freeConnection() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>(); // all open at once, so that they differ
    try {
      for (int i = 0; i < 5; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return new Connection(
          "127.0.0.1",
          sockets.get(0).getLocalPort(),
          sockets.get(1).getLocalPort(),
          sockets.get(2).getLocalPort(),
          sockets.get(3).getLocalPort(),
          sockets.get(4).getLocalPort(),
          "hmac-sha256",
          UUID.randomUUID().toString());
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  /** Whether the kernel ends by itself. */
  boolean ends() throws InterruptedException {
    thread.join(TimeUnit.MINUTES.toMillis(1));
    return !thread.isAlive();
  }

  @Override
  public void close() throws InterruptedException {
    kernel.end();
    thread.join(TimeUnit.MINUTES.toMillis(1));
  }
}
