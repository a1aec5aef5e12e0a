package tilde.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Data sets are fetched from servers that behave well or badly. */
@Timeout(60)
class FetcherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] CONTENT = gzipLike(300_000);

  @TempDir private Path temporary;
  private Server one;
  private Server other;
  private Path folder;
  private final Recorded progress = new Recorded();

  @BeforeEach
  void startTheServers() throws IOException {
    one = new Server();
    other = new Server();
    folder = temporary.resolve("new").resolve("set");
  }

  @AfterEach
  void stopTheServers() {
    one.close();
    other.close();
  }

  /** Bytes that begin as a gzip file does, and differ from place to place. */
  private static byte[] gzipLike(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 256);
    }
    bytes[0] = 0x1f;
    bytes[1] = (byte) 0x8b;
    return bytes;
  }

  private RemoteFile file(String name, byte[] content) {
    List<URI> mirrors = List.of(one.address("/a/" + name), other.address("/b/" + name));
    return new RemoteFile(name, content.length, Server.sha256(content), mirrors);
  }

  private Published set() {
    return new Published("somedata", List.of(file("x.gz", CONTENT)), Map.of());
  }

  private void fetch() {
    new Fetcher(set(), folder, progress, PATIENCE).run();
  }

  private Path target() {
    return folder.resolve("x.gz");
  }

  private Path part() {
    return folder.resolve("x.gz.part");
  }

  private void assertFetched() throws IOException {
    assertThat(target()).hasBinaryContent(CONTENT);
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all.map(path -> "" + path.getFileName())).containsOnly("x.gz", ".lock");
    }
  }

  @Test
  void aFileComesFromTheFirstServerAndTellsHowFarItIs() throws IOException {
    one.gives("/a/x.gz", CONTENT);
    fetch();
    assertFetched();
    assertThat(other.requests()).isEmpty();
    assertThat(progress.lines).first().asString().startsWith("somedata: x.gz, ");
    assertThat(progress.lines).last().isEqualTo("somedata: x.gz, 0.3 MB of 0.3 MB from 127.0.0.1");
    assertThat(progress.milestones).containsExactly("somedata: x.gz, 0.3 MB from 127.0.0.1");
    fetch();
    assertThat(one.requests()).as("nothing is fetched twice").hasSize(1);
  }

  @Test
  void theNextServerIsAskedWhenOneFails() throws IOException {
    one.answers("/a/x.gz", exchange -> Server.send(exchange, 503, "text/plain", "busy"));
    other.gives("/b/x.gz", CONTENT);
    fetch();
    assertFetched();
    assertThat(progress.milestones).containsExactly("somedata: x.gz, 0.3 MB from 127.0.0.1");
  }

  @Test
  void afterACutItGoesOnWhereItWasOnTheNextServer() throws IOException {
    one.cuts("/a/x.gz", CONTENT, 100_000);
    other.gives("/b/x.gz", CONTENT);
    fetch();
    assertFetched();
    assertThat(other.requests()).singleElement().asString().matches("/b/x.gz bytes=[1-9]\\d*-");
  }

  @Test
  void aServerThatCutsAgainAndAgainIsAskedUntilAllIsThere() throws IOException {
    one.cuts("/a/x.gz", CONTENT, 120_000);
    other.answers("/b/x.gz", exchange -> Server.send(exchange, 404, "text/plain", "no"));
    fetch();
    assertFetched();
    assertThat(one.requests().size()).isBetween(3, 6);
  }

  @Test
  void aServerWithoutRangesSendsAllAgain() throws IOException {
    Files.createDirectories(folder);
    Files.write(part(), Arrays.copyOf(CONTENT, 1000));
    one.answers("/a/x.gz", exchange -> Server.send(exchange, 200, "application/gzip", CONTENT));
    fetch();
    assertFetched();
    assertThat(one.requests()).containsExactly("/a/x.gz bytes=1000-");
  }

  @Test
  void whatAnEarlierAttemptLeftIsKeptAndUsed() throws IOException {
    one.cuts("/a/x.gz", CONTENT, 100_000);
    one.onlyOnce("/a/x.gz");
    UncheckedIOException failed = failure();
    assertThat(failed).hasMessageContaining("/a/x.gz: ");
    assertThat(Files.size(part())).isBetween(1L, 100_000L);
    assertThat(target()).doesNotExist();
    long kept = Files.size(part());
    one.gives("/a/x.gz", CONTENT);
    fetch();
    assertFetched();
    assertThat(one.requests()).last().isEqualTo("/a/x.gz bytes=" + kept + "-");
  }

  private UncheckedIOException failure() {
    Throwable thrown = catchThrowable(this::fetch);
    assertThat(thrown).isInstanceOf(UncheckedIOException.class);
    return (UncheckedIOException) thrown;
  }

  @Test
  void aWholePartOnlyNeedsItsName() throws IOException {
    Files.createDirectories(folder);
    Files.write(part(), CONTENT);
    fetch();
    assertFetched();
    assertThat(one.requests()).isEmpty();
  }

  @Test
  void aPartOfAnotherFileIsFoundOutByTheSumAndFetchedAnew() throws IOException {
    Files.createDirectories(folder);
    Files.write(part(), new byte[] {0x1f, (byte) 0x8b, 0, 0, 0, 0});
    one.gives("/a/x.gz", CONTENT);
    other.gives("/b/x.gz", CONTENT);
    fetch();
    assertFetched();
    assertThat(other.requests()).containsExactly("/b/x.gz null");
  }

  @Test
  void anHtmlPageIsNotTakenForData() throws IOException {
    String page = "<!DOCTYPE html><title>Please log in</title>";
    one.answers("/a/x.gz", exchange -> Server.send(exchange, 200, "text/html", page));
    // a page that does not say so, nor how long it is
    other.answers("/b/x.gz", exchange -> Server.sendChunked(exchange, page.getBytes(UTF_8)));
    assertThat(failure())
        .hasMessageContaining("it sends an HTML page, not the file: is there a login in between?")
        .hasMessageContaining(
            "it sends no gzip file, but one that starts with \"<!DOCTYPE html><\"");
    assertThat(part()).doesNotExist();
    assertThat(target()).doesNotExist();
  }

  @Test
  void anHtmlPageDoesNotSpoilWhatIsThere() throws IOException {
    Files.createDirectories(folder);
    Files.write(part(), Arrays.copyOf(CONTENT, 1000));
    one.answers("/a/x.gz", exchange -> Server.send(exchange, 200, "text/html", "log in"));
    other.gives("/b/x.gz", CONTENT);
    fetch();
    assertFetched();
    assertThat(other.requests()).containsExactly("/b/x.gz bytes=1000-");
  }

  @Test
  void aWrongSumIsAnErrorAndNothingIsKept() throws IOException {
    byte[] damaged = CONTENT.clone();
    damaged[200_000] ^= 1;
    one.gives("/a/x.gz", damaged);
    other.gives("/b/x.gz", damaged);
    assertThat(failure())
        .hasMessageContaining(
            "the SHA-256 sum is "
                + Server.sha256(damaged)
                + ", expected "
                + Server.sha256(CONTENT)
                + ": another file, or damaged on its way");
    assertThat(part()).doesNotExist();
    other.gives("/b/x.gz", CONTENT);
    fetch();
    assertFetched();
  }

  @Test
  void otherLengthsAreNoticedBeforeOrWhileTheyCome() throws IOException {
    one.gives("/a/x.gz", gzipLike(200_000));
    other.answers("/b/x.gz", exchange -> Server.sendChunked(exchange, gzipLike(400_000)));
    assertThat(failure())
        .hasMessageContaining("it sends 200000 bytes, not the expected 300000")
        .hasMessageContaining("it sends more than the expected 300000 bytes");
  }

  @Test
  void strangePartsAreRefused() throws IOException {
    Files.createDirectories(folder);
    Files.write(part(), Arrays.copyOf(CONTENT, 1000));
    one.answers(
        "/a/x.gz",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 5-9/300000");
          Server.send(exchange, 206, "application/gzip", "12345");
        });
    other.answers("/b/x.gz", exchange -> Server.send(exchange, 416, "text/plain", ""));
    assertThat(failure())
        .hasMessageContaining("it sends another part than the one asked for")
        .hasMessageContaining("HTTP 416: its file is shorter than what is here already");
  }

  @Test
  void aServerThatFallsSilentIsGivenUp() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    one.answers(
        "/a/x.gz",
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT, 0, 5000);
          exchange.getResponseBody().flush();
          Server.await(release);
        });
    other.gives("/b/x.gz", CONTENT);
    new Fetcher(set(), folder, progress, Duration.ofSeconds(1)).run();
    release.countDown();
    assertFetched();
  }

  @Test
  void offlineOneErrorSaysWhatToDo() {
    one.close();
    other.close();
    UncheckedIOException failed = failure();
    assertThat(failed.getMessage().lines())
        .containsExactly(
            "somedata() has no data: x.gz is not in " + folder + ", and fetching failed:",
            "  " + one.address("/a/x.gz") + ": no connection",
            "  " + other.address("/b/x.gz") + ": no connection",
            "Put x.gz there on your own, where there is a connection with",
            "  mkdir -p '"
                + folder
                + "' && cd '"
                + folder
                + "' && curl -fL --remote-name-all "
                + one.address("/a/x.gz"),
            "or name a folder that has it, somedata(\"folder\")");
  }

  @Test
  void severalWhoAskAtOnceFetchOnce() throws Exception {
    byte[] second = gzipLike(1000);
    Published two =
        new Published("two", List.of(file("x.gz", CONTENT), file("y.gz", second)), Map.of());
    CountDownLatch allWait = new CountDownLatch(3); // who waits says so
    one.answers(
        "/a/x.gz",
        exchange -> {
          Server.await(allWait);
          Server.send(exchange, 200, "application/gzip", CONTENT);
        });
    one.gives("/a/y.gz", second);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Recorded own = new Recorded();
        own.onWaiting = allWait::countDown;
        callers.add(pool.submit(() -> new Fetcher(two, folder, own, PATIENCE).run()));
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(one.requests()).containsExactly("/a/x.gz null", "/a/y.gz null");
    assertThat(folder.resolve("y.gz")).hasBinaryContent(second);
  }

  @Test
  void anInterruptKeepsWhatCame() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    one.answers(
        "/a/x.gz",
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT, 0, 5000);
          exchange.getResponseBody().flush();
          Server.await(release);
        });
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    CountDownLatch begun = new CountDownLatch(1);
    progress.onLine = begun::countDown;
    Thread asking =
        new Thread(
            () -> {
              thrown.set(catchThrowable(this::fetch));
              flag.set(Thread.currentThread().isInterrupted());
            });
    asking.start();
    begun.await();
    asking.interrupt();
    asking.join();
    release.countDown();
    assertThat(thrown.get())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "somedata() was interrupted: what came up to now is kept in "
                + folder
                + ", call it again to go on");
    assertThat(flag.get()).isTrue();
    assertThat(Files.size(part())).isEqualTo(5000);
    one.gives("/a/x.gz", CONTENT);
    fetch();
    assertFetched();
    assertThat(one.requests()).last().isEqualTo("/a/x.gz bytes=5000-");
  }

  @Test
  void whoWaitsForAnotherCanBeInterrupted() throws Exception {
    Files.createDirectories(folder);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    CountDownLatch waiting = new CountDownLatch(1);
    progress.onWaiting = waiting::countDown;
    Turn turn = Turn.take(folder, () -> {});
    Thread asking = new Thread(() -> thrown.set(catchThrowable(this::fetch)));
    asking.start();
    waiting.await();
    asking.interrupt();
    asking.join();
    assertThat(thrown.get()).hasMessageStartingWith("somedata() was interrupted: ");
    turn.close();
    one.gives("/a/x.gz", CONTENT);
    fetch();
    assertFetched();
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Files.createFile(temporary.resolve("new"));
    assertThat(failure())
        .hasMessageContaining("somedata() has no data")
        .hasMessageContaining("" + folder);
  }

  @Test
  void whatWasPutThereByHandUnpackedIsTaken() throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("x"), new byte[] {1});
    fetch();
    assertThat(one.requests()).isEmpty();
    assertThat(set().files(folder)).containsExactly(folder.resolve("x"));
  }
}
