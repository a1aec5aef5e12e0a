package tilde.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tilde.file.AtomicFile;

/** The folder by which Jupyter knows a kernel: {@code kernel.json}, and beside it our jar. */
final class KernelSpec {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+"); // as Jupyter has it
  private static final String JAR = "tilde.jar";
  private static final String JSON = "kernel.json";
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final Path folder;

  /**
   * The kernel {@code name} below Jupyter's folder {@code data}.
   *
   * @throws JupyterException if Jupyter does not allow this name
   */
  KernelSpec(Path data, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new JupyterException(
          "--name: letters, digits, dots, dashes and underscores make a name, got \""
              + name
              + "\"");
    }
    folder = data.resolve("kernels").resolve(name).toAbsolutePath();
  }

  /** Where it is. */
  Path folder() {
    return folder;
  }

  /**
   * Installs a copy of {@code jar}, so that the kernel stays when the original goes.
   *
   * @param jvmOptions for the JVM that runs the cells
   */
  void install(Path jar, Path javaHome, List<String> jvmOptions) throws IOException {
    checkOurs("install it under another --name, or remove that one first");
    Files.createDirectories(folder);
    // a running kernel reads its jar to the end: it must not change under its feet
    Path part = folder.resolve(JAR + ".part");
    Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
    Files.move(part, folder.resolve(JAR), StandardCopyOption.REPLACE_EXISTING);
    AtomicFile.write(
        folder.resolve(JSON),
        out -> out.write(PRETTY.toJson(json(javaHome, jvmOptions)).getBytes(UTF_8)));
  }

  private JsonObject json(Path javaHome, List<String> jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")); // it starts sooner
    command.addAll(List.of("-jar", folder.resolve(JAR).toString(), "kernel"));
    jvmOptions.forEach(option -> command.add("--jvm-opt=" + option));
    command.add("{connection_file}");
    JsonArray argv = new JsonArray();
    command.forEach(argv::add);

    JsonObject json = new JsonObject();
    json.add("argv", argv);
    json.addProperty("display_name", "Java (Tilde)");
    json.addProperty("language", "java");
    json.addProperty("interrupt_mode", "message");
    return json;
  }

  /** Removes the folder with all that is in it. */
  void uninstall() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new JupyterException("no kernel is at " + folder);
    }
    checkOurs("remove it with: jupyter kernelspec remove " + folder.getFileName());
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }

  /** Another kernel that has this name is left alone. */
  private void checkOurs(String advice) throws IOException {
    Path json = folder.resolve(JSON);
    if (Files.exists(json) && !Files.readString(json).contains(JAR)) {
      throw new JupyterException("another kernel is at " + folder + ": " + advice);
    }
  }
}
