package tilde;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.output.Host;

/** JShell stops a cell by an exception thrown into its thread; training must not mind. */
class JShellStopTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "digits().take(50)",
        "tilde.Dataset.stream(digits().take(50).labels(), digits().take(50)::image)"
      })
  void aStoppedCellLeavesAUsableModel(String data) throws InterruptedException {
    CountDownLatch training = new CountDownLatch(3);
    try (JShell shell = JShell.builder().executionEngine("local").build();
        Host.Use use = Host.use(new RecordingDisplay(training::countDown))) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      value(shell, "import static tilde.Tilde.*;");
      value(shell, "var few = " + data + ";");
      value(shell, "var model = net().dense(10).softmaxCE();");
      Thread stopper =
          new Thread(
              () -> {
                try {
                  training.await();
                  shell.stop();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      stopper.start();
      shell.eval("model.train(few).batchSize(50).epochs(1000000).run()");
      stopper.join();

      int steps = Integer.parseInt(value(shell, "model.history().epochs()"));
      assertThat(steps).isGreaterThanOrEqualTo(3);
      value(shell, "var wanted = net().dense(10).softmaxCE();");
      value(shell, "wanted.train(few).batchSize(50).epochs(" + steps + ").run()");
      assertThat(value(shell, "model.parameters().equals(wanted.parameters())")).isEqualTo("true");
      value(shell, "model.train(few).epochs(1).run()");
      assertThat(value(shell, "model.history().epochs()")).isEqualTo("" + (steps + 1));
    }
  }

  private static String value(JShell shell, String cell) {
    SnippetEvent event = shell.eval(cell).get(0);
    assertThat(event.exception()).as(cell).isNull();
    return event.value();
  }
}
