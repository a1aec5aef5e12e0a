package tilde.jupyter;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * A message that a client sent.
 *
 * @param route the frames by which the answer finds its way
 * @param header goes back to the client as the parent header of all that the message causes
 */
record Message(List<byte[]> route, String type, JsonObject header, Fields content) {
  private static final String REQUEST = "_request";

  /** Whether the client waits for an answer. */
  boolean isRequest() {
    return type.endsWith(REQUEST);
  }

  /** The type of the answer. */
  String replyType() {
    return type.substring(0, type.length() - REQUEST.length()) + "_reply";
  }
}
