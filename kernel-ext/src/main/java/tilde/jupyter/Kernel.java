package tilde.jupyter;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import tilde.session.Session;
import tilde.session.SessionOptions;

/**
 * A Jupyter kernel: a session of Java cells behind five sockets. Each socket belongs to one thread,
 * but that of iopub, which all publish on.
 */
final class Kernel {
  private static final long LAST_WORDS_MILLIS = 3000;

  private final Consumer<String> log;
  private final ZMQ.Context context = ZMQ.context(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final FrameSocket heartbeat;
  private final Broadcast iopub;
  private final Channel shell;
  private final Channel control;
  private final Channel stdinChannel;
  private final StdinChannel stdin;
  private final RunningSession session;
  private final History history;
  private final Dispatcher dispatcher;

  /**
   * Binds the sockets and starts the session, which goes on while first questions are answered.
   *
   * @throws JupyterException if it cannot listen where the connection file says
   */
  Kernel(Connection connection, SessionOptions options, Path historyFile, Consumer<String> log) {
    this.log = log;
    Wire wire = new Wire(new Signer(connection.signatureScheme(), connection.key()));
    heartbeat = bind(SocketType.ROUTER, connection.endpoint(connection.heartbeatPort()));
    iopub = new Broadcast(bind(SocketType.PUB, connection.endpoint(connection.iopubPort())), wire);
    shell = channel("shell", connection.endpoint(connection.shellPort()), wire);
    control = channel("control", connection.endpoint(connection.controlPort()), wire);
    stdinChannel = channel("stdin", connection.endpoint(connection.stdinPort()), wire);

    CellOutputs outputs = new CellOutputs(iopub);
    stdin = new StdinChannel(outputs);
    session = new RunningSession(Session.open(options.withInput(stdin), outputs));
    history = new History(new HistoryFile(historyFile), log);
    dispatcher =
        new Dispatcher(
            handlers(new ExecuteHandler(session, iopub, outputs, stdin, history)), iopub, log);
  }

  private FrameSocket bind(SocketType type, String endpoint) {
    return FrameSocket.bind(context, type, endpoint);
  }

  private Channel channel(String name, String endpoint, Wire wire) {
    return new Channel(name, bind(SocketType.ROUTER, endpoint), wire, log);
  }

  private Map<String, RequestHandler> handlers(ExecuteHandler execute) {
    CodeQuestions code = new CodeQuestions(session);
    return Map.of(
        "kernel_info_request",
        new KernelInfo(),
        "execute_request",
        execute,
        "complete_request",
        code::complete,
        "inspect_request",
        code::inspect,
        "is_complete_request",
        code::isComplete,
        "history_request",
        new HistoryHandler(history),
        "comm_info_request",
        request -> commInfo(),
        "interrupt_request",
        request -> interrupt(),
        Dispatcher.SHUTDOWN,
        Kernel::shutdown);
  }

  private static JsonObject commInfo() {
    JsonObject reply = Replies.status(Replies.OK);
    reply.add("comms", new JsonObject()); // cells cannot open any
    return reply;
  }

  private JsonObject interrupt() {
    session.interrupt();
    return Replies.status(Replies.OK);
  }

  /** The reply alone: when it is sent, {@link Dispatcher#serve} returns. */
  private static JsonObject shutdown(Message request) {
    JsonObject reply = Replies.status(Replies.OK);
    reply.addProperty("restart", request.content().flag("restart", false));
    return reply;
  }

  /** Serves clients until one shuts the kernel down, or {@link #end} is called. */
  void run() throws InterruptedException {
    start("heartbeat", heartbeat, this::echo);
    start("stdin", stdinChannel, () -> stdin.serve(stdinChannel));
    start("control", control, () -> serve(control));
    start("shell", shell, () -> serve(shell));
    iopub.status(new JsonObject(), "starting");
    history.session(); // its file is read before the first cell waits for that
    ended.await();
    close();
  }

  /** Has {@link #run} return; from any thread. */
  void end() {
    ended.countDown();
  }

  private void serve(Channel channel) {
    dispatcher.serve(channel);
    end();
  }

  private void echo() {
    while (true) {
      heartbeat.send(heartbeat.receive());
    }
  }

  private interface Loop {
    void run() throws InterruptedException;
  }

  private void start(String name, AutoCloseable socket, Loop loop) {
    Thread thread =
        new Thread(
            () -> {
              try (socket) {
                loop.run();
              } catch (ZMQException e) {
                if (!FrameSocket.hasEnded(e)) {
                  broke(name, e);
                }
              } catch (Exception | Error e) {
                broke(name, e);
              }
            },
            "tilde-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Jupyter starts a kernel anew that ended, but waits for one that has fallen silent. */
  private void broke(String name, Throwable problem) {
    log.accept("channel " + name + " broke, the kernel ends: " + problem);
    end();
  }

  private void close() throws InterruptedException {
    session.close();
    stdin.end();
    iopub.close();
    // returns when each thread has closed its socket; a cell may keep one of them
    Thread last = new Thread(context::term, "tilde-end");
    last.setDaemon(true);
    last.start();
    last.join(LAST_WORDS_MILLIS);
  }
}
