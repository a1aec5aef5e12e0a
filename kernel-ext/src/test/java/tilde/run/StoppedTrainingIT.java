package tilde.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;

/** Ctrl-C in stock JShell, which throws into the thread that runs the line, during training. */
class StoppedTrainingIT {
  private static final String MODULE = "jdk.incubator.vector";

  @Test
  void keepsTheModelAndItsHistory() throws Exception {
    CountDownLatch training = new CountDownLatch(1);
    try (JShell jshell =
        JShell.builder()
            .remoteVMOptions(
                "--class-path", System.getProperty("tilde.jar"), "--add-modules", MODULE)
            .compilerOptions("--class-path", System.getProperty("tilde.jar"))
            .out(new PrintStream(new Noticing(training), true, StandardCharsets.UTF_8))
            .build()) {
      eval(jshell, "import static tilde.Tilde.*;");
      eval(jshell, "var data = digits();");
      eval(jshell, "var model = net().conv(3,3).relu().dense(10).softmaxCE();");
      Thread stopper =
          new Thread(
              () -> {
                try {
                  training.await();
                  jshell.stop();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      stopper.start();

      jshell.eval("model.train(data).epochs(1_000_000).run();");
      stopper.join(TimeUnit.MINUTES.toMillis(1));

      String steps = eval(jshell, "model.history().batchLoss().length");
      assertThat(Integer.parseInt(steps)).isPositive();
      assertThat(eval(jshell, "model.history().batchLoss().length")).isEqualTo(steps);
      assertThat(eval(jshell, "Double.isFinite(model.evaluate(data).loss())")).isEqualTo("true");
      assertThat(eval(jshell, "model.train(data).epochs(1).run().epochs()")).isEqualTo("1");
    }
  }

  private static String eval(JShell jshell, String line) {
    SnippetEvent event = jshell.eval(line).get(0);
    assertThat(event.exception()).as(line).isNull();
    assertThat(event.status()).as(line).isEqualTo(Status.VALID);
    return event.value();
  }

  /** Opens the latch at the first output, which is the first line of progress. */
  private static final class Noticing extends OutputStream {
    private final CountDownLatch latch;

    private Noticing(CountDownLatch latch) {
      this.latch = latch;
    }

    @Override
    public void write(int b) throws IOException {
      latch.countDown();
    }
  }
}
