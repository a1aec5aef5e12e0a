package tilde.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;

class MultilineTest {
  @Property(tries = 200)
  void linesJoinedAgainAreTheText(
      @ForAll @Chars({'\n', '\r'}) @CharRange(from = 'a', to = 'c') String text) {
    JsonArray lines = Multiline.lines(text);

    assertThat(Multiline.text(lines)).isEqualTo(text);
    assertThat(lines)
        .allMatch(line -> line.getAsString().indexOf('\n') >= 0 || isLast(lines, text));
    assertThat(lines).noneMatch(line -> line.getAsString().isEmpty());
  }

  private static boolean isLast(JsonArray lines, String text) {
    return text.endsWith(lines.get(lines.size() - 1).getAsString());
  }
}
