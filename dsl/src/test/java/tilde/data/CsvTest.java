package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tilde.file.FileFormatException;

/** Tables in text files. */
class CsvTest {
  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("t.csv");
  }

  private Csv csv(String text) {
    return csv(DataFiles.text(text));
  }

  private Csv csv(byte... bytes) {
    try {
      return new Csv(Files.write(file, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Csv plain(String text) {
    return new Csv(csv(text).file(), ',', false, List.of());
  }

  private void refused(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + message);
  }

  @Test
  void textsBecomeClassesInTheOrderOfTheirCharacters() {
    Labelled found =
        csv("width,kind,height\n1,dog,2.5\n-3e2,cat,.5\n+4,dog,6.\n").labelled("kind", List.of());
    assertThat(found.inputs().shape()).containsExactly(2);
    assertThat(found.inputs().all()).containsExactly(1, 2.5f, -300, 0.5f, 4, 6);
    assertThat(found.classNames()).containsExactly("cat", "dog");
    assertThat(found.labels()).containsExactly(1, 0, 1);
  }

  @Test
  void wholeNumbersAreTheClassesThemselves() {
    Labelled found = csv("kind,a\n3,1\n0,2\n").labelled("kind", List.of());
    assertThat(found.labels()).containsExactly(3, 0);
    assertThat(found.classNames()).containsExactly("0", "1", "2", "3");
  }

  @Test
  void classesMayBeNamedInTheirOrder() {
    Csv csv = csv("kind,a\nno,1\nyes,2\n");
    Labelled found = csv.labelled("kind", List.of("yes", "no", "never"));
    assertThat(found.labels()).containsExactly(1, 0);
    assertThat(found.classNames()).containsExactly("yes", "no", "never");
    refused(
        () -> csv.labelled("kind", List.of("yes")),
        ", line 2, column 1: expected a class of [yes], got \"no\"");
  }

  @Test
  void quotesHoldSeparatorsLineEndsAndQuotes() {
    Labelled found =
        csv("\"a,\nb\",kind\r\n1,\"say \"\"no\"\"\"\r\n\r\n\"2\",x").labelled("kind", List.of());
    assertThat(found.classNames()).containsExactly("say \"no\"", "x");
    assertThat(found.inputs().all()).containsExactly(1, 2);
    assertThat(csv("\"a,\nb\",kind\n1,2").labelled("1", List.of()).labels()).containsExactly(2);
  }

  @Test
  void columnsHaveNumbersWhereTheyHaveNoNames() {
    Csv.Rows rows = plain("1, 2,3\n4,5,6\n").rows(List.of("2", "0"));
    assertThat(rows.features()).containsExactly(2, 5);
    assertThat(rows.columns()).isEqualTo(1);
    assertThat(rows.targets()).containsExactly(3, 1, 6, 4);
  }

  @Test
  void columnsMayBeSkippedAndSeparatedOtherwise() {
    Csv csv = new Csv(csv("id;a;y\nx1;1;2\nx2;3;4\n").file(), ';', true, List.of("id"));
    assertThat(csv.rows(List.of("y")).features()).containsExactly(1, 3);
  }

  @Test
  void theMarkOfUtf8AndOldLineEndsAreNoText() {
    Labelled found = csv("\uFEFFa,kind\r1,0\r2,1").labelled("kind", List.of());
    assertThat(found.inputs().all()).containsExactly(1, 2);
    assertThat(csv("\uFEFFa,kind\n1,0").rows(List.of("a")).targets()).containsExactly(1);
  }

  @Test
  void manyLinesAreRead() {
    StringBuilder text = new StringBuilder("a,y\n");
    for (int i = 0; i < 5000; i++) {
      text.append(i).append(',').append(-i).append('\n');
    }
    Csv.Rows rows = csv(text.toString()).rows(List.of("y"));
    assertThat(rows.features()).hasSize(5000).endsWith(4999);
    assertThat(rows.targets()).hasSize(5000).endsWith(-4999);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "''~, line 1, column 1: expected at least one line, got an empty file",
        "a,y~, line 1, column 1: expected a sample below the names, got the end of the file",
        "y/1~, line 1, column 1: expected a column besides the answers and what is skipped, got none",
        "a,y/1~, line 2, column 2: expected 2 columns as in the first line, got 1",
        "a,y//1,2,3~, line 3, column 3: expected 2 columns as in the first line, got 3",
        "a,y/one,2~, line 2, column 1: expected a number, got \"one\": correct it, or leave the"
            + " column out with skip",
        "a,y/,2~, line 2, column 1: expected a number, got an empty field: correct it, or leave the"
            + " column out with skip",
        "a,y/NaN,2~, line 2, column 1: expected a number, got \"NaN\": correct it, or leave the"
            + " column out with skip",
        "a,y/1e99,2~, line 2, column 1: expected a number of at most 3.4e38, got \"1e99\"",
        "a,y/1,\"2~, line 2, column 2: expected a closing quote, got the end of the file",
        "a,y/1,\"2\"3~, line 2, column 2: expected a separator or the line's end after a closing"
            + " quote, got '3'",
        "a,y/1,2\"3~, line 2, column 2: expected a quote only around a whole field, got one inside",
        "a,y,y/1,2,3~, line 1, column 3: expected names of columns, all different, got \"y\" twice:"
            + " if the file has no names, say noHeader() and number the columns from 0",
        "1.5,y/1,2~, line 1, column 1: expected names of columns, all different, got \"1.5\": if the"
            + " file has no names, say noHeader() and number the columns from 0",
        "a,b/1,2~: there is no column \"y\": expected one of [a, b]",
      })
  void whatIsNoTableOfNumbers(String text, String message) {
    refused(() -> csv(text.replace('/', '\n')).rows(List.of("y")), message);
  }

  @Test
  void otherMistakesAreNamedToo() {
    refused(
        () -> csv("a,y\n1,").labelled("y", List.of()),
        ", line 2, column 2: expected a class, got an empty field");
    refused(
        () -> plain("1,2").rows(List.of("2")),
        ": there is no column \"2\": expected a number from 0 to 1");
    refused(
        () -> csv("a;y\n1;2").rows(List.of("y")),
        ": there is no column \"y\": expected one of [a;y]; did you mean separator(';')?");
    refused(
        () -> csv("a\ty\n1\t2").rows(List.of("y")),
        ": there is no column \"y\": expected one of [a\ty]; did you mean separator('\\t')?");
    refused(
        () -> csv((byte) 'a', (byte) '\n', (byte) 0xff).rows(List.of("a")),
        ": expected text in UTF-8, got other bytes at or after line 1: save it as UTF-8");
    refused(
        () -> csv("a,y\n1," + "x".repeat(70_000)).labelled("y", List.of()),
        ", line 2, column 2: expected a field of at most 65536 characters, got more");
    assertThatThrownBy(() -> new Csv(folder.resolve("none")).rows(List.of("y")))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(folder.resolve("none") + ": there is no such file");
  }
}
