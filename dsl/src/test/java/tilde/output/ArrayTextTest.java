package tilde.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrayTextTest {

  private static String text(Object array) {
    return MimeBundle.of(array).text();
  }

  @Test
  void anArrayReadsByItsElements() {
    assertThat(text(new int[] {1, 2, 3})).isEqualTo("int[3] {1, 2, 3}");
    assertThat(text(new float[][] {{1, 2, 3}, {4, 5, 6}}))
        .isEqualTo("float[2][3] {{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}}");
    assertThat(text(new String[] {"a", null})).isEqualTo("String[2] {a, null}");
    assertThat(text(new boolean[0])).isEqualTo("boolean[0] {}");
    assertThat(text(new double[0][])).isEqualTo("double[0][0] {}");
    assertThat(text(new int[][] {null, {1}})).isEqualTo("int[2][0] {null, {1}}");
    assertThat(text(new int[][] {{1}, {2, 3}})).isEqualTo("int[2][1] {{1}, {2, 3}}");
  }

  @Test
  void aLongArrayHasAGapThatHidesMoreThanOneElement() {
    assertThat(text(IntStream.range(0, 24).toArray()))
        .isEqualTo(
            "int[24] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,"
                + " 22, 23}");
    assertThat(text(IntStream.range(0, 1000).toArray()))
        .isEqualTo(
            "int[1000] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, ...,"
                + " 997, 998, 999}");
    assertThat(text(new int[10][1])).doesNotContain("...");
    assertThat(text(new int[11][1]))
        .isEqualTo("int[11][1] {{0}, {0}, {0}, {0}, {0}, {0}, ..., {0}, {0}, {0}}");
  }

  @Test
  void manyAxesStayReadable() {
    assertThat(text(new int[9][4][9])).isEqualTo(CUBE);
    assertThat(text(new byte[100][1][8][8]))
        .hasSizeLessThan(200)
        .startsWith("byte[100][1][8][8] {");
  }

  private static final String CUBE =
      "int[9][4][9] {"
          + "{{0, 0, ..., 0}, {0, 0, ..., 0}, {0, 0, ..., 0}, {0, 0, ..., 0}}, "
          + "{{0, 0, ..., 0}, {0, 0, ..., 0}, {0, 0, ..., 0}, {0, 0, ..., 0}}, ..., "
          + "{{0, 0, ..., 0}, {0, 0, ..., 0}, {0, 0, ..., 0}, {0, 0, ..., 0}}}";

  @Test
  void anArrayThatHoldsItselfIsNotFollowedForEver() {
    Object[] self = new Object[1];
    self[0] = self;
    assertThat(text(self)).startsWith("Object[1] {[Ljava.lang.Object;@");
  }
}
