package tilde.session;

import java.util.concurrent.atomic.AtomicReference;
import tilde.session.Output.ClearOutput;
import tilde.session.Output.DisplayData;
import tilde.session.Output.Stream;
import tilde.wire.Bundles;
import tilde.wire.Message;
import tilde.wire.Message.Kind;

/** Takes what the user JVM says unasked to where it belongs. */
final class Events {
  private final Relay output;
  private final Input input;
  private final AtomicReference<Thread> asking = new AtomicReference<>();

  Events(Relay output, Input input) {
    this.output = output;
    this.input = input;
  }

  void message(UserJvm from, Message message) {
    switch (message.kind()) {
      case STREAM -> output.output(message.number(0), new Stream(message.text(1), message.text(2)));
      case DISPLAY ->
          output.output(
              message.number(0),
              new DisplayData(Bundles.ofField(message.list(2)), message.text(1)));
      case UPDATE ->
          output.update(new DisplayData(Bundles.ofField(message.list(1)), message.text(0)));
      case CLEAR -> output.output(message.number(0), new ClearOutput(message.number(1) == 1));
      case ASK -> ask(from, message.number(0));
      default -> throw new IllegalStateException("a user JVM never says " + message.kind());
    }
  }

  /** Text that did not come from Java, such as a warning of the JVM. */
  void nativeText(String text) {
    output.output(new Stream(Stream.ERR, text));
  }

  /** On a thread of its own: outputs must go on while somebody thinks about an answer. */
  private void ask(UserJvm from, int question) {
    Thread thread =
        new Thread(
            () -> {
              try {
                from.tell(Kind.LINE, question, input.line(""));
              } catch (InterruptedException e) {
                // nobody waits any more
              }
            },
            "tilde-input");
    thread.setDaemon(true);
    asking.set(thread);
    thread.start();
  }

  /** Nobody waits for an answer any more. */
  void cellIsOver() {
    Thread thread = asking.getAndSet(null);
    if (thread != null) {
      thread.interrupt();
    }
  }
}
