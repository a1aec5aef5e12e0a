package tilde.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The JDK that runs the cells, as its own file describes it. */
final class Jdk {
  static final String VECTOR_MODULE = "jdk.incubator.vector";

  private final Path home;
  private final Properties release = new Properties();

  private Jdk(Path home) {
    this.home = home;
  }

  static Jdk at(Path home) {
    Jdk jdk = new Jdk(home);
    try (InputStream in = Files.newInputStream(home.resolve("release"))) {
      jdk.release.load(in);
    } catch (IOException noSuchFile) {
      // then it is taken for one like ours, without the vector module
    }
    return jdk;
  }

  String java() {
    return home.resolve("bin").resolve("java").toString();
  }

  /** Asked before it is named: a JDK made by jlink may lack it. */
  boolean hasVectorModule() {
    return release.getProperty("MODULES", "").contains(VECTOR_MODULE);
  }

  /** What our compiler needs to be told to compile for this JDK. */
  List<String> compilerOptions() {
    List<String> options = new ArrayList<>();
    if (!isOurs()) {
      String version = "" + version();
      options.addAll(List.of("--system", home.toString(), "-source", version, "-target", version));
    }
    if (hasVectorModule()) {
      options.addAll(List.of("--add-modules", VECTOR_MODULE));
    }
    return options;
  }

  /** The imports with which sessions start. */
  List<String> imports() {
    return isOurs() ? StartupImports.ofSession() : StartupImports.ofSessionOnJdk17();
  }

  /** Our compiler reads classes of its own version at most. */
  void checkVersion() {
    int ours = Runtime.version().feature();
    if (version() > ours) {
      throw new IllegalArgumentException(
          "the JDK for the cells, "
              + home
              + ", is a JDK "
              + version()
              + ": Tilde itself runs on JDK "
              + ours
              + ", which cannot compile for it; start Tilde with the newer one");
    }
  }

  private int version() {
    String text = release.getProperty("JAVA_VERSION", "").replace("\"", "");
    return text.isEmpty() ? Runtime.version().feature() : Runtime.Version.parse(text).feature();
  }

  private boolean isOurs() {
    try {
      return Files.isSameFile(home, Path.of(System.getProperty("java.home")));
    } catch (IOException e) {
      return false;
    }
  }
}
