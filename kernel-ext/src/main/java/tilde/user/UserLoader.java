package tilde.user;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Loads the classes of cells, and what they add to the class path. */
final class UserLoader extends URLClassLoader {
  private final Map<String, byte[]> declared = new ConcurrentHashMap<>();

  UserLoader() {
    super(new URL[0], UserLoader.class.getClassLoader());
  }

  /** Makes a class known, which may refer to others that are made known before it is used. */
  void declare(String name, byte[] bytes) {
    declared.put(name, bytes);
  }

  void add(String place) throws MalformedURLException {
    addURL(Path.of(place).toUri().toURL());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = declared.remove(name);
    return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
  }
}
