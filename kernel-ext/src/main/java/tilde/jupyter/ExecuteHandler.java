package tilde.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import tilde.session.CellResult;
import tilde.session.Inspection;
import tilde.session.Output.Answer;
import tilde.session.Output.Failure;
import tilde.session.Output.Result;
import tilde.session.Session;

/** Executes cells. */
final class ExecuteHandler implements RequestHandler {
  private final RunningSession session;
  private final Broadcast iopub;
  private final CellOutputs outputs;
  private final StdinChannel stdin;
  private final History history;
  private int count; // of the cells that were stored

  ExecuteHandler(
      RunningSession session,
      Broadcast iopub,
      CellOutputs outputs,
      StdinChannel stdin,
      History history) {
    this.session = session;
    this.iopub = iopub;
    this.outputs = outputs;
    this.stdin = stdin;
    this.history = history;
  }

  @Override
  public JsonObject answer(Message request) {
    return session.use(started -> execute(request, started));
  }

  private JsonObject execute(Message request, Session started) {
    Fields asked = request.content();
    String code = asked.text("code");
    boolean silent = asked.flag("silent", false);
    boolean stored = !silent && asked.flag("store_history", true) && !code.isBlank();
    boolean answersInput = asked.flag("allow_stdin", true);
    Map<String, String> expressions = asked.texts("user_expressions");

    int number = count + 1;
    if (stored) {
      count = number;
      history.add(number, code);
    }
    outputs.begin(number, request, silent);
    stdin.setCell(answersInput ? Optional.of(request) : Optional.empty());
    if (!silent) {
      JsonObject input = new JsonObject();
      input.addProperty("code", code);
      input.addProperty("execution_count", number);
      iopub.publish(request.header(), "execute_input", input);
    }
    Optional<HelpQuestion> help = HelpQuestion.in(code);
    JsonArray payload = new JsonArray();
    if (help.isPresent()) {
      help(help.get(), started).ifPresent(payload::add);
    } else {
      CellResult result = started.execute(code, number);
      if (result.failure().isPresent()) {
        JsonObject reply = CellOutputs.error(result.failure().get());
        reply.addProperty("execution_count", count);
        return reply;
      }
    }
    JsonObject reply = Replies.status(Replies.OK);
    reply.addProperty("execution_count", count);
    reply.add("user_expressions", values(expressions, started));
    reply.add("payload", payload);
    return reply;
  }

  private static JsonObject values(Map<String, String> expressions, Session started) {
    JsonObject values = new JsonObject();
    expressions.forEach((name, text) -> values.add(name, value(started.evaluate(text))));
    return values;
  }

  private static JsonObject value(Answer answer) {
    if (answer instanceof Failure failure) {
      return CellOutputs.error(failure);
    }
    JsonObject value = Bundles.message(((Result) answer).bundle());
    value.addProperty("status", Replies.OK);
    return value;
  }

  /** What the front end is to show in its pager. */
  private Optional<JsonObject> help(HelpQuestion question, Session started) {
    Optional<Inspection> found = started.inspect(question.code(), question.code().length());
    if (found.isEmpty()) {
      outputs.note("nothing is known about " + question.code());
      return Optional.empty();
    }
    JsonObject page = new JsonObject();
    page.addProperty("source", "page");
    page.add("data", Bundles.of(found.get()));
    page.addProperty("start", 0);
    return Optional.of(page);
  }
}
