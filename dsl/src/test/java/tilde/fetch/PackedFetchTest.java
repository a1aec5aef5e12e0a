package tilde.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Data sets whose files come in an archive. */
@Timeout(60)
class PackedFetchTest {
  private static final byte[] CONTENT = new byte[700];

  @TempDir private Path folder;
  private Server server;

  @BeforeEach
  void startTheServer() throws IOException {
    server = new Server();
  }

  @AfterEach
  void stopTheServer() {
    server.close();
  }

  private Published set(byte[] archive) {
    List<URI> mirrors = List.of(server.address("/a/all.tar.gz"));
    RemoteFile file = new RemoteFile("all.tar.gz", archive.length, Server.sha256(archive), mirrors);
    return new Published("packed", List.of(file), Map.of("a.bin", 700L));
  }

  private void fetch(byte[] archive) {
    new Fetcher(set(archive), folder, new Recorded(), Duration.ofSeconds(20)).run();
  }

  @Test
  void anArchiveIsUnpackedAndGoes() throws IOException {
    byte[] archive = Tar.gz(Map.of("set/a.bin", CONTENT));
    server.gives("/a/all.tar.gz", archive);
    fetch(archive);
    assertThat(folder.resolve("a.bin")).hasBinaryContent(CONTENT);
    assertThat(folder.resolve("all.tar.gz")).doesNotExist();
    assertThat(set(archive).files(folder)).containsExactly(folder.resolve("a.bin"));
  }

  @Test
  void anArchivePutThereByHandIsCheckedAndUnpacked() throws IOException {
    byte[] archive = Tar.gz(Map.of("set/a.bin", CONTENT));
    Files.write(folder.resolve("all.tar.gz"), archive);
    fetch(archive);
    assertThat(server.requests()).isEmpty();
    assertThat(folder.resolve("a.bin")).hasBinaryContent(CONTENT);
  }

  @Test
  void anArchiveWithoutTheFilesIsAnError() throws IOException {
    byte[] archive = Tar.gz(Map.of("set/b.bin", CONTENT));
    server.gives("/a/all.tar.gz", archive);
    assertThatThrownBy(() -> fetch(archive))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected [a.bin] too, got the end of the archive");
  }
}
