package tilde.jupyter;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import tilde.session.Input;

/**
 * Asks the client whose cell runs for the lines that the cell reads from {@code System.in}.
 *
 * <p>The thread that asks may be interrupted, which ZeroMQ's sockets do not survive: so a thread of
 * its own talks to the client.
 */
final class StdinChannel implements Input {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  /** A question under way; {@code answer} is done as well when nobody waits for it any more. */
  private record Question(Message cell, String prompt, CompletableFuture<String> answer) {}

  private final BlockingQueue<Optional<Question>> questions = // empty: the end
      new LinkedBlockingQueue<>();
  private final CellOutputs outputs;
  private volatile Optional<Message> cell = Optional.empty();

  StdinChannel(CellOutputs outputs) {
    this.outputs = outputs;
  }

  /** The cell that runs from now on, empty if its client does not answer questions. */
  void setCell(Optional<Message> request) {
    cell = request;
  }

  @Override
  public String line(String prompt) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Optional<Message> asking = cell;
    if (asking.isEmpty()) {
      outputs.note("System.in is at its end: what runs this notebook does not take input");
      return null;
    }
    Question question = new Question(asking.get(), prompt, new CompletableFuture<>());
    questions.add(Optional.of(question));
    try {
      return question.answer().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      question.answer().cancel(false);
    }
  }

  /** Talks to clients, until the end. */
  void serve(Channel channel) throws InterruptedException {
    Optional<Question> question = questions.take();
    while (question.isPresent()) {
      ask(channel, question.get());
      question = questions.take();
    }
  }

  private static void ask(Channel channel, Question question) {
    while (channel.receiveNow().isPresent()) {
      // an answer that came too late for its question
    }
    JsonObject content = new JsonObject();
    content.addProperty("prompt", question.prompt());
    content.addProperty("password", false);
    channel.send(question.cell(), "input_request", content);
    while (!question.answer().isDone()) {
      channel
          .receive(BETWEEN_LOOKS)
          .filter(message -> message.type().equals("input_reply"))
          .ifPresent(reply -> question.answer().complete(value(reply)));
    }
  }

  private static String value(Message reply) {
    return reply.content().json().get("value") instanceof JsonPrimitive value
        ? value.getAsString()
        : "";
  }

  /** Ends {@link #serve}. */
  void end() {
    questions.add(Optional.empty());
  }
}
