package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tilde.file.BinaryReader;
import tilde.file.FileFormatException;

/** What a {@code .npy} file may say, and what is said of those that are damaged. */
class NpyTest {

  /** A file of version 1 with this header and so many bytes of numbers. */
  private static byte[] file(String header, int bytes) {
    ByteBuffer file =
        ByteBuffer.allocate(10 + header.length() + bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.putShort((short) header.length()).put(header.getBytes(StandardCharsets.ISO_8859_1));
    return file.array();
  }

  private static Npy.Array read(byte... file) {
    return Npy.read(BinaryReader.of("a.npy", file));
  }

  private static void refused(String message, byte... file) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage("a.npy" + message);
  }

  @Test
  void entriesMayStandInAnyOrderAndPythonTwoWritesLong() {
    Npy.Array array =
        read(file("{\"shape\": (2L, 3 ,), 'fortran_order':False,'descr': '|u1'}\n", 6));
    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.bytes()).isTrue();
  }

  @Test
  void headersBeyondShortOnesArePadded() {
    for (int axes : new int[] {0, 1, 5, 20, 32}) {
      int[] shape = new int[axes];
      Arrays.fill(shape, 1);
      byte[] header = Npy.header(shape);
      assertThat(header.length % 64).isZero();
      assertThat(header[header.length - 1]).isEqualTo((byte) '\n');
    }
  }

  @Test
  void whatIsWrittenComesBack() throws IOException {
    float[] data = new float[5000]; // more than a chunk
    for (int i = 0; i < data.length; i++) {
      data[i] = i / 7f;
    }
    data[4999] = Float.NaN;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(out, new Npy.Array(new int[] {50, 100}, data));
    Npy.Array back = read(out.toByteArray());
    assertThat(back.shape()).containsExactly(50, 100);
    assertThat(back.data()).isEqualTo(data);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "'descr': 'f4'~, offset 20: expected a type that starts with <, > or |, got 'f4'",
        "'descr': '<c8'~, offset 20: expected numbers f4, f8, i1 to i8, u1 to u8 or b1, got '<c8':"
            + " convert them in NumPy with astype('float32')",
        "'descr': [('a', '<f4')]~, offset 20: expected one number for each element, got a"
            + " structured array: save its fields one by one",
        "'descr': 'x'~, offset 20: expected a type that starts with <, > or |, got 'x'",
        "'descr': 4~, offset 20: expected a word in quotes, got '4'",
        "'other': 4~, offset 19: expected descr, fortran_order or shape, got other",
        "'descr' '<f4'~, offset 19: expected : in the header, got '''",
      })
  void entriesThatCannotBe(String entry, String message) {
    refused(message, file("{" + entry + ", 'fortran_order': False, 'shape': ()}", 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "(-1,)~, offset 61: expected a size in the shape, got '-'",
        "(1234567890123456789,)~, offset 80: expected a size in the shape, got"
            + " 1234567890123456789','",
        "(99999999999,)~, offset 72: expected a size of at most 2147483647, got 99999999999",
        "(2,2)~, offset 66: expected 4 numbers of 4 bytes, got at most 8 bytes",
        "(1,)~, offset 69: expected the end, got more bytes",
        "(2, 2 2)~, offset 66: expected ) in the header, got '2'",
        "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)~, offset 126:"
            + " expected at most 32 axes, got more",
      })
  void shapesThatCannotBe(String shape, String message) {
    refused(message, file("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + "}", 8));
  }

  @Test
  void filesThatAreNone() {
    refused(", offset 0: expected 6 bytes of the mark of a NumPy file, got 0 bytes until the end");
    refused(
        ", offset 0: expected the mark of a NumPy file, 93 4e 55 4d 50 59, got 50 4b 03 04 05 06: it"
            + " looks like a zip file; one of NumPy's savez is read by Data.npz(...) and"
            + " Data.tensors(...)",
        (byte) 'P',
        (byte) 'K',
        (byte) 3,
        (byte) 4,
        (byte) 5,
        (byte) 6);
    byte[] file = file("{'descr': '<f4', 'fortran_order': False}", 0);
    refused(", offset 50: expected all of descr, fortran_order and shape, got fewer", file);
    file[6] = 4;
    refused(", offset 6: expected format version 1, 2 or 3, got 4", file);
    file[6] = 2;
    refused(", offset 12: expected a header of at most 65536 bytes, got 662372392", file);
    refused(", offset 28: expected True or False, got '0'", file("{'fortran_order': 0}", 0));
    refused(", offset 32: expected the header's end, got 'x'", file("{'fortran_order':True}x", 0));
    refused(", offset 12: expected a word in quotes, got its end", file("{ ", 0));
  }

  @Test
  void anArrayHasAsManyNumbersAsItsShapeSays() {
    assertThatThrownBy(() -> new Npy.Array(new int[] {2, 3}, new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 numbers do not fill an array of shape [2, 3]");
  }
}
