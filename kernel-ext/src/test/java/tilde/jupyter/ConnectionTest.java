package tilde.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
  private static final String FILE =
      """
      {"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5,
       "ip": "127.0.0.1", "key": "secret", "transport": "tcp",
       "signature_scheme": "hmac-sha256", "kernel_name": "tilde"}
      """;

  @TempDir private Path folder;

  @Test
  void readsWhatJupyterWrites() throws IOException {
    Connection connection = Connection.read(file(FILE));

    assertThat(connection)
        .isEqualTo(new Connection("127.0.0.1", 1, 4, 3, 2, 5, "hmac-sha256", "secret"));
    assertThat(connection.endpoint(connection.shellPort())).isEqualTo("tcp://127.0.0.1:1");
    assertThat(connection.toString()).doesNotContain("secret");
  }

  @Test
  void saysWhatIsMissingOrWrong() throws IOException {
    assertUnusable(file(FILE.replace("\"key\"", "\"kee\"")), "\"key\" must be a string, got none");
    assertUnusable(file(FILE.replace(": 4", ": \"x\"")), "\"control_port\" must be a whole number");
    assertUnusable(file(FILE.replace("tcp", "ipc")), "\"transport\" must be \"tcp\", got \"ipc\"");
    assertUnusable(file("no JSON"), "must be a JSON object, got no JSON");
    assertUnusable(folder.resolve("none.json"), "no such file");
    assertUnusable(folder, "cannot be read");
  }

  private static void assertUnusable(Path file, String problem) {
    assertThatThrownBy(() -> Connection.read(file))
        .isInstanceOf(JupyterException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(problem);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("connection.json"), content);
  }
}
