package tilde.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTextTest {
  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "10 %<20 %<30 %, 30 %",
    "10 %<20 %<30 %;done, 30 %;done",
    "a;10<20;b, a;20;b",
    "windows<;line<;, windows<;line<;",
    "open<, open<",
    "<x, x",
  })
  void aCarriageReturnStartsTheLineAgain(String printed, String shown) {
    assertThat(TerminalText.shown(printed.replace('<', '\r').replace(';', '\n')))
        .isEqualTo(shown.replace('<', '\r').replace(';', '\n'));
  }
}
