package tilde.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.Dataset;
import tilde.Model;
import tilde.Tilde;
import tilde.file.Mutations;
import tilde.io.Safetensors.Values;

/** Damaged files of tensors and models: they are read or refused, and nothing else happens. */
class HostileModelsTest {
  private static final int FEW = 1200;
  private static final int MANY = 60_000;
  private static final long BY_DAY = 30;
  private static final long BY_NIGHT = 31;

  @TempDir private static Path folder;
  private static byte[][] models;

  @BeforeAll
  static void save() throws IOException {
    Path file = folder.resolve("sound");
    Dataset data = Dataset.of(Tilde.randn(0, 4, 1, 4, 4), new int[] {0, 1, 0, 1}).normalize();
    Model first =
        Tilde.net(1, 4, 4)
            .conv(2, 2)
            .filters(1)
            .same()
            .batchNorm()
            .dropout(0.5)
            .residual(n -> n.relu().upsample(2).maxPool(2))
            .dense(2)
            .softmaxCE();
    first
        .train(data)
        .epochs(2)
        .optimizer(Tilde.adam(0.1))
        .validate(data)
        .earlyStopping(3)
        .checkpoints(file.toString())
        .run();
    byte[] checkpoint = Files.readAllBytes(file);
    Tilde.net().avgPool(2).layerNorm().dense(3).gelu().dense(1).mse().save(file);
    models = new byte[][] {checkpoint, Files.readAllBytes(file)};
  }

  private static byte[] tensors(int... shape) throws IOException {
    Map<String, Values> tensors = new LinkedHashMap<>();
    tensors.put("one", new Values(new int[0], new float[] {1}));
    int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    tensors.put("a", new Values(shape, new float[count]));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(tensors, Map.of("format", "pt"), out);
    return out.toByteArray();
  }

  private static byte[] halves() {
    String header =
        "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
            + "\"i\":{\"dtype\":\"I64\",\"shape\":[1,1],\"data_offsets\":[4,12]},"
            + "\"b\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[12,15]}}";
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + 15)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  private static void attackTensors(long seed, int inputs) throws IOException {
    Mutations.Outcome outcome =
        Mutations.of(tensors(2, 3), tensors(0), halves())
            .attack(seed, inputs, folder.resolve("t"), Safetensors::read);
    assertThat(outcome.refused()).isGreaterThan(inputs / 4);
  }

  private static void attackModels(long seed, int inputs) throws IOException {
    Mutations.Outcome outcome =
        Mutations.of(models).attack(seed, inputs, folder.resolve("m"), Model::load);
    assertThat(outcome.refused()).isGreaterThan(inputs / 4);
  }

  /** Descriptions are damaged, and their files made sound again: so damage goes deeper. */
  private static void attackDescriptions(long seed, int inputs) throws IOException {
    Path sound = Files.write(folder.resolve("d"), models[0]);
    Safetensors.Content content = Safetensors.read(sound);
    byte[] text =
        content.metadata().get(StoredModel.DESCRIPTION).getBytes(StandardCharsets.ISO_8859_1);
    Path file = folder.resolve("model");
    Mutations.Reader reader =
        description -> {
          String damaged = Files.readString(description, StandardCharsets.ISO_8859_1);
          Map<String, String> metadata =
              Map.of(StoredModel.VERSION, "1", StoredModel.DESCRIPTION, damaged);
          Safetensors.write(file, content.tensors(), metadata);
          Model.load(file);
        };
    Mutations.Outcome outcome =
        Mutations.of(text).attack(seed, inputs, folder.resolve("text"), reader);
    assertThat(outcome.refused()).isGreaterThan(inputs / 4);
  }

  @Test
  void damagedTensorsAreReadOrRefused() throws IOException {
    attackTensors(BY_DAY, FEW);
  }

  @Test
  void damagedModelsAreReadOrRefused() throws IOException {
    attackModels(BY_DAY, FEW);
  }

  @Test
  void damagedDescriptionsAreReadOrRefused() throws IOException {
    attackDescriptions(BY_DAY, FEW / 4);
  }

  @Test
  @Tag("nightly")
  void manyDamagedTensorsAreReadOrRefused() throws IOException {
    attackTensors(BY_NIGHT, MANY);
  }

  @Test
  @Tag("nightly")
  void manyDamagedModelsAreReadOrRefused() throws IOException {
    attackModels(BY_NIGHT, MANY);
  }

  @Test
  @Tag("nightly")
  void manyDamagedDescriptionsAreReadOrRefused() throws IOException {
    attackDescriptions(BY_NIGHT, MANY / 3);
  }
}
