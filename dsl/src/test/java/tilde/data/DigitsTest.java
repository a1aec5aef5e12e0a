package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class DigitsTest {
  private static final String BLANK = String.join(",", Collections.nCopies(64, "0")) + ",7\n";

  @Test
  void loadsAllImagesBetweenPaperAndInk() {
    Samples digits = Digits.load();
    assertThat(digits.size()).isEqualTo(1797);
    assertThat(digits.shape()).containsExactly(1, 8, 8);
    assertThat(digits.classNames())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    int[] perClass = new int[10];
    for (int label : digits.labels()) {
      perClass[label]++;
    }
    // zcat digits.csv.gz | cut -d, -f65 | sort | uniq -c
    assertThat(perClass).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    double sum = 0;
    for (float value : digits.x()) {
      assertThat(value).isBetween(0f, 1f);
      sum += 16 * value;
    }
    // zcat digits.csv.gz | awk -F, '{for (i = 1; i < NF; i++) s += $i} END {print s}'
    assertThat(sum).isEqualTo(561718);
  }

  /** The first line of the file, an image of a zero, pixel by pixel. */
  @Test
  void keepsTheOrderOfPixels() {
    Samples digits = Digits.load();
    assertThat(digits.labels()[0]).isZero();
    int[] expected = {
      0, 0, 5, 13, 9, 1, 0, 0, //
      0, 0, 13, 15, 10, 15, 5, 0, //
      0, 3, 15, 2, 0, 11, 8, 0, //
      0, 4, 12, 0, 0, 8, 8, 0, //
      0, 5, 8, 0, 0, 9, 8, 0, //
      0, 4, 11, 0, 1, 12, 7, 0, //
      0, 2, 14, 5, 10, 12, 0, 0, //
      0, 0, 6, 13, 10, 0, 0, 0
    };
    for (int i = 0; i < 64; i++) {
      assertThat(digits.x()[i]).isEqualTo(expected[i] / 16f);
    }
  }

  @Test
  void theAttributionThatTheLicenceAsksForTravelsWithTheData() throws IOException {
    try (InputStream file = Digits.class.getResourceAsStream("digits-ATTRIBUTION.txt")) {
      assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8))
          .contains("E. Alpaydin and C. Kaynak", "UCI Machine Learning Repository", "CC BY 4.0");
    }
  }

  @Test
  void readsWhatHasTheForm() {
    Samples two = parse(BLANK + BLANK.replace(",7", ",3"));
    assertThat(two.labels()).containsExactly(7, 3);
    assertThat(two.shape()).isEqualTo(List.of(1, 8, 8));
  }

  @Test
  void formatErrorsNameLineAndColumn() {
    assertFails(BLANK + BLANK.replaceFirst("0,0", "0,17"))
        .hasMessage("d.csv, line 2, column 2: expected a pixel from 0 to 16, got \"17\"");
    assertFails(BLANK.replaceFirst("0,0", "x,0"))
        .hasMessage("d.csv, line 1, column 1: expected a pixel from 0 to 16, got \"x\"");
    assertFails(BLANK + BLANK + BLANK.replace(",7", ",10"))
        .hasMessage("d.csv, line 3, column 65: expected a label from 0 to 9, got \"10\"");
    assertFails(BLANK.replace(",7", ","))
        .hasMessage("d.csv, line 1, column 65: expected a label from 0 to 9, got \"\"");
    assertFails(BLANK + "1,2,3\n")
        .hasMessage(
            "d.csv, line 2, column 3: expected 65 columns (64 pixels, then the label), got 3");
    assertFails("0," + BLANK)
        .hasMessage(
            "d.csv, line 1, column 65: expected 65 columns (64 pixels, then the label), got 66");
    assertFails("")
        .hasMessage(
            "d.csv, line 1, column 1: expected 65 columns (64 pixels, then the label),"
                + " got an empty file");
  }

  private static AbstractThrowableAssert<?, ?> assertFails(String text) {
    return assertThatThrownBy(() -> parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Samples parse(String text) {
    return Digits.parse(new StringReader(text), "d.csv");
  }
}
