package tilde.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine that behaves as a test wants. */
public final class Server implements AutoCloseable {
  private final HttpServer server;
  private final URI address;
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  public Server() throws IOException {
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    server.setExecutor(pool);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(path + " " + exchange.getRequestHeaders().getFirst("Range"));
    HttpHandler answer = answers.get(path);
    if (answer == null) {
      send(exchange, 404, "text/plain", "there is no " + path);
    } else {
      answer.handle(exchange);
    }
    exchange.close();
  }

  URI address(String path) {
    return address.resolve(path);
  }

  /** The address of the server itself. */
  public String base() {
    return "" + address;
  }

  /** Path and range of each request, in order. */
  public List<String> requests() {
    return requests;
  }

  void answers(String path, HttpHandler answer) {
    answers.put(path, answer);
  }

  /** Gives a file, also from a place in it on. */
  public void gives(String path, byte[] content) {
    cuts(path, content, content.length);
  }

  /** Gives a file likewise, but no more than so many bytes at a time before the line breaks. */
  void cuts(String path, byte[] content, int most) {
    answers(
        path,
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
          if (range != null) {
            exchange
                .getResponseHeaders()
                .set(
                    "Content-Range",
                    "bytes %s-%s/%s".formatted(from, content.length - 1, content.length));
          }
          exchange.getResponseHeaders().set("Content-Type", "application/x-gzip");
          exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
          OutputStream out = exchange.getResponseBody();
          out.write(content, from, Math.min(most, content.length - from));
          out.flush();
        });
  }

  /** Lets the answer to a path be given once, then there is none. */
  void onlyOnce(String path) {
    HttpHandler answer = answers.get(path);
    answers(
        path,
        exchange -> {
          answers.remove(path);
          answer.handle(exchange);
        });
  }

  static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
    send(exchange, status, type, text.getBytes(UTF_8));
  }

  static void send(HttpExchange exchange, int status, String type, byte[] content)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      exchange.getResponseBody().write(content);
    }
  }

  /** Sends something without saying what it is or how long. */
  static void sendChunked(HttpExchange exchange, byte[] content) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(content);
    exchange.getResponseBody().close();
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    pool.shutdownNow();
  }
}
