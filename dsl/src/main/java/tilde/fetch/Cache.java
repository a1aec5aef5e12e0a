package tilde.fetch;

import java.nio.file.Path;
import java.util.Optional;

/** Where fetched files are kept, and from where they are fetched, as the environment says. */
public final class Cache {
  private static final String FOLDER_PROPERTY = "tilde.data";
  private static final String FOLDER_VARIABLE = "TILDE_DATA";
  private static final String MIRROR_PROPERTY = "tilde.mirror";
  private static final String MIRROR_VARIABLE = "TILDE_MIRROR";

  private Cache() {}

  /**
   * The folder of a data set: in that of the property {@code tilde.data}, of the environment's
   * TILDE_DATA, or in {@code .cache/tilde} at home.
   */
  public static Path folder(Published data) {
    return setting(FOLDER_PROPERTY, FOLDER_VARIABLE)
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "tilde"))
        .toAbsolutePath()
        .resolve(data.word());
  }

  /**
   * The data set on the one server that the property {@code tilde.mirror} or the environment's
   * TILDE_MIRROR names, such as that of a company, or else on the public ones.
   */
  public static Published mirrored(Published data) {
    return setting(MIRROR_PROPERTY, MIRROR_VARIABLE)
        .map(
            base -> {
              if (!base.matches("https?://.+")) {
                throw new IllegalArgumentException(
                    "%s (or the property %s) is \"%s\": expected an address such as https://host/data"
                        .formatted(MIRROR_VARIABLE, MIRROR_PROPERTY, base));
              }
              return data.at(base);
            })
        .orElse(data);
  }

  private static Optional<String> setting(String property, String variable) {
    String value = System.getProperty(property, System.getenv(variable));
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }
}
