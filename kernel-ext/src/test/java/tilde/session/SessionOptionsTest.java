package tilde.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionOptionsTest {
  @Test
  void theEnvironmentSetsThem() {
    SessionOptions options =
        SessionOptions.ofEnvironment(
            Map.of(
                "TILDE_JVM_OPTIONS", "-Da=b  -ea",
                "TILDE_HEAP", "300m",
                "TILDE_CLASSPATH", "x.jar" + File.pathSeparator + "y",
                "TILDE_STARTUP", "start.jsh",
                "TILDE_CELL_TIMEOUT", "1.5",
                "TILDE_OUTPUT_LIMIT", "1000"));
    assertThat(options.jvmOptions()).containsExactly("-Da=b", "-ea", "-Xmx300m");
    assertThat(options.classPath()).containsExactly(Path.of("x.jar"), Path.of("y"));
    assertThat(options.startup()).contains(Path.of("start.jsh"));
    assertThat(options.cellTimeout()).contains(Duration.ofMillis(1500));
    assertThat(options.outputLimit()).isEqualTo(1000);
  }

  @Test
  void withoutThemTheDefaultsHold() {
    assertThat(SessionOptions.ofEnvironment(Map.of("TILDE_HEAP", " ")).jvmOptions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TILDE_HEAP,much,a size such as 4g",
    "TILDE_CELL_TIMEOUT,-1,a number of seconds",
    "TILDE_CELL_TIMEOUT,soon,a number of seconds",
    "TILDE_OUTPUT_LIMIT,all,a number of characters",
    "TILDE_JAVA_HOME,/no/such/place,the folder of a JDK",
  })
  void nonsenseIsRefused(String name, String value, String expected) {
    assertThatThrownBy(() -> SessionOptions.ofEnvironment(Map.of(name, value)))
        .hasMessage(name + " is \"" + value + "\": expected " + expected + ", or unset it");
  }

  @Test
  void aSessionHeedsThem(@TempDir Path directory) throws IOException {
    Path script = Files.writeString(directory.resolve("start.jsh"), "int x = 5; int y = x / 0;");
    SessionOptions options =
        SessionOptions.defaults()
            .withHeap("200m")
            .withJvmOptions(java.util.List.of("-Da=b", "-Xmx200m"))
            .withWorkingDirectory(directory)
            .withStartup(script);
    Recording recording = new Recording();
    try (Session session = Session.open(options, recording)) {
      String cell =
          "x + System.getProperty(\"a\") + (Runtime.getRuntime().maxMemory() <= 200 << 20)"
              + " + Files.exists(Path.of(\"start.jsh\"))";
      assertThat(session.execute(cell).outputs().toString()).contains("5btruetrue");
    }
    assertThat(recording.text(1, "stderr")).contains("start-up").contains("/ by zero");
  }
}
