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
  /** The type of the answer. */
  String replyType() {
    return type.replaceFirst("_request$", "_reply");
  }
}
