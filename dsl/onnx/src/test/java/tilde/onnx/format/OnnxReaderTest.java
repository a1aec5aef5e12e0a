package tilde.onnx.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is not an ONNX file, or damaged, is told with its place; the bytes are those of protobuf.
 */
class OnnxReaderTest {
  @TempDir Path folder;

  private Path file(int... bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int b : bytes) {
      out.write(b);
    }
    return file(out.toByteArray());
  }

  private Path file(byte[] bytes) {
    try {
      return Files.write(folder.resolve("m.onnx"), bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(OnnxException.class)
        .hasMessage(file + message);
  }

  /** A model whose graph has one initializer of these bytes. */
  private static int[] tensor(int... bytes) {
    int[] all = new int[bytes.length + 4];
    all[0] = 7 << 3 | 2;
    all[1] = bytes.length + 2;
    all[2] = 5 << 3 | 2;
    all[3] = bytes.length;
    System.arraycopy(bytes, 0, all, 4, bytes.length);
    return all;
  }

  @Test
  void anEmptyFile() {
    assertRefused(file(), ": expected an ONNX file of 1 to 1073741824 bytes, got 0");
  }

  @Test
  void aFileThatIsTooLarge() throws IOException {
    Path large = folder.resolve("large.onnx");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength((1L << 30) + 1);
    }
    assertRefused(large, ": expected an ONNX file of 1 to 1073741824 bytes, got 1073741825");
  }

  @Test
  void anotherKindOfFile() {
    assertRefused(
        file("<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8)),
        ", byte 1, the model: expected the graph as a length and as many bytes (wire type 2), got"
            + " wire type 4: is this an ONNX file, and all of it?");
  }

  @Test
  void groupsWhichCouldNestWithoutEnd() {
    assertRefused(
        file(9 << 3 | 3, 9 << 3 | 3),
        ", byte 1, the model: expected fields that ONNX files have, got a group: is this an ONNX"
            + " file, and all of it?");
  }

  @Test
  void aModelWithoutGraph() {
    assertRefused(
        file(1 << 3, 8), ": expected a model with a graph, got none: is this an ONNX file?");
  }

  @Test
  void aLengthBeyondTheEnd() {
    assertRefused(
        file(7 << 3 | 2, 0xff, 0xff, 0xff, 0xff, 0x07),
        ", byte 6, the model: expected the graph of at most the 0 bytes that are left, got"
            + " 2147483647 bytes: is this an ONNX file, and all of it?");
  }

  @Test
  void aLengthBeyondTheMessageAround() {
    assertRefused(
        file(7 << 3 | 2, 2, 1 << 3 | 2, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        ", byte 4, the model, the graph: expected a node of at most the 0 bytes that are left, got 9"
            + " bytes: is the file damaged?");
  }

  @Test
  void anotherTypeOfField() {
    assertRefused(
        file(7 << 3, 2),
        ", byte 1, the model: expected the graph as a length and as many bytes (wire type 2), got"
            + " wire type 0: is this an ONNX file, and all of it?");
  }

  @Test
  void aNumberWithoutEnd() {
    assertThatThrownBy(() -> OnnxReader.read(file(1 << 3, 0xff)))
        .isInstanceOf(OnnxException.class)
        .hasMessageStartingWith(
            folder.resolve("m.onnx") + ", byte 2, the model: these bytes are no field: ");
  }

  @Test
  void moreFieldsThanAnyNetworkHas() {
    byte[] many = new byte[2_200_000];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = 1 << 3;
    }
    assertRefused(
        file(many),
        ", byte 2000001, the model: expected at most 1000000 fields in a file, got more: is this an"
            + " ONNX file, and all of it?");
  }

  @Test
  void functionsOfItsOwn() {
    assertRefused(
        file(25 << 3 & 0x7f | 2 | 0x80, 25 >> 4, 0),
        ", byte 2, the model: expected operators of ONNX only, got functions of the file's own: is"
            + " this an ONNX file, and all of it?");
  }

  @Test
  void sparseWeights() {
    assertRefused(
        file(7 << 3 | 2, 2, 15 << 3 | 2, 0),
        ", byte 3, the model, the graph: expected all weights, got sparse ones: is the file"
            + " damaged?");
  }

  @Test
  void shapesWhoseProductIsTooLarge() {
    assertRefused(
        file(tensor(1 << 3, 0xff, 0xff, 0x7f, 1 << 3, 0xff, 0xff, 0x7f, 2 << 3, 1)),
        ", byte 14, the model, the graph: expected tensor '' to have at most 268435455 values, got"
            + " shape [2097151, 2097151]: is the file damaged?");
  }

  @Test
  void sizesBelowZero() {
    assertRefused(
        file(tensor(1 << 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)),
        ", byte 15, the model, the graph, a tensor: expected tensor '' to have at most 8 axes of"
            + " 0..268435455, got size -1 after []: is the file damaged?");
  }

  @Test
  void fewerNumbersThanTheShapeSays() {
    assertRefused(
        file(tensor(1 << 3, 3, 2 << 3, 1, 9 << 3 | 2, 4, 0, 0, 0, 0)),
        ", byte 14, the model, the graph: expected tensor '' to have 12 bytes, 4 for each value of"
            + " its shape [3], got 4: is the file damaged?");
  }

  @Test
  void aTypeThatNoWeightsHave() {
    assertRefused(
        file(tensor(2 << 3, 10)),
        ", byte 6, the model, the graph: expected tensor '' to have numbers of type FLOAT (1),"
            + " DOUBLE (11), INT32 (6), INT64 (7) or BOOL (9), got type 10: is the file damaged?");
  }

  @Test
  void weightsInAnotherFileAreNotLookedFor() {
    assertRefused(
        file(tensor(14 << 3, 1)),
        ", byte 6, the model, the graph, a tensor: expected tensor '' to have its numbers in this"
            + " file, got numbers kept in another one: is the file damaged?");
  }

  @Test
  void numbersInEveryFieldAndForm() {
    // Floats packed and one by one, doubles, and whole numbers, each 1 and 2.
    assertThat(read(1 << 3, 2, 2 << 3, 1, 4 << 3 | 2, 8, 0, 0, 128, 63, 0, 0, 0, 64).reals())
        .containsExactly(1, 2);
    assertThat(
            read(1 << 3, 2, 2 << 3, 1, 4 << 3 | 5, 0, 0, 128, 63, 4 << 3 | 5, 0, 0, 0, 64).reals())
        .containsExactly(1, 2);
    assertThat(read(2 << 3, 11, 10 << 3 | 2, 8, 0, 0, 0, 0, 0, 0, 240, 63).reals())
        .containsExactly(1);
    assertThat(read(1 << 3, 2, 2 << 3, 7, 7 << 3 | 2, 2, 1, 2).wholes()).containsExactly(1, 2);
    assertThat(read(1 << 3 | 2, 1, 2, 2 << 3, 6, 5 << 3, 1, 5 << 3, 2).wholes())
        .containsExactly(1, 2);
    assertThat(read(2 << 3, 6, 9 << 3 | 2, 4, 1, 0, 0, 0).wholes()).containsExactly(1);
    assertThat(read(2 << 3, 9, 9 << 3 | 2, 1, 1).wholes()).containsExactly(1);
  }

  private TensorProto read(int... bytes) {
    return OnnxReader.read(file(tensor(bytes))).graph().initializers().get(0);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    TensorProto constant = TensorProto.ofWholes("k", 3, -4);
    NodeProto node =
        new NodeProto(
            "n",
            "Op",
            "own",
            List.of("a", "", "b"),
            List.of("c"),
            Map.of(
                "r", new Attribute.Real(0.5f),
                "w", new Attribute.Whole(-1),
                "t", new Attribute.Text("word"),
                "l", new Attribute.Wholes(List.of(1L, -2L))),
            "doc");
    NodeProto k =
        new NodeProto(
            "k",
            "Constant",
            "",
            List.of(),
            List.of("k"),
            Map.of("value", new Attribute.Constant(constant)),
            "");
    ValueInfo value =
        new ValueInfo("v", 1, List.of(ValueInfo.Axis.open("N"), ValueInfo.Axis.of(7)));
    GraphProto graph = new GraphProto("g", List.of(node, k), List.of(), List.of(value), List.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OnnxWriter.write(
        new ModelProto(8, "p", Map.of("", 17L, "own", 1L), Map.of("key", "value"), graph), out);
    ModelProto back = OnnxReader.read(file(out.toByteArray()));
    assertThat(back.irVersion()).isEqualTo(8);
    assertThat(back.producer()).isEqualTo("p");
    assertThat(back.opsets()).isEqualTo(Map.of("", 17L, "own", 1L));
    assertThat(back.metadata()).isEqualTo(Map.of("key", "value"));
    assertThat(back.graph().nodes().get(0)).isEqualTo(node);
    assertThat(back.graph().inputs()).containsExactly(value);
    assertThat(back.graph().nodes().get(1).attributes().get("value"))
        .isInstanceOfSatisfying(
            Attribute.Constant.class,
            read -> assertThat(read.value().wholes()).containsExactly(3, -4));
  }
}
