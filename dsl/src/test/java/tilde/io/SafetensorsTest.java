package tilde.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tilde.file.FileFormatException;
import tilde.io.Safetensors.Values;

/** Files of tensors: what is written is read, and what is damaged is told by its place. */
class SafetensorsTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("x.safetensors");
  }

  private static Values values(float... data) {
    return new Values(new int[] {data.length}, data);
  }

  /** A file with this header, then so many bytes. */
  private Path file(String header, int... data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return file(text.length, text, data);
  }

  private Path file(long length, byte[] text, int... data) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(text);
    for (int b : data) {
      bytes.put((byte) b);
    }
    return Files.write(file(), bytes.array());
  }

  private void refused(Path bad, String message) {
    assertThatThrownBy(() -> Safetensors.read(bad))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(bad.toString())
        .hasMessageContaining(message);
  }

  @Test
  void whatIsWrittenIsRead() {
    Map<String, Values> tensors = new LinkedHashMap<>();
    tensors.put("conv1.w", new Values(new int[] {2, 1, 3}, new float[] {1, -2, 3.5f, 0, -0f, 6}));
    tensors.put("\"quoted\", ü\n", values(Float.MIN_VALUE, Float.MAX_VALUE));
    tensors.put("one", new Values(new int[0], new float[] {7}));
    tensors.put("none", new Values(new int[] {3, 0}, new float[0]));
    tensors.put("large", values(new float[40_000]));
    Safetensors.write(file(), tensors, Map.of("format", "pt"));
    Safetensors.Content content = Safetensors.read(file());
    assertThat(content.metadata()).containsExactly(Map.entry("format", "pt"));
    assertThat(content.tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
    tensors.forEach(
        (name, expected) -> {
          assertThat(content.tensors().get(name).shape()).isEqualTo(expected.shape());
          assertThat(content.tensors().get(name).data()).isEqualTo(expected.data());
        });
    Safetensors.write(file(), Map.of(), Map.of());
    assertThat(Safetensors.read(file()).tensors()).isEmpty();
  }

  /** The header is filled up with spaces to a multiple of 8 bytes, so that the numbers lie even. */
  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Safetensors.write(file(), Map.of("a", values(1, 2)), Map.of());
    byte[] bytes = Files.readAllBytes(file());
    String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    assertThat(bytes).startsWith(56, 0, 0, 0, 0, 0, 0, 0).endsWith(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40);
    assertThat(new String(bytes, 8, 56, StandardCharsets.UTF_8)).isEqualTo(header + "  ");
  }

  @Test
  void messagesBearAnyName() throws IOException {
    String name = "\\u001b[2J" + "x".repeat(1_000_000);
    String tensor = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%s]}";
    for (String offsets : List.of("0,400", "4,8", "0,4,8", "0,", "-1,3")) {
      Path bad = file("{\"%s\":%s}".formatted(name, tensor.formatted(offsets)), new int[8]);
      assertThatThrownBy(() -> Safetensors.read(bad))
          .isInstanceOf(FileFormatException.class)
          .satisfies(
              e -> assertThat(e.getMessage()).hasSizeLessThan(4000).doesNotContain("\u001b"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "F64, 0 0 0 0 0 0 f8 bf, -1.5",
    "F16, 0 3e, 1.5",
    "F16, 1 80, -5.9604645e-8",
    "F16, ff 7b, 65504",
    "BF16, c0 3f, 1.5",
    "I64, fe ff ff ff ff ff ff ff, -2",
    "I32, fe ff ff ff, -2",
    "I16, fe ff, -2",
    "I8, fe, -2",
    "U64, ff ff ff ff ff ff ff ff, 1.8446744e19",
    "U64, 3 0 0 0 0 0 0 0, 3",
    "U32, fe ff ff ff, 4.2949673e9",
    "U16, fe ff, 65534",
    "U8, fe, 254",
    "BOOL, 1, 1"
  })
  void otherNumbersBecomeFloats(String type, String bytes, float expected) throws IOException {
    String[] hex = bytes.split(" ");
    int[] data = new int[hex.length];
    for (int i = 0; i < hex.length; i++) {
      data[i] = Integer.parseInt(hex[i], 16);
    }
    String header =
        "{\"a\":{\"dtype\":\"%s\",\"shape\":[],\"data_offsets\":[0,%s]}}"
            .formatted(type, hex.length);
    assertThat(Safetensors.read(file(header, data)).tensors().get("a").data())
        .containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "F32, 0 0 80 7f, Infinity",
    "F32, 0 0 c0 7f, NaN",
    "F16, 0 7c, Infinity",
    "F16, 0 fe, NaN",
    "F64, 0 0 0 0 0 0 f0 7e, 2.7430"
  })
  void numbersThatAreNotFiniteAreTold(String type, String bytes, String got) throws IOException {
    String[] hex = bytes.split(" ");
    int[] data = new int[hex.length];
    for (int i = 0; i < hex.length; i++) {
      data[i] = Integer.parseInt(hex[i], 16);
    }
    String header =
        "{\"a\":{\"dtype\":\"%s\",\"shape\":[1],\"data_offsets\":[0,%s]}}"
            .formatted(type, hex.length);
    refused(
        file(header, data),
        ", offset %s: expected a finite number for value 0 of a, got %s"
            .formatted(8 + header.length(), got));
  }

  // ---- hostile files

  @Test
  void whatIsNoFileIsTold() {
    refused(folder.resolve("missing"), ": there is no such file; the name is");
    refused(folder, ": expected a file, got a folder");
  }

  @Test
  void aFileShorterThanItSaysIsTold() throws IOException {
    refused(Files.write(file(), new byte[0]), "offset 0: expected 8 bytes with the length");
    refused(Files.write(file(), new byte[7]), "got 7 in all");
    refused(file(3, "{}".getBytes(StandardCharsets.UTF_8)), "a header of at most 2 bytes, got 3");
    refused(file(-1, new byte[0]), "a header of at most 0 bytes, got 18446744073709551615");
    refused(file(0, new byte[0]), "offset 8: expected the header to begin with {, got an empty");
  }

  @Test
  void aHugeHeaderIsRefusedWhateverTheSizeOfTheFile() throws IOException {
    try (var sparse = new RandomAccessFile(file().toFile(), "rw")) {
      sparse.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(100_000_001).array());
      sparse.setLength(200_000_000);
    }
    refused(file(), "offset 0: expected a header of at most 100000000 bytes, got 100000001");
  }

  private static String tensor(String name, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, shape, offsets);
  }

  private void refusedHeader(String header, String message) throws IOException {
    refused(file(header, 0, 0, 0, 0, 0, 0, 0, 0), message);
  }

  @Test
  void aHeaderThatIsNoHeaderIsTold() throws IOException {
    refusedHeader("<html>", "offset 8: expected the header to begin with {, got the byte 60");
    refusedHeader("{\"a\":", ": expected a header in JSON at offset 8, got End of input");
    refusedHeader("{'a':1}", ": expected a header in JSON at offset 8, got ");
    refusedHeader("{\"a\":1}", "expected a tensor in { }, got NUMBER at $.a of the header");
    refusedHeader("{} {}", ": expected a header in JSON at offset 8, got");
    refusedHeader("{\"__metadata__\":{\"a\":1}}", "metadata as a string, got NUMBER at $.__meta");
    refusedHeader(
        "{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", "expected each name once, got \"a\"");
    refusedHeader("{\"a\":{\"x\":1}}", "expected dtype, shape and data_offsets, got \"x\"");
    refusedHeader("{\"a\":{}}", "expected dtype, shape and two data_offsets, got {[]}");
    refusedHeader("{\"a\":{\"dtype\":\"F3\"}}", "a dtype of [F32, F64, F16, BF16");
    refusedHeader("{\"a\":{\"shape\":[],\"shape\":[]}}", "each name once, got \"shape\" again");
    byte[] latin = "{\"ü\":1}".getBytes(StandardCharsets.ISO_8859_1);
    refused(file(latin.length, latin), ": expected a header in UTF-8 at offset 8, got other bytes");
  }

  @Test
  void sizesThatCannotBeAreTold() throws IOException {
    for (String number : new String[] {"-1", "1.0", "1e0", "1000000000000000000000"}) {
      refusedHeader(
          "{" + tensor("a", "[" + number + "]", "[0,4]") + "}", "a whole number, not neg");
    }
    refusedHeader(
        "{" + tensor("a", "[\"1\"]", "[0,4]") + "}", "expected a whole number, got STRING");
    refusedHeader(
        "{" + tensor("a", "[1]", "[0,4,8]") + "}", "expected at most 2 offsets, got more");
    refusedHeader("{" + tensor("a", "[1]", "[0]") + "}", "shape and two data_offsets");
    refusedHeader(
        "{" + tensor("a", "[1]", "[4,0]") + "}", "inside the 8 bytes of data, got [4, 0]");
    refusedHeader("{" + tensor("a", "[3]", "[0,12]") + "}", "inside the 8 bytes of data");
    refusedHeader(
        "{" + tensor("a", "[1]", "[0,8]") + "}", "4 bytes for a of F32 in shape [1], got 8");
    String axes = "[1" + ",1".repeat(32) + "]";
    refusedHeader("{" + tensor("a", axes, "[0,4]") + "}", "expected at most 32 axes, got more");
  }

  @Test
  void productsThatOverflowAreTold() throws IOException {
    // 2^32 x 2^32 is 0 in a long, 65536 x 65536 in an int
    String[] shapes = {"[4294967296,4294967296]", "[65536,65536]", "[0,4294967296]"};
    for (String shape : shapes) {
      refusedHeader("{" + tensor("a", shape, "[0,0]") + "}", "expected at most 2147483639 values");
    }
  }

  @Test
  void dataIsInOneRow() throws IOException {
    refusedHeader("{" + tensor("a", "[1]", "[0,4]") + "}", "to end behind a, got 4 more bytes");
    refusedHeader("{" + tensor("a", "[1]", "[4,8]") + "}", "the data of a right behind the header");
    String a = tensor("a", "[1]", "[0,4]");
    refusedHeader(
        "{" + a + "," + tensor("b", "[1]", "[0,4]") + "}", "the data of b right behind a");
    refusedHeader("{" + a + "," + tensor("a", "[1]", "[4,8]") + "}", "name once, got \"a\" again");
    String swapped = "{" + tensor("b", "[1]", "[4,8]") + "," + a + "}";
    assertThat(Safetensors.read(file(swapped, 0, 0, 0, 0, 0, 0, 0, 0)).tensors().keySet())
        .containsExactly("a", "b");
  }

  @Test
  void soManyTensorsAreRefused() throws IOException {
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 100_002; i++) {
      header.append(tensor("" + i, "[0]", "[0,0]")).append(',');
    }
    refused(file(header.toString()), "expected at most 100000 tensors, got more");
  }

  @Test
  void anInterruptDoesNotDisturbReadingAndWriting() {
    Thread.currentThread().interrupt();
    Safetensors.write(file(), Map.of("a", values(1, 2)), Map.of());
    assertThat(Safetensors.read(file()).tensors().get("a").data()).containsExactly(1, 2);
    assertThat(Thread.interrupted()).isTrue();
  }

  // ---- what cannot be written

  @Test
  void whatCannotBeWrittenIsTold() {
    assertThatThrownBy(() -> new Values(new int[] {2, 2}, new float[3]))
        .hasMessage("a tensor of shape [2, 2] has 4 values, got 3");
    assertThatThrownBy(() -> new Values(new int[] {65536, 65536}, new float[0]))
        .hasMessage("a tensor cannot have the shape [65536, 65536]");
    assertThatThrownBy(() -> Safetensors.write(file(), Map.of("__metadata__", values(1)), Map.of()))
        .hasMessageStartingWith("a tensor cannot be named __metadata__");
    assertThat(file()).doesNotExist();
  }
}
