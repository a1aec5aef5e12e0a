package tilde.jupyter;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.zeromq.ZMQException;

/** Has each message answered by the handler of its type; none can end the kernel. */
final class Dispatcher {
  private final Map<String, RequestHandler> handlers;
  private final Broadcast iopub;
  private final Consumer<String> log;

  Dispatcher(Map<String, RequestHandler> handlers, Broadcast iopub, Consumer<String> log) {
    this.handlers = handlers;
    this.iopub = iopub;
    this.log = log;
  }

  /** Answers the messages of a channel until the kernel ends. */
  void serve(Channel channel) {
    while (true) {
      Message message = channel.receive();
      JsonObject reply = dispatch(channel, message);
      if (endsTheQueue(message, reply)) {
        abortQueue(channel);
      }
    }
  }

  private JsonObject dispatch(Channel channel, Message message) {
    iopub.status(message.header(), "busy");
    try {
      RequestHandler handler = handlers.get(message.type());
      if (handler == null) {
        log.accept("ignored a message of unknown type " + message.type());
        return Replies.status(Replies.OK);
      }
      JsonObject reply = answer(handler, message);
      channel.send(message, message.replyType(), reply);
      return reply;
    } finally {
      iopub.status(message.header(), "idle");
    }
  }

  private JsonObject answer(RequestHandler handler, Message message) {
    try {
      return handler.answer(message);
    } catch (ZMQException theKernelEnds) {
      throw theKernelEnds;
    } catch (InvalidMessageException problem) {
      log.accept(problem.getMessage());
      return Replies.error("InvalidMessage", problem.getMessage(), List.of(problem.getMessage()));
    } catch (RuntimeException | Error problem) { // whatever it is, the next message may fare better
      String what = message.type() + " failed: " + problem;
      log.accept(what + stackTrace(problem));
      return Replies.error(problem.getClass().getName(), what, List.of(what));
    }
  }

  /** A cell that fails takes those with it that were sent before anyone could know. */
  private static boolean endsTheQueue(Message message, JsonObject reply) {
    return message.type().equals("execute_request")
        && Replies.isError(reply)
        && !"false".equals(String.valueOf(message.content().json().get("stop_on_error")));
  }

  private void abortQueue(Channel channel) {
    for (var next = channel.receiveNow(); next.isPresent(); next = channel.receiveNow()) {
      Message message = next.get();
      if (!message.type().equals("execute_request")) {
        dispatch(channel, message);
        continue;
      }
      iopub.status(message.header(), "busy");
      channel.send(message, message.replyType(), Replies.status(Replies.ABORTED));
      iopub.status(message.header(), "idle");
    }
  }

  private static String stackTrace(Throwable problem) {
    StringBuilder text = new StringBuilder();
    for (StackTraceElement frame : problem.getStackTrace()) {
      text.append("\n    at ").append(frame);
    }
    return text.toString();
  }
}
