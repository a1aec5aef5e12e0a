package tilde;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of version 1: every later version opens them, and they say and learn the same. */
class GoldenModelTest {
  private static final String FOLDER = "/golden/models-1/";

  @TempDir Path folder;

  static Set<String> names() {
    return GoldenModels.untrained().keySet();
  }

  private Path file(String name) throws IOException {
    try (InputStream golden = GoldenModelTest.class.getResourceAsStream(FOLDER + name)) {
      Files.copy(golden, folder.resolve(name));
      return folder.resolve(name);
    }
  }

  private Map<String, GoldenModels.Expected> expected() throws IOException {
    String json = Files.readString(file("expected.json"), StandardCharsets.UTF_8);
    return new Gson().fromJson(json, new TypeToken<>() {});
  }

  @ParameterizedTest
  @MethodSource("names")
  void aFileOfVersion1SaysAndLearnsTheSame(String name) throws IOException {
    GoldenModels.Expected expected = expected().get(name);
    GoldenModels.Expected found = GoldenModels.said(name, Model.load(file(name + ".tilde")));
    assertThat(found.line()).isEqualTo(expected.line());
    assertThat(found.scores()).containsExactly(expected.scores());
    assertThat(found.history()).isEqualTo(expected.history());
    assertThat(found.nextLoss()).isEqualTo(expected.nextLoss());
  }

  @Test
  void aCheckpointOfVersion1GoesOn() throws IOException {
    Path file = file("every-layer.tilde");
    Model whole = GoldenModels.untrained().get("every-layer");
    GoldenModels.training("every-layer", whole).epochs(4).run();
    Model resumed = GoldenModels.untrained().get("every-layer");
    GoldenModels.training("every-layer", resumed).epochs(4).resume(file.toString());
    assertThat(resumed.parameters()).isEqualTo(whole.parameters());
  }
}
