package tilde.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class HostTest {

  private static Display some() {
    return new TerminalDisplay(new PrintStream(OutputStream.nullOutputStream()), false);
  }

  @Test
  void withoutAHostTheTerminalServes() {
    assertThat(Host.display()).isInstanceOf(TerminalDisplay.class);
  }

  @Test
  void aDisplayIsInForceUntilItsUseEnds() {
    Display outer = some();
    Display inner = some();
    try (Host.Use first = Host.use(outer)) {
      assertThat(Host.display()).isSameAs(outer);
      try (Host.Use second = Host.use(inner)) {
        assertThat(Host.display()).isSameAs(inner);
      }
      assertThat(Host.display()).isSameAs(outer);
    }
    assertThat(Host.display()).isNotSameAs(outer).isInstanceOf(TerminalDisplay.class);
  }

  @Test
  void itIsRestoredAfterAnErrorToo() {
    Display display = some();
    assertThatThrownBy(
            () -> {
              try (Host.Use use = Host.use(display)) {
                throw new IllegalStateException("cell failed");
              }
            })
        .hasMessage("cell failed");
    assertThat(Host.display()).isNotSameAs(display);
  }

  @Test
  void noDisplayIsNone() {
    assertThatThrownBy(() -> Host.use(null)).isInstanceOf(NullPointerException.class);
    assertThat(Host.display()).isInstanceOf(TerminalDisplay.class);
  }
}
