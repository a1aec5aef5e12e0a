package tilde.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HelpQuestionTest {
  @Test
  void aQuestionMarkAtEitherEndAsks() {
    assertThat(HelpQuestion.in("net().conv?")).contains(new HelpQuestion("net().conv"));
    assertThat(HelpQuestion.in(" ? net().conv \n")).contains(new HelpQuestion("net().conv"));
  }

  @Test
  void javaIsNoQuestion() {
    for (String cell :
        List.of(
            "",
            "?",
            "a ? b : c",
            "List<?> x;",
            "int x = 1;\nx?",
            "// why?\n1",
            "// why?",
            "/vars?")) {
      assertThat(HelpQuestion.in(cell)).as(cell).isEmpty();
    }
  }
}
