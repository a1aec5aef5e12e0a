package tilde.jupyter;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tilde.session.Output;
import tilde.session.Output.ClearOutput;
import tilde.session.Output.DisplayData;
import tilde.session.Output.Failure;
import tilde.session.Output.Result;
import tilde.session.Output.Stream;
import tilde.session.OutputListener;

/** Publishes what cells put out, as caused by the request that the cell came with. */
final class CellOutputs implements OutputListener {
  private static final int REMEMBERED = 1000; // cells, for threads that they left running

  private final Broadcast iopub;
  private final Map<Integer, Cause> causes = new LinkedHashMap<>();
  private Cause latest = new Cause(new JsonObject(), false);

  private record Cause(JsonObject header, boolean silent) {}

  CellOutputs(Broadcast iopub) {
    this.iopub = iopub;
  }

  /**
   * From now on outputs of {@code cell} are caused by {@code request}; of a silent one, nobody
   * hears.
   */
  synchronized void begin(int cell, Message request, boolean silent) {
    latest = new Cause(request.header(), silent);
    causes.remove(cell);
    causes.put(cell, latest);
    if (causes.size() > REMEMBERED) {
      causes.remove(causes.keySet().iterator().next());
    }
  }

  @Override
  public void output(int cell, Output output) {
    Cause cause = cause(cell);
    if (output instanceof Stream stream) {
      publishStream(cause, stream);
    } else if (output instanceof DisplayData display) {
      publish(cause, "display_data", content(display));
    } else if (output instanceof Result result) {
      JsonObject content = Bundles.message(result.bundle());
      content.addProperty("execution_count", result.executionCount());
      publish(cause, "execute_result", content);
    } else if (output instanceof Failure failure) {
      JsonObject content = error(failure);
      content.remove("status");
      publish(cause, "error", content);
    } else if (output instanceof ClearOutput clear) {
      JsonObject content = new JsonObject();
      content.addProperty("wait", clear.waits());
      publish(cause, "clear_output", content);
    }
  }

  @Override
  public void update(DisplayData replacement) {
    publish(latest(), "update_display_data", content(replacement));
  }

  /** A remark of the kernel's to the cell that runs. */
  void note(String text) {
    publishStream(latest(), new Stream(Stream.ERR, "note: " + text + "\n"));
  }

  private void publishStream(Cause cause, Stream stream) {
    JsonObject content = new JsonObject();
    content.addProperty("name", stream.name());
    content.addProperty("text", stream.text());
    publish(cause, "stream", content);
  }

  private void publish(Cause cause, String type, JsonObject content) {
    if (!cause.silent()) {
      iopub.publish(cause.header(), type, content);
    }
  }

  /** The content of a reply that tells of {@code failure}. */
  static JsonObject error(Failure failure) {
    return Replies.error(failure.ename(), failure.evalue(), failure.traceback());
  }

  private static JsonObject content(DisplayData display) {
    JsonObject content = Bundles.message(display.bundle());
    JsonObject transients = new JsonObject();
    transients.addProperty("display_id", display.displayId());
    content.add("transient", transients);
    return content;
  }

  private synchronized Cause cause(int cell) {
    return Optional.ofNullable(causes.get(cell)).orElse(latest);
  }

  private synchronized Cause latest() {
    return latest;
  }
}
