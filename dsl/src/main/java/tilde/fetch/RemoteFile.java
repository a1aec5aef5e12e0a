package tilde.fetch;

import java.net.URI;
import java.util.List;

/**
 * A file as it lies on some servers.
 *
 * @param bytes its length
 * @param sha256 its SHA-256 sum, 64 hexadecimal digits
 * @param mirrors addresses that give the file, in the order in which they are tried
 */
public record RemoteFile(String name, long bytes, String sha256, List<URI> mirrors) {
  public RemoteFile {
    mirrors = List.copyOf(mirrors);
  }

  /** The same file, under its name behind each of these addresses. */
  static RemoteFile of(String name, long bytes, String sha256, String... bases) {
    List<URI> mirrors = List.of(bases).stream().map(base -> URI.create(base + name)).toList();
    return new RemoteFile(name, bytes, sha256, mirrors);
  }

  /** The same file on one other server. */
  RemoteFile at(String base) {
    return of(name, bytes, sha256, base);
  }
}
