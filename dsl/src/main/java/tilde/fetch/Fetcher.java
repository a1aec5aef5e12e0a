package tilde.fetch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tilde.file.AtomicFile;
import tilde.output.Progress;

/**
 * Brings a published data set into a folder: from the first server that has it, going on where an
 * earlier attempt broke off, checked before it takes its name there.
 */
public final class Fetcher {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_ROUNDS = 10; // over all servers, while each brings more bytes

  private final Published data;
  private final Path folder;
  private final Progress progress;
  private final Duration patience;
  private final HttpClient client;
  private final List<String> failures = new ArrayList<>();

  Fetcher(Published data, Path folder, Progress progress, Duration patience) {
    this.data = data;
    this.folder = folder;
    this.progress = progress;
    this.patience = patience;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NORMAL);
    if (ProxySelector.getDefault() != null) {
      builder.proxy(ProxySelector.getDefault());
    }
    this.client = builder.build();
  }

  /**
   * Fetches what the folder does not have yet; several may ask at once, and one does the work.
   *
   * @throws UncheckedIOException when it cannot be had: the message says what to do by hand
   */
  public static void fetch(Published data, Path folder, Progress progress) {
    new Fetcher(data, folder, progress, PATIENCE).run();
  }

  void run() {
    try {
      Files.createDirectories(folder);
      try (Turn turn =
          Turn.take(folder, () -> progress.now(() -> data.word() + ": another one fetches it"))) {
        if (!data.missing(folder).isEmpty()) {
          fetchAll();
        }
      }
    } catch (InterruptedException | InterruptedIOException | ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(
          data.word()
              + "() was interrupted: what came up to now is kept in "
              + folder
              + ", call it again to go on",
          new InterruptedIOException("interrupted"));
    } catch (IOException e) {
      failures.add(folder + ": " + e);
      throw notFetched(e);
    }
  }

  private void fetchAll() throws IOException, InterruptedException {
    for (RemoteFile file : data.remote()) {
      boolean needed = !data.packed().isEmpty() || data.find(folder, file.name()).isEmpty();
      if (needed) {
        fetch(file);
      }
    }
    if (!data.packed().isEmpty()) {
      Path archive = folder.resolve(data.remote().get(0).name());
      progress.now(() -> data.word() + ": unpacking " + archive.getFileName());
      Archive.unpack(archive, folder, data.packed());
      Files.delete(archive);
    }
  }

  private void fetch(RemoteFile file) throws IOException, InterruptedException {
    Path target = folder.resolve(file.name());
    Path part = folder.resolve(file.name() + ".part");
    if (Files.exists(target)) { // put there by hand
      AtomicFile.move(target, part);
    }
    Download download = new Download(client, file, part, patience);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      long before = download.have();
      failures.clear();
      for (URI mirror : file.mirrors()) {
        if (tried(download, mirror)) {
          AtomicFile.move(part, target);
          progress.milestone(
              "%s: %s, %s from %s"
                  .formatted(data.word(), file.name(), megabytes(file.bytes()), mirror.getHost()));
          return;
        }
      }
      if (download.have() <= before) {
        break;
      }
    }
    throw notFetched(null);
  }

  private boolean tried(Download download, URI mirror) throws InterruptedException {
    RemoteFile file = download.file();
    try {
      download.from(
          mirror,
          done ->
              progress.now(
                  () ->
                      "%s: %s, %s of %s from %s"
                          .formatted(
                              data.word(),
                              file.name(),
                              megabytes(done),
                              megabytes(file.bytes()),
                              mirror.getHost())));
      return true;
    } catch (ConnectException e) {
      failures.add(mirror + ": no connection");
    } catch (IOException e) {
      failures.add(mirror + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
    }
    return false;
  }

  static String megabytes(long bytes) {
    return bytes < 100_000
        ? String.format(Locale.ROOT, "%.0f kB", Math.ceil(bytes / 1e3))
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private UncheckedIOException notFetched(IOException cause) {
    List<String> missing = data.missing(folder);
    boolean one = missing.size() == 1;
    String names = String.join(", ", missing);
    String message =
        String.join(
            "\n",
            "%s() has no data: %s %s not in %s, and fetching failed:"
                .formatted(data.word(), names, one ? "is" : "are", folder),
            "  " + String.join("\n  ", failures),
            "Put " + names + " there on your own, where there is a connection with",
            "  " + data.shellLine(folder),
            "or name a folder that has %s, %s(\"folder\")"
                .formatted(one ? "it" : "them", data.word()));
    return new UncheckedIOException(
        message, cause == null ? new IOException(String.join("; ", failures)) : cause);
  }
}
