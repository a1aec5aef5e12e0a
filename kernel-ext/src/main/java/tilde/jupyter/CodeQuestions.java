package tilde.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Optional;
import tilde.session.Completeness;
import tilde.session.Completeness.State;
import tilde.session.Completions;
import tilde.session.Completions.Candidate;
import tilde.session.Inspection;

/** Answers questions about code that is being written. */
final class CodeQuestions {
  private final RunningSession session;

  CodeQuestions(RunningSession session) {
    this.session = session;
  }

  /** What could stand at the cursor. */
  JsonObject complete(Message request) {
    String code = request.content().text("code");
    int cursor = CodePoints.toIndex(code, request.content().number("cursor_pos"));
    Completions completions = session.use(started -> started.complete(code, cursor));
    int start = CodePoints.toPosition(code, completions.start());
    int end = CodePoints.toPosition(code, completions.end());
    JsonArray matches = new JsonArray();
    JsonArray described = new JsonArray();
    for (Candidate candidate : completions.candidates()) {
      matches.add(candidate.text());
      described.add(description(candidate, start, end));
    }
    JsonObject reply = Replies.status(Replies.OK);
    reply.add("matches", matches);
    reply.addProperty("cursor_start", start);
    reply.addProperty("cursor_end", end);
    JsonObject metadata = new JsonObject();
    metadata.add("_jupyter_types_experimental", described); // JupyterLab shows it beside the text
    reply.add("metadata", metadata);
    return reply;
  }

  private static JsonObject description(Candidate candidate, int start, int end) {
    JsonObject description = new JsonObject();
    description.addProperty("text", candidate.text());
    description.addProperty("start", start);
    description.addProperty("end", end);
    boolean callable = candidate.signature().contains("(");
    description.addProperty("type", callable ? "function" : "instance");
    description.addProperty("signature", candidate.signature());
    return description;
  }

  /** What the thing at the cursor is. */
  JsonObject inspect(Message request) {
    String code = request.content().text("code");
    int cursor = CodePoints.toIndex(code, request.content().number("cursor_pos"));
    Optional<Inspection> found = session.use(started -> started.inspect(code, cursor));
    JsonObject reply = Replies.status(Replies.OK);
    reply.addProperty("found", found.isPresent());
    reply.add("data", found.map(Bundles::of).orElseGet(JsonObject::new));
    reply.add("metadata", new JsonObject());
    return reply;
  }

  /** Whether the code can be executed, or goes on in the next line. */
  JsonObject isComplete(Message request) {
    String code = request.content().text("code");
    Completeness answer = session.use(started -> started.isComplete(code));
    JsonObject reply = Replies.status(answer.state().name().toLowerCase(Locale.ROOT));
    if (answer.state() == State.INCOMPLETE) {
      reply.addProperty("indent", answer.indent());
    }
    return reply;
  }
}
