package tilde.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.zeromq.ZMQException;

/** Has each message answered by the handler of its type; none can end the kernel by accident. */
final class Dispatcher {
  static final String SHUTDOWN = "shutdown_request";
  private static final String EXECUTE = "execute_request";

  private final Map<String, RequestHandler> handlers;
  private final Broadcast iopub;
  private final Consumer<String> log;

  Dispatcher(Map<String, RequestHandler> handlers, Broadcast iopub, Consumer<String> log) {
    this.handlers = handlers;
    this.iopub = iopub;
    this.log = log;
  }

  /**
   * Answers the messages of a channel, until one shuts the kernel down. A cell that fails takes
   * those with it that wait behind it: whoever sent them could not know.
   */
  void serve(Channel channel) {
    Deque<Message> behind = new ArrayDeque<>(); // a cell that failed
    while (true) {
      boolean late = !behind.isEmpty();
      Message message = late ? behind.remove() : channel.receive();
      if (late && message.type().equals(EXECUTE)) {
        respond(channel, message, request -> Replies.status(Replies.ABORTED));
        continue;
      }
      JsonObject reply = respond(channel, message, request -> answer(channel, request, behind));
      if (message.type().equals(SHUTDOWN) && !Replies.isError(reply)) {
        return;
      }
    }
  }

  /** Looks what waits before the reply goes out: whoever has seen that may send a cell at once. */
  private JsonObject answer(Channel channel, Message message, Deque<Message> behind) {
    JsonObject reply = answer(message);
    if (abortsOthers(message, reply)) {
      Optional<Message> next = channel.receiveNow();
      while (next.isPresent()) {
        behind.add(next.get());
        next = channel.receiveNow();
      }
    }
    return reply;
  }

  private static boolean abortsOthers(Message message, JsonObject reply) {
    JsonElement stopOnError = message.content().json().get("stop_on_error");
    return message.type().equals(EXECUTE)
        && Replies.isError(reply)
        && !new JsonPrimitive(false).equals(stopOnError);
  }

  private JsonObject respond(Channel channel, Message message, RequestHandler handler) {
    iopub.status(message.header(), "busy");
    JsonObject reply = handler.answer(message);
    if (message.isRequest()) {
      channel.send(message, message.replyType(), reply);
    }
    iopub.status(message.header(), "idle");
    return reply;
  }

  private JsonObject answer(Message message) {
    try {
      return handlers.getOrDefault(message.type(), Dispatcher::unknown).answer(message);
    } catch (ZMQException theKernelEnds) {
      throw theKernelEnds;
    } catch (InvalidMessageException problem) {
      log.accept(problem.getMessage());
      return error(message, "InvalidMessage", problem.getMessage());
    } catch (RuntimeException | Error problem) { // whatever it is, the next message may fare better
      StringWriter trace = new StringWriter();
      problem.printStackTrace(new PrintWriter(trace));
      log.accept(message.type() + " failed: " + trace);
      return error(message, problem.getClass().getName(), message.type() + " failed: " + problem);
    }
  }

  private static JsonObject unknown(Message message) {
    throw new InvalidMessageException("this kernel knows no " + message.type());
  }

  private JsonObject error(Message message, String name, String text) {
    JsonObject error = Replies.error(name, text, List.of(text));
    if (message.type().equals(EXECUTE)) { // front ends show of a reply no more than that it failed
      iopub.publish(message.header(), "error", error);
    }
    return error;
  }
}
