package tilde.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tilde.output.MimeBundle;
import tilde.output.Progress;

class CellDisplayTest {
  private final List<String> heard = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong();
  private final CellDisplay display =
      new CellDisplay(
          new CellDisplay.Sink() {
            @Override
            public void show(String id, MimeBundle content) {
              heard.add("show " + content.text());
            }

            @Override
            public void update(String id, MimeBundle content) {
              heard.add("update " + content.text());
            }

            @Override
            public void clear(boolean waits) {
              heard.add("clear");
            }
          },
          "display-",
          clock::get);

  private void passMillis(long millis) {
    clock.addAndGet(millis * 1_000_000);
  }

  @Test
  void progressIsOneOutputUpdatedAtMostFourTimesASecond() {
    try (Progress progress = display.progress()) {
      for (int i = 0; i <= 100; i++) {
        String step = "step " + i;
        progress.now(() -> step);
        passMillis(10);
      }
    }
    assertThat(heard)
        .containsExactly(
            "show step 0", "update step 25", "update step 50", "update step 75", "update step 100");
  }

  @Test
  void theFinalStateIsAlwaysDelivered() {
    try (Progress progress = display.progress()) {
      progress.now(() -> "step 1");
      progress.milestone("epoch 1");
    }
    assertThat(heard).containsExactly("show step 1", "update epoch 1");
  }

  @Test
  void aProgressThatSaidNothingShowsNothing() {
    display.progress().close();
    display.flush();
    assertThat(heard).isEmpty();
  }

  @Test
  void twoProgressesAreTwoOutputs() {
    try (Progress one = display.progress();
        Progress two = display.progress()) {
      one.now(() -> "a");
      two.now(() -> "b");
    }
    assertThat(heard).containsExactly("show a", "show b");
  }
}
