package tilde.session;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds public top-level types by looking into packages. */
final class PublicTypes {
  private PublicTypes() {}

  /** The simple names of a package's public top-level types, from every place of the class path. */
  static Set<String> ofPackage(String name) throws IOException {
    Set<String> found = new TreeSet<>();
    Pattern separator = Pattern.compile(Pattern.quote(File.pathSeparator));
    for (String place : separator.splitAsStream(System.getProperty("java.class.path")).toList()) {
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        found.addAll(in(path.resolve(name.replace('.', '/')), name));
      } else if (Files.isRegularFile(path) && place.endsWith(".jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
          found.addAll(in(jar.getPath(name.replace('.', '/')), name));
        }
      }
    }
    return found;
  }

  /** The simple names of all public top-level types in packages that java.base exports to all. */
  static Set<String> ofJavaBase() throws IOException {
    Set<String> found = new TreeSet<>();
    Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
    for (Exports exports : Object.class.getModule().getDescriptor().exports()) {
      if (!exports.isQualified()) {
        found.addAll(in(base.resolve(exports.source().replace('.', '/')), exports.source()));
      }
    }
    return found;
  }

  private static Set<String> in(Path directory, String packageName) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".class") && !file.contains("$") && !file.contains("-"))
          .map(file -> file.substring(0, file.length() - ".class".length()))
          .filter(type -> isPublic(packageName + "." + type))
          .collect(Collectors.toSet());
    }
  }

  private static boolean isPublic(String type) {
    try {
      Class<?> loaded = Class.forName(type, false, PublicTypes.class.getClassLoader());
      return Modifier.isPublic(loaded.getModifiers());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
