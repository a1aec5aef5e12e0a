package tilde.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import tilde.output.Host;
import tilde.output.MimeBundle;
import tilde.wire.Connection;
import tilde.wire.Message;
import tilde.wire.Message.Kind;

/** The JVM that runs the cells: connects to its session and does what that asks. */
public final class UserMain {
  private UserMain() {}

  /**
   * Expects a port, a prefix for ids of displays and the most characters of output for a cell as
   * arguments, and on standard input the word by which the session recognises this JVM.
   */
  public static void main(String[] args) throws IOException {
    String word = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
    Connection connection =
        new Connection(new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])));
    connection.send(Message.of(Kind.READY, word));
    Outbox outbox = new Outbox(connection, Integer.parseInt(args[2]));
    CellOfThread cells = new CellOfThread();
    UserLoader loader = new UserLoader();
    UserCode code = new UserCode(loader);
    CellInput input = new CellInput(connection, outbox);
    CellDisplay display = new CellDisplay(toCells(outbox, cells, code), args[1], System::nanoTime);
    System.setIn(input);
    System.setOut(TextStream.printTo(text -> print(code, outbox, cells, "stdout", text)));
    System.setErr(TextStream.printTo(text -> print(code, outbox, cells, "stderr", text)));
    Host.use(display);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> sayGoodbye(connection, outbox)));
    Thread.currentThread().setContextClassLoader(loader);
    outbox.sendInTheBackground();
    new Requests(connection, outbox, cells, loader, code, display, input).serve();
  }

  private static void print(
      UserCode code, Outbox outbox, CellOfThread cells, String stream, String text) {
    code.putsOut();
    outbox.print(cells.current(), stream, text);
  }

  private static CellDisplay.Sink toCells(Outbox outbox, CellOfThread cells, UserCode code) {
    return new CellDisplay.Sink() {
      @Override
      public void show(String id, MimeBundle content) {
        code.putsOut();
        outbox.show(cells.current(), id, content);
      }

      @Override
      public void update(String id, MimeBundle content) {
        code.putsOut();
        outbox.update(id, content);
      }

      @Override
      public void clear(boolean waits) {
        outbox.clear(cells.current(), waits);
      }
    };
  }

  private static void sayGoodbye(Connection connection, Outbox outbox) {
    try {
      outbox.flush();
      connection.send(Message.of(Kind.EXITS));
    } catch (IOException gone) {
      // the session ended first
    }
  }
}
