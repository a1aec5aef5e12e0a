package tilde.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tilde.run.TildeCommand.tilde;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.notebook.NotebookReader;

/** Damaged notebooks give a clear error or run; they never give a stack trace. */
class MutatedNotebooksTest {
  private static final List<String> VALUES =
      List.of("null", "1", "-1e300", "\"\"", "\"x\"", "[]", "{}", "true", "[null]", "{\"a\": []}");

  @TempDir Path directory;

  @Test
  void a100Mutations() throws IOException {
    mutate(new Random(1), 100);
  }

  @Test
  @Tag("nightly")
  void a1000Mutations() throws IOException {
    mutate(new Random(2), 1000);
  }

  private void mutate(Random random, int times) throws IOException {
    byte[] whole;
    try (InputStream in = getClass().getResourceAsStream("/notebooks/executed.ipynb")) {
      whole = in.readAllBytes();
    }
    int refused = 0;
    for (int i = 0; i < times; i++) {
      byte[] mutated =
          switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(whole, random.nextInt(whole.length));
            case 1 -> damaged(whole, random);
            default -> otherValue(whole, random);
          };
      Path file = Files.write(directory.resolve("m.ipynb"), mutated);
      TildeCommand command = i % 2 == 0 ? run(file) : tilde("check", file, "--cell-timeout", "20");
      assertThat(command.exitCode()).as("mutation %d: %s", i, command.err()).isIn(0, 1, 2, 3);
      assertThat(command.err() + command.out())
          .as("mutation %d", i)
          .doesNotContain("\tat ")
          .doesNotContain("Exception in thread");
      if (command.exitCode() == 2) {
        assertThat(command.err()).startsWith(file + ": ");
        refused++;
      }
    }
    assertThat(refused).isBetween(times / 5, times - times / 5);
  }

  private TildeCommand run(Path file) {
    Path out = directory.resolve("out.ipynb");
    Path page = directory.resolve("out.html");
    TildeCommand run = tilde("run", file, "--output", out, "--html", page, "--cell-timeout", "20");
    if (run.exitCode() < 2) {
      NotebookReader.read(out);
    }
    return run;
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int k = 0; k <= random.nextInt(3); k++) {
      bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",:0a\\n ".charAt(random.nextInt(12));
    }
    return bytes;
  }

  /** Still JSON, but one value anywhere is another one or missing. */
  private static byte[] otherValue(byte[] whole, Random random) {
    JsonElement root = JsonParser.parseString(new String(whole, UTF_8));
    List<JsonElement> owners = new ArrayList<>();
    collect(root, owners);
    JsonElement owner = owners.get(random.nextInt(owners.size()));
    JsonElement value = JsonParser.parseString(VALUES.get(random.nextInt(VALUES.size())));
    if (owner instanceof JsonObject object) {
      String key = List.copyOf(object.keySet()).get(random.nextInt(object.size()));
      if (random.nextInt(4) == 0) {
        object.remove(key);
      } else {
        object.add(key, value);
      }
    } else {
      JsonArray array = owner.getAsJsonArray();
      array.set(random.nextInt(array.size()), value);
    }
    return root.toString().getBytes(UTF_8);
  }

  private static void collect(JsonElement element, List<JsonElement> owners) {
    if (element instanceof JsonObject object && object.size() > 0) {
      owners.add(object);
      object.asMap().values().forEach(value -> collect(value, owners));
    } else if (element instanceof JsonArray array && !array.isEmpty()) {
      owners.add(array);
      array.forEach(value -> collect(value, owners));
    }
  }
}
