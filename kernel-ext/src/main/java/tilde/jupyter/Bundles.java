package tilde.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.Base64;
import tilde.output.MimeBundle;
import tilde.session.Inspection;

/** MIME bundles as messages carry them. */
final class Bundles {
  private Bundles() {}

  /** The fields {@code data} and {@code metadata} of a message. */
  static JsonObject message(MimeBundle bundle) {
    JsonObject data = new JsonObject();
    bundle.data().forEach((type, content) -> data.add(type, content(type, content)));
    JsonObject message = new JsonObject();
    message.add("data", data);
    message.add("metadata", new JsonObject());
    return message;
  }

  /** An inspection, as the field {@code data} of a message. */
  static JsonObject of(Inspection inspection) {
    JsonObject data = new JsonObject();
    data.addProperty(MimeBundle.TEXT, inspection.text());
    data.addProperty("text/markdown", inspection.markdown());
    return data;
  }

  private static JsonElement content(String type, Object content) {
    if (content instanceof byte[] bytes) {
      return new JsonPrimitive(Base64.getEncoder().encodeToString(bytes));
    }
    String text = content.toString();
    if (type.endsWith("json")) { // front ends want these as what they are
      try {
        return JsonParser.parseString(text);
      } catch (JsonParseException notJson) {
        return new JsonPrimitive(text);
      }
    }
    return new JsonPrimitive(text);
  }
}
