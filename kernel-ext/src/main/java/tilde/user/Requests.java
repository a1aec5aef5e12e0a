package tilde.user;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import tilde.output.MimeBundle;
import tilde.wire.Bundles;
import tilde.wire.Connection;
import tilde.wire.Message;
import tilde.wire.Message.Kind;

/** Does what the session asks for, one thing after the other, on the thread that runs the cells. */
final class Requests {
  private static final int SESSION_GONE = 0;
  private static final int NO_MEMORY = 70;
  private static final int BROKEN = 71;

  private final Connection connection;
  private final Outbox outbox;
  private final CellOfThread cells;
  private final UserLoader loader;
  private final UserCode code;
  private final CellDisplay display;
  private final CellInput input;
  private final BlockingQueue<Message> requests = new LinkedBlockingQueue<>();

  Requests(
      Connection connection,
      Outbox outbox,
      CellOfThread cells,
      UserLoader loader,
      UserCode code,
      CellDisplay display,
      CellInput input) {
    this.connection = connection;
    this.outbox = outbox;
    this.cells = cells;
    this.loader = loader;
    this.code = code;
    this.display = display;
    this.input = input;
  }

  /** Serves on the calling thread, until this JVM ends. */
  void serve() {
    Thread reader = new Thread(this::read, "tilde-requests");
    reader.setDaemon(true);
    reader.start();
    while (true) {
      try {
        answer(requests.take());
      } catch (InterruptedException | Stop late) {
        // meant for user code that had just ended
      } catch (IOException gone) {
        return; // the reader notices too
      } catch (Throwable broken) {
        Runtime.getRuntime().halt(code(broken));
      }
    }
  }

  private void read() {
    try {
      for (Optional<Message> m = connection.receive(); m.isPresent(); m = connection.receive()) {
        Message message = m.get();
        switch (message.kind()) {
          case INTERRUPT -> code.interrupt(message.number(0));
          case STOP -> code.stop(message.number(0));
          case LINE -> input.answer(message);
          default -> requests.add(message);
        }
      }
      System.exit(SESSION_GONE);
    } catch (IOException gone) {
      System.exit(SESSION_GONE);
    } catch (Throwable broken) {
      Runtime.getRuntime().halt(code(broken));
    }
  }

  private static int code(Throwable broken) {
    return broken instanceof OutOfMemoryError ? NO_MEMORY : BROKEN;
  }

  private void answer(Message request) throws IOException {
    Message answer;
    try {
      answer = Message.of(Kind.DONE, done(request));
    } catch (Stop stopped) {
      answer = Message.of(Kind.STOPPED);
    } catch (Throwable thrown) {
      answer = Thrown.message(thrown);
    }
    outbox.flush();
    connection.send(answer);
  }

  private Object done(Message request) throws Throwable {
    switch (request.kind()) {
      case LOAD -> load(request.list(0));
      case INVOKE -> code.invoke(request.number(0), request.text(1), request.text(2));
      case SHOW -> {
        MimeBundle bundle = code.show(request.number(0));
        return bundle == null ? null : Bundles.toField(bundle);
      }
      case VARIABLE -> {
        return code.variable(request.number(0), request.text(1), request.text(2));
      }
      case CLASS_PATH -> loader.add(request.text(0));
      case CELL -> cells.start(request.number(0));
      case FLUSH -> {
        display.flush();
        return Long.toString(outbox.leftOut(cells.current()));
      }
      default -> throw new IllegalArgumentException("a session never asks for " + request.kind());
    }
    return null;
  }

  private void load(List<?> classes) throws ClassNotFoundException {
    for (int i = 0; i < classes.size(); i += 2) {
      loader.declare((String) classes.get(i), (byte[]) classes.get(i + 1));
    }
    for (int i = 0; i < classes.size(); i += 2) {
      // asking for constructors links the class: a debugger cannot see it earlier
      var unused = loader.loadClass((String) classes.get(i)).getDeclaredConstructors();
    }
  }
}
