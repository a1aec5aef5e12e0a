package tilde.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    boolean aborting = false;
    while (true) {
      Optional<Message> queued = aborting ? channel.receiveNow() : Optional.empty();
      aborting = queued.isPresent();
      Message message = queued.isPresent() ? queued.get() : channel.receive();
      if (aborting && message.type().equals(EXECUTE)) {
        respond(channel, message, request -> Replies.status(Replies.ABORTED));
        continue;
      }
      JsonObject reply = respond(channel, message, this::answer);
      if (message.type().equals(SHUTDOWN) && !Replies.isError(reply)) {
        return;
      }
      aborting |= abortsOthers(message, reply);
    }
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
