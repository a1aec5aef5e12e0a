package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.Tilde.net;

import com.google.gson.stream.JsonReader;
import java.awt.image.BufferedImage;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.file.FileFormatException;
import tilde.io.Safetensors;

/** Small files that become more than the memory holds end in an error of ours, not of Java's. */
class SmallHeapTest {
  private static final int PIXELS = 12_000_000; // as floats they fit alone, but not as they grow

  @TempDir private Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    writePacked("images", 0x803, 1, 3000, PIXELS / 3000);
    writePacked("labels", 0x801, 1);
    writeArrays();
    Path pictures = Files.createDirectories(folder.resolve("pictures").resolve("cat"));
    BufferedImage picture = new BufferedImage(2000, 2000, BufferedImage.TYPE_3BYTE_BGR);
    ImageIO.write(picture, "png", pictures.resolve("tom.png").toFile());
    writeModel();
  }

  /** An IDX file of zeros. */
  private void writePacked(String name, int mark, int... sizes) throws IOException {
    Path file = folder.resolve(name);
    try (DataOutputStream out =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(mark);
      int count = 1;
      for (int size : sizes) {
        out.writeInt(size);
        count *= size;
      }
      out.write(new byte[count]);
    }
  }

  /** Arrays of which each would fit. */
  private void writeArrays() throws IOException {
    Path one = folder.resolve("one.npz");
    Data.saveTensors(one.toString(), Map.of("a", Tensor.zeros(2_000_000)));
    byte[] array;
    try (ZipFile zip = new ZipFile(one.toFile())) {
      array = zip.getInputStream(zip.getEntry("a.npy")).readAllBytes();
    }
    Path many = folder.resolve("many.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(many))) {
      for (int i = 0; i < 10; i++) {
        zip.putNextEntry(new ZipEntry(i + ".npy"));
        zip.write(array);
      }
    }
    assertThat(Files.size(many)).isLessThan(200_000);
  }

  /** A network with few weights for images of many pixels. */
  private void writeModel() {
    Path file = folder.resolve("large.tilde");
    net(1, 16, 16).conv(1, 1).globalAvgPool().dense(2).softmaxCE().save(file);
    Safetensors.Content content = Safetensors.read(file);
    Map<String, String> metadata = new HashMap<>(content.metadata());
    metadata.remove("tilde.checksum");
    metadata.replaceAll((key, text) -> text.replace("[1,16,16]", "[1,3000,3000]"));
    Safetensors.write(file, content.tensors(), metadata);
  }

  private List<String> readWithLittleMemory() throws IOException, URISyntaxException {
    List<String> paths = new ArrayList<>();
    for (Class<?> needed : List.of(SmallHeapChild.class, Model.class, JsonReader.class)) {
      paths.add(
          Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process child =
        new ProcessBuilder(
                java,
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-cp",
                String.join(File.pathSeparator, paths),
                SmallHeapChild.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  @Test
  void filesThatBecomeTooLargeAreRefused() throws IOException, URISyntaxException {
    String refused = FileFormatException.class.getName() + ": " + folder + File.separator;
    String problem = ": expected no more than fits into the memory of this Java, ";
    List<String> told = readWithLittleMemory();
    assertThat(told).hasSize(4).allSatisfy(line -> assertThat(line).contains(problem));
    assertThat(told.get(0)).startsWith(refused + "images").endsWith(": read it with stream()");
    assertThat(told.get(1)).startsWith(refused + "many.npz").contains(": split it, or give");
    assertThat(told.get(2)).startsWith(refused + "pictures").endsWith("make the picture smaller");
    assertThat(told.get(3)).startsWith(refused + "large.tilde").contains(": give Java more memory");
  }
}
