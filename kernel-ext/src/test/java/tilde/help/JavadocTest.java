package tilde.help;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavadocTest {
  private static final String COMMENT =
      """
      Turns {@code List<int[]>} with {@code {a}} into {@link String} or {@linkplain #x() a
      call of x}, &lt;b&gt;.

      <p>Another <i>paragraph</i>:
      <ul>
      <li>one
      <li>two
      </ul>
      <pre>{@code
      var x = f("<b>");
      }</pre>

      @param rows how many
          rows
      @return the result
      @throws IllegalStateException if it cannot
      @since 1
      """;

  @Test
  void becomesText() {
    assertThat(Javadoc.text(COMMENT))
        .isEqualTo(
            """
            Turns List<int[]> with {a} into String or a
            call of x, <b>.

            Another paragraph:

            - one
            - two

              var x = f("<b>");

            rows: how many rows

            returns the result

            throws IllegalStateException: if it cannot""");
  }

  @Test
  void becomesMarkdown() {
    assertThat(Javadoc.markdown(COMMENT))
        .startsWith("Turns `List<int[]>` with `{a}` into `String` or a\ncall of x, <b>.")
        .contains("```java\nvar x = f(\"<b>\");\n```")
        .contains("`rows`: how many rows\n\n**returns** the result");
  }

  @Test
  void textWithoutTagsStays() {
    assertThat(Javadoc.text("Just words.")).isEqualTo("Just words.");
    assertThat(Javadoc.text("")).isEmpty();
  }
}
