package tilde.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Gives every cell an id: its own if that is valid and new, else one made from place and content.
 */
final class CellIds {
  private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private final Set<String> used = new HashSet<>();

  void keepOrMake(JsonObject cell, int index) {
    JsonElement own = cell.get("id");
    boolean valid =
        own != null && own.isJsonPrimitive() && VALID.matcher(own.getAsString()).matches();
    if (valid && used.add(own.getAsString())) {
      return;
    }
    String content = index + ":" + cell.get("cell_type") + ":" + cell.get("source");
    String id = hash(content);
    while (!used.add(id)) {
      content += ".";
      id = hash(content);
    }
    cell.addProperty("id", id);
  }

  private static String hash(String content) {
    CRC32 crc = new CRC32();
    crc.update(content.getBytes(UTF_8));
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
