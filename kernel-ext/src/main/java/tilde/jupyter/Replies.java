package tilde.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** What replies have in common. */
final class Replies {
  static final String OK = "ok";
  static final String ERROR = "error";
  static final String ABORTED = "aborted";

  private Replies() {}

  static JsonObject status(String status) {
    JsonObject reply = new JsonObject();
    reply.addProperty("status", status);
    return reply;
  }

  /** An error, as replies and the channel iopub tell it. */
  static JsonObject error(String ename, String evalue, List<String> traceback) {
    JsonObject reply = status(ERROR);
    reply.addProperty("ename", ename);
    reply.addProperty("evalue", evalue);
    JsonArray lines = new JsonArray();
    traceback.forEach(lines::add);
    reply.add("traceback", lines);
    return reply;
  }

  static boolean isError(JsonObject reply) {
    return reply.get("status").getAsString().equals(ERROR);
  }
}
