package tilde.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class TerminalDisplayTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(new BufferedOutputStream(bytes), false, UTF_8);

  private String printed() {
    out.flush();
    return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void aResultIsItsText() {
    Display display = new TerminalDisplay(out, false);
    Display.Shown shown = display.show(MimeBundle.text("a\nb").with(MimeBundle.HTML, "<p>a b"));
    shown.update(MimeBundle.text("c"));
    assertThat(printed()).isEqualTo("a\nb\nc\n");
  }

  private static String never() {
    throw new AssertionError("nobody sees this line, so nobody should ask for it");
  }

  @Test
  void inALogThereIsALineAMilestone() {
    try (Progress progress = new TerminalDisplay(out, false).progress()) {
      progress.now(TerminalDisplayTest::never);
      progress.milestone("epoch 1/2: loss 2.3");
      progress.now(TerminalDisplayTest::never);
      progress.milestone("epoch 2/2: loss 1.9");
    }
    assertThat(printed()).isEqualTo("epoch 1/2: loss 2.3\nepoch 2/2: loss 1.9\n");
  }

  @Test
  void onAScreenOneLineIsRewrittenUntilAMilestoneStays() {
    try (Progress progress = new TerminalDisplay(out, true).progress()) {
      progress.now(() -> "epoch 1/2, batch 7/9");
      assertThat(bytes.toString(UTF_8)) // seen at once, not when the stream is closed
          .isEqualTo("\repoch 1/2, batch 7/9");
      progress.milestone("epoch 1/2");
      out.println("a callback prints");
      progress.milestone("epoch 2/2");
    }
    assertThat(printed())
        .isEqualTo(
            "\repoch 1/2, batch 7/9\repoch 1/2           \na callback prints\n\repoch 2/2\n");
  }

  @Test
  void theFirstLineComesAtOnceAndMostLaterOnesAreNotEvenMade() {
    int[] made = {0};
    try (Progress progress = new TerminalDisplay(out, true).progress()) {
      progress.now(() -> "batch 1");
      assertThat(bytes.toString(UTF_8)).isEqualTo("\rbatch 1");
      for (int call = 0; call < 1_000_000; call++) {
        progress.now(
            () -> {
              made[0]++;
              return "later";
            });
      }
    }
    assertThat(made[0]).isLessThan(100_000);
  }

  @Test
  void progressThatNeverToldAnythingLeavesNoTrace() {
    new TerminalDisplay(out, true).progress().close();
    new TerminalDisplay(out, false).progress().close();
    assertThat(printed()).isEmpty();
  }
}
