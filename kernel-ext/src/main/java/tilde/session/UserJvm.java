package tilde.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tilde.wire.Connection;
import tilde.wire.Message;
import tilde.wire.Message.Kind;

/**
 * The JVM that runs the cells: a process of its own, which calls back over a socket. Requests are
 * answered one at a time.
 */
final class UserJvm implements AutoCloseable {
  private static final long SECONDS_TO_END = 10;
  private static final long SECONDS_TO_CLOSE = 2;

  /** The JVM is gone; the message says why. */
  static final class Ended extends Exception {
    private static final long serialVersionUID = 1;

    Ended(String why) {
      super(why);
    }
  }

  private final Process process;
  private final Events events;
  private final CompletableFuture<Connection> connection = new CompletableFuture<>();
  private final CompletableFuture<DebugLink> debugLink = new CompletableFuture<>();
  private final CompletableFuture<String> end = new CompletableFuture<>(); // why it ended
  private final StringBuilder startText = new StringBuilder(); // what it said before it called
  private Thread nativeOutput;
  private Debugger debugger;
  private CompletableFuture<Message> answer;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean exits;
  private volatile String killedBecause;

  private UserJvm(Process process, Events events) {
    this.process = process;
    this.events = events;
  }

  /** Starts the JVM without waiting for it. */
  static UserJvm start(SessionOptions options, String idPrefix, Events events) {
    try {
      ServerSocket calls = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      ServerSocket debugCalls = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      Process process =
          new ProcessBuilder(
                  UserJvmCommand.of(
                      options, calls.getLocalPort(), debugCalls.getLocalPort(), idPrefix))
              .directory(options.workingDirectory().toAbsolutePath().toFile())
              .redirectErrorStream(true)
              .start();
      UserJvm jvm = new UserJvm(process, events);
      // or accept would wait for ever
      var unused = process.onExit().thenRun(() -> close(calls, debugCalls));
      String word = UUID.randomUUID().toString(); // anybody on this machine can call us
      try (OutputStream in = process.getOutputStream()) {
        in.write((word + "\n").getBytes(UTF_8));
      } catch (IOException endedAtOnce) {
        // found out below
      }
      daemon("tilde-debug-link", () -> jvm.acceptDebugLink(debugCalls));
      jvm.nativeOutput = daemon("tilde-native-output", jvm::readNativeText);
      daemon("tilde-user-jvm", () -> jvm.serve(calls, word));
      return jvm;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot start the JVM for the cells, "
              + options.javaHome()
              + " in "
              + options.workingDirectory().toAbsolutePath()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void acceptDebugLink(ServerSocket calls) {
    try (calls) {
      debugLink.complete(new DebugLink(calls.accept()));
    } catch (IOException e) {
      debugLink.completeExceptionally(e);
    }
  }

  private void readNativeText() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.equals("WARNING: Using incubator modules: " + Jdk.VECTOR_MODULE)) {
          continue;
        }
        if (connection.isDone()) {
          events.nativeText(line + "\n");
        } else {
          synchronized (startText) {
            startText.append(line).append('\n');
          }
        }
      }
    } catch (IOException e) {
      // the process is gone
    }
  }

  private void serve(ServerSocket calls, String word) {
    try (calls;
        Connection mine = accept(calls, word)) {
      connection.complete(mine);
      for (Optional<Message> m = mine.receive(); m.isPresent(); m = mine.receive()) {
        Message message = m.get();
        switch (message.kind()) {
          case DONE, THROWN, STOPPED -> answered(message);
          case EXITS -> exits = true;
          default -> events.message(this, message);
        }
      }
    } catch (IOException gone) {
      // told below
    }
    ended();
  }

  private static void close(ServerSocket... sockets) {
    for (ServerSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Connection accept(ServerSocket calls, String word) throws IOException {
    while (true) {
      Socket socket = calls.accept();
      Connection caller = new Connection(socket);
      Optional<Message> first = caller.receive();
      if (first.isPresent()
          && first.get().kind() == Kind.READY
          && first.get().text(0).equals(word)) {
        return caller;
      }
      caller.close();
    }
  }

  private synchronized void answered(Message message) {
    answer.complete(message);
  }

  private void ended() {
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      if (!connection.isDone()) {
        nativeOutput.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_CLOSE)); // its last words
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String why = why();
    end.complete(why);
    connection.completeExceptionally(new Ended(why));
    debugLink.completeExceptionally(new IOException(why));
    synchronized (this) {
      if (answer != null) {
        answer.completeExceptionally(new Ended(why));
      }
    }
  }

  private String why() {
    int code = process.exitValue();
    if (killedBecause != null) {
      return killedBecause;
    } else if (!connection.isDone()) {
      synchronized (startText) {
        return "the JVM for the cells did not start: " + startText.toString().strip();
      }
    }
    return ExitCodes.meaning(code, exits);
  }

  /** Asks for something and waits for the answer. */
  Message call(Kind kind, Object... fields) throws Ended {
    CompletableFuture<Message> mine = new CompletableFuture<>();
    synchronized (this) {
      answer = mine;
    }
    try {
      if (end.isDone()) {
        throw new Ended(end.join());
      }
      connection.join().send(Message.of(kind, fields));
      return mine.join();
    } catch (IOException gone) {
      throw new Ended(end.join());
    } catch (CompletionException gone) {
      throw new Ended(end.join());
    }
  }

  /** Calls something that runs user code: with the number by which it can be stopped. */
  Message callUserCode(Kind kind, Object... fields) throws Ended {
    Object[] numbered = new Object[fields.length + 1];
    numbered[0] = calls.incrementAndGet();
    System.arraycopy(fields, 0, numbered, 1, fields.length);
    return call(kind, numbered);
  }

  /** Sends something that has no answer; it is lost if the JVM has ended. */
  void tell(Kind kind, Object... fields) {
    try {
      if (!end.isDone()) {
        connection.join().send(Message.of(kind, fields));
      }
    } catch (IOException | CompletionException gone) {
      // who waits for an answer will know
    }
  }

  /** Interrupts the thread of the call that runs, or its place in the queue. */
  void interrupt() {
    tell(Kind.INTERRUPT, calls.get());
  }

  /** Ends the call that runs, where it is; false if that cannot be just now. */
  boolean stop(boolean evenInTheMiddle) throws IOException {
    tell(Kind.STOP, calls.get());
    return debugger().stopCell(evenInTheMiddle);
  }

  /** Ends what threads of the common pool do for cells; false if they do nothing. */
  boolean stopHelpers() throws IOException {
    return debugger().stopHelpers();
  }

  /** Gives loaded classes new code. */
  void redefine(Map<String, byte[]> classes) throws IOException {
    debugger().redefine(classes);
  }

  private synchronized Debugger debugger() throws IOException {
    if (debugger == null) {
      try {
        debugger = Debugger.on(debugLink.join());
      } catch (CompletionException e) {
        throw new IOException("the JVM for the cells is gone", e);
      }
    }
    return debugger;
  }

  /** Ends the JVM; what waits for an answer gets {@code why}. */
  void kill(String why) {
    killedBecause = why;
    process.destroyForcibly();
  }

  /** Why the JVM ended, if it has. */
  Optional<String> end() {
    return Optional.ofNullable(end.getNow(null));
  }

  /** Lets the JVM end as on {@code System.exit}; ends it if that takes long. */
  @Override
  public void close() {
    killedBecause = "the session was closed";
    try {
      if (connection.isDone() && !connection.isCompletedExceptionally()) {
        connection.join().close();
        process.waitFor(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      // ended below
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
