package tilde.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The jar as Jupyter gets to know it: installed, started by its kernel.json, removed. */
class InstalledKernelIT {
  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();
  private Path kernelFolder;

  @BeforeEach
  void install() throws Exception {
    kernelFolder = folder.resolve("prefix/share/jupyter/kernels/java");
    Process install = tilde("install", "--jvm-opt=-Dasked=yes");
    assertThat(install.waitFor()).isZero();
    assertThat(install.inputReader().readLine()).isEqualTo(kernelFolder.toString());
  }

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void runsCellsUntilItIsShutDown() throws Exception {
    Connection connection = RunningKernel.freeConnection();
    Process kernel = startInstalled(connection, Map.of());
    try (TestClient client = new TestClient(connection)) {
      assertThat(client.execute("System.getProperty(\"asked\")").result()).isEqualTo("yes");
      client.send(client.control, "shutdown_request", new JsonObject());
      assertThat(client.receive(client.control).text("status")).isEqualTo("ok");
    }

    assertThat(kernel.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(kernel.exitValue()).isZero();
    assertThat(folder.resolve("data/tilde/history.jsonl")).exists();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void endsWithTheJupyterThatStartedIt() throws Exception {
    Process jupyter = start(new ProcessBuilder("cat"));
    Connection connection = RunningKernel.freeConnection();
    Process kernel =
        startInstalled(connection, Map.of("JPY_PARENT_PID", String.valueOf(jupyter.pid())));
    try (TestClient client = new TestClient(connection)) {
      assertThat(client.execute("1 + 1").result()).isEqualTo("2");
      jupyter.destroy();

      assertThat(kernel.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void uninstallTakesEverythingAway() throws Exception {
    assertThat(tilde("uninstall").waitFor()).isZero();
    assertThat(kernelFolder).doesNotExist();

    Process again = tilde("uninstall");
    assertThat(again.waitFor()).isEqualTo(2);
    assertThat(again.errorReader().readLine()).isEqualTo("no kernel is at " + kernelFolder);
  }

  private Process tilde(String command, String... options) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-jar", System.getProperty("tilde.jar"), command));
    words.addAll(List.of("--prefix", folder.resolve("prefix").toString(), "--name", "java"));
    words.addAll(List.of(options));
    return start(new ProcessBuilder(words));
  }

  /** Starts the installed kernel as Jupyter does. */
  private Process startInstalled(Connection connection, Map<String, String> environment)
      throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("ip", connection.ip());
    json.addProperty("transport", "tcp");
    json.addProperty("shell_port", connection.shellPort());
    json.addProperty("control_port", connection.controlPort());
    json.addProperty("stdin_port", connection.stdinPort());
    json.addProperty("iopub_port", connection.iopubPort());
    json.addProperty("hb_port", connection.heartbeatPort());
    json.addProperty("key", connection.key());
    Path file = Files.writeString(folder.resolve("connection.json"), json.toString());
    String spec = Files.readString(kernelFolder.resolve("kernel.json"));
    List<String> command = new ArrayList<>();
    JsonParser.parseString(spec)
        .getAsJsonObject()
        .getAsJsonArray("argv")
        .forEach(
            word -> command.add(word.getAsString().replace("{connection_file}", file.toString())));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("JUPYTER_DATA_DIR", folder.resolve("data").toString());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return start(builder);
  }

  private Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    started.add(process);
    return process;
  }
}
