package tilde.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tilde.jupyter.History.Entry;

/**
 * Answers what was executed: the last cells, those of a session, those that look like a pattern.
 */
final class HistoryHandler implements RequestHandler {
  private final History history;

  HistoryHandler(History history) {
    this.history = history;
  }

  @Override
  public JsonObject answer(Message request) {
    Fields asked = request.content();
    String access = asked.text("hist_access_type", "tail");
    List<Entry> found =
        switch (access) {
          case "tail" -> last(asked.number("n", 10), history.entries());
          case "range" -> range(asked);
          case "search" -> search(asked);
          default ->
              throw new InvalidMessageException(
                  "history_request: \"hist_access_type\" must be tail, range or search, got "
                      + access);
        };
    boolean withOutput = asked.flag("output", false);
    JsonArray list = new JsonArray();
    found.forEach(entry -> list.add(json(entry, withOutput)));
    JsonObject reply = Replies.status(Replies.OK);
    reply.add("history", list);
    return reply;
  }

  private List<Entry> range(Fields asked) {
    int session = asked.number("session", 0);
    int wanted = session > 0 ? session : history.session() + session; // 0 is this one, -1 the last
    int start = asked.number("start", 0);
    int stop = asked.number("stop", Integer.MAX_VALUE);
    return history.entries().stream()
        .filter(entry -> entry.session() == wanted)
        .filter(entry -> entry.line() >= start && entry.line() < stop)
        .toList();
  }

  private List<Entry> search(Fields asked) {
    Pattern glob = glob(asked.text("pattern", "*"));
    List<Entry> found =
        history.entries().stream().filter(entry -> glob.matcher(entry.source()).matches()).toList();
    if (asked.flag("unique", false)) {
      Map<String, Entry> latest = new LinkedHashMap<>();
      for (Entry entry : found) {
        latest.remove(entry.source());
        latest.put(entry.source(), entry);
      }
      found = List.copyOf(latest.values());
    }
    return last(asked.number("n", Integer.MAX_VALUE), found);
  }

  private static List<Entry> last(int n, List<Entry> entries) {
    return entries.subList(Math.max(0, entries.size() - Math.max(0, n)), entries.size());
  }

  /** A pattern in which {@code *} is any text and {@code ?} any character. */
  private static Pattern glob(String pattern) {
    StringBuilder regex = new StringBuilder();
    pattern
        .codePoints()
        .forEach(
            c ->
                regex.append(
                    c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c))));
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static JsonArray json(Entry entry, boolean withOutput) {
    JsonArray json = new JsonArray();
    json.add(entry.session());
    json.add(entry.line());
    if (withOutput) {
      JsonArray pair = new JsonArray();
      pair.add(entry.source());
      pair.add(JsonNull.INSTANCE); // outputs are not kept
      json.add(pair);
    } else {
      json.add(entry.source());
    }
    return json;
  }
}
