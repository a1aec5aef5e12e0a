package tilde.fetch;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/**
 * Fetches a file from one server into a part, from where an earlier attempt ended, and checks it.
 *
 * @param part where the bytes go
 * @param patience how long a server may be silent
 */
record Download(HttpClient client, RemoteFile file, Path part, Duration patience) {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_SATISFIABLE = 416;
  private static final int CHUNK = 1 << 16;
  private static final int SHOWN = 16; // bytes of a wrong file

  /** How many bytes are there. */
  long have() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  /**
   * Fetches what is missing.
   *
   * @param progress is told how many bytes are there
   * @throws WrongContent when the server does not have this file; the part is gone then
   * @throws IOException when it broke off; the part is kept
   */
  void from(URI mirror, LongConsumer progress) throws IOException, InterruptedException {
    try {
      if (have() > file.bytes()) {
        Files.delete(part);
      }
      if (have() < file.bytes()) {
        fetch(mirror, progress);
      }
      checkSum();
    } catch (WrongContent useless) {
      Files.deleteIfExists(part);
      throw useless;
    }
  }

  private void fetch(URI mirror, LongConsumer progress) throws IOException, InterruptedException {
    long from = have();
    HttpRequest.Builder request = HttpRequest.newBuilder(mirror).timeout(patience);
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofPublisher());
    Body body = new Body();
    response.body().subscribe(body);
    try {
      long start = start(response, from);
      try (FileOutputStream out = new FileOutputStream(part.toFile(), start > 0)) {
        body.copy(out, file.bytes() - start, patience, done -> progress.accept(start + done));
        out.getFD().sync();
      }
    } catch (IOException broken) {
      checkStart(); // what another server would go on with
      throw broken;
    } finally {
      body.cancel();
    }
    checkStart();
    if (have() < file.bytes()) {
      throw new IOException("it broke off after %s of %s bytes".formatted(have(), file.bytes()));
    }
  }

  /** From which byte on the server sends the file; only the headers are known yet. */
  private long start(HttpResponse<?> response, long from) throws IOException {
    int status = response.statusCode();
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (status == NOT_SATISFIABLE) {
      throw new WrongContent("HTTP 416: its file is shorter than what is here already");
    }
    if (status != OK && status != PARTIAL) {
      throw new IOException("HTTP " + status);
    }
    if (type.startsWith("text/html")) {
      // not WrongContent: what is here already came from elsewhere
      throw new IOException("it sends an HTML page, not the file: is there a login in between?");
    }
    boolean resumed =
        status == PARTIAL
            && response
                .headers()
                .firstValue("Content-Range")
                .filter(range -> range.startsWith("bytes " + from + "-"))
                .isPresent();
    if (status == PARTIAL && !resumed) {
      throw new IOException("it sends another part than the one asked for");
    }
    long start = resumed ? from : 0;
    long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    if (length >= 0 && length != file.bytes() - start) {
      throw new IOException(
          "it sends %s bytes, not the expected %s".formatted(length, file.bytes() - start));
    }
    return start;
  }

  /** Checks that what is there begins like the file: an error page does not. */
  private void checkStart() throws IOException {
    if (have() < 2 || !file.name().endsWith("gz")) {
      return;
    }
    try (InputStream in = new FileInputStream(part.toFile())) {
      byte[] start = in.readNBytes(SHOWN);
      if (start[0] != 0x1f || start[1] != (byte) 0x8b) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        throw new WrongContent(
            "it sends no gzip file, but one that starts with \"%s\""
                .formatted(text.replaceAll("\\p{Cntrl}", " ")));
      }
    }
  }

  private void checkSum() throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new FileInputStream(part.toFile())) {
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
      }
    }
    String sum = HexFormat.of().formatHex(digest.digest());
    if (!sum.equals(file.sha256())) {
      throw new WrongContent(
          "the SHA-256 sum is %s, expected %s: another file, or damaged on its way"
              .formatted(sum, file.sha256()));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
