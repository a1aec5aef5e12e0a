package tilde.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSpecTest {
  @TempDir private Path folder;

  private Path jar;
  private KernelSpec spec;

  @BeforeEach
  void make() throws IOException {
    jar = Files.writeString(folder.resolve("built.jar"), "the jar");
    spec = new KernelSpec(folder.resolve("data"), "tilde");
  }

  @Test
  void isWhatJupyterLooksFor() throws IOException {
    spec.install(jar, Path.of("/jdk"), List.of("-Xmx4g", "-Da=b c"));

    Path installed = folder.resolve("data/kernels/tilde");
    JsonObject json =
        JsonParser.parseString(Files.readString(installed.resolve("kernel.json")))
            .getAsJsonObject();
    List<String> command =
        json.getAsJsonArray("argv").asList().stream().map(word -> word.getAsString()).toList();
    assertThat(command)
        .startsWith(Path.of("/jdk/bin/java").toString())
        .containsSequence("-jar", installed.resolve("tilde.jar").toString(), "kernel")
        .endsWith("--jvm-opt=-Xmx4g", "--jvm-opt=-Da=b c", "{connection_file}");
    assertThat(json.get("interrupt_mode").getAsString()).isEqualTo("message");
    assertThat(json.get("language").getAsString()).isEqualTo("java");
    assertThat(installed.resolve("tilde.jar")).hasContent("the jar");
  }

  @Test
  void canBeInstalledAgainAndRemoved() throws IOException {
    spec.install(jar, Path.of("/jdk"), List.of());
    Files.writeString(jar, "a newer jar");
    spec.install(jar, Path.of("/jdk"), List.of());

    assertThat(spec.folder().resolve("tilde.jar")).hasContent("a newer jar");
    spec.uninstall();
    assertThat(spec.folder()).doesNotExist();
    assertThat(spec.folder().getParent()).isEmptyDirectory();
    assertThatThrownBy(spec::uninstall)
        .isInstanceOf(JupyterException.class)
        .hasMessage("no kernel is at " + spec.folder());
  }

  @Test
  void anotherKernelOfThatNameIsLeftAlone() throws IOException {
    Files.createDirectories(spec.folder());
    Path json = Files.writeString(spec.folder().resolve("kernel.json"), "{\"argv\": [\"ijava\"]}");

    assertThatThrownBy(() -> spec.install(jar, Path.of("/jdk"), List.of()))
        .isInstanceOf(JupyterException.class)
        .hasMessageContaining("another kernel is at")
        .hasMessageContaining("another --name");
    assertThatThrownBy(spec::uninstall)
        .isInstanceOf(JupyterException.class)
        .hasMessageContaining("jupyter kernelspec remove tilde");
    assertThat(json).hasContent("{\"argv\": [\"ijava\"]}");
  }

  @Test
  void namesAreThoseThatJupyterAllows() {
    for (String name : List.of("", "../x", "a b", "a/b")) {
      assertThatThrownBy(() -> new KernelSpec(folder, name))
          .isInstanceOf(JupyterException.class)
          .hasMessageContaining("--name")
          .hasMessageContaining('"' + name + '"');
    }
  }

  @Test
  void theUsersDataIsWhereJupyterHasIt() {
    Path home = Path.of("home");

    assertThat(userData(Map.of(), "Linux")).isEqualTo(home.resolve(".local/share/jupyter"));
    assertThat(userData(Map.of("XDG_DATA_HOME", "x"), "Linux")).isEqualTo(Path.of("x/jupyter"));
    assertThat(userData(Map.of(), "Mac OS X")).isEqualTo(home.resolve("Library/Jupyter"));
    assertThat(userData(Map.of("APPDATA", "a"), "Windows 11")).isEqualTo(Path.of("a/jupyter"));
    assertThat(userData(Map.of("JUPYTER_DATA_DIR", "d"), "Linux")).isEqualTo(Path.of("d"));
    assertThat(JupyterPaths.prefixData(Path.of("/usr"))).isEqualTo(Path.of("/usr/share/jupyter"));
  }

  private static Path userData(Map<String, String> environment, String system) {
    return new JupyterPaths(environment, system, Path.of("home")).userData();
  }
}
