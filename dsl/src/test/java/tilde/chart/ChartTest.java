package tilde.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.AWTError;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tilde.output.MimeBundle;

class ChartTest {
  private static final Chart CHART = Heatmap.of(new float[] {1, -1}, new int[] {2}, "x");

  @TempDir Path folder;

  @Test
  void theBundleHoldsTextAndTheWholePicture() throws IOException {
    MimeBundle bundle = CHART.mime();
    assertThat(bundle.data()).containsOnlyKeys("text/plain", "image/png");
    assertThat(bundle.text()).isEqualTo(CHART.text());
    byte[] png = (byte[]) bundle.data().get("image/png");
    assertThat(png).isEqualTo(CHART.png());
    // PNG, section 11.2.5: a file ends with this empty chunk and its checksum.
    assertThat(png).endsWith(0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82);
    assertThat(ImageIO.read(new ByteArrayInputStream(png))).isNotNull();
  }

  @Test
  void savesThePictureAndReplacesAnOlderOne() throws IOException {
    Path file = folder.resolve("chart.PNG");
    Files.writeString(file, "an older file");
    CHART.save(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(CHART.png());
    CHART.save(folder.resolve("other.png").toString());
    assertThat(namesIn(folder)).containsExactlyInAnyOrder("chart.PNG", "other.png");
  }

  @Test
  void refusesOtherFormats() {
    assertThatThrownBy(() -> CHART.save("curve.jpg"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a chart is saved as PNG, got the name \"curve.jpg\": use one that ends in .png");
    assertThatThrownBy(() -> CHART.save(folder.getRoot()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use one that ends in .png");
  }

  @Test
  void doesNotMakeFolders() {
    Path file = folder.resolve("plots/curve.png");
    assertThatThrownBy(() -> CHART.save(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot save %s: there is no folder %s; create it first, or check the name"
                .formatted(file, file.getParent()));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void doesNotReplaceAFolder() throws IOException {
    Path file = Files.createDirectory(folder.resolve("curve.png"));
    assertThatThrownBy(() -> CHART.save(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot save %s: a folder has this name; choose another".formatted(file));
  }

  @Test
  void aFailedSaveLeavesNothingBehind() {
    Path file = folder.resolve("x".repeat(252) + ".png"); // longer than names may be
    assertThatThrownBy(() -> CHART.save(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot save " + file)
        .hasMessageEndingWith("is the folder writable and the disk not full?");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theLineHasAtMost80Characters() {
    Chart chart = new Chart("a\nb " + "x".repeat(100), "text", () -> null);
    assertThat(chart.toString()).hasSize(80).startsWith("a b x").endsWith("x…");
    assertThat(CHART).hasToString("x (2): min -1, max 1, norm 1.41");
  }

  @Test
  void problemsOfJava2dBecomeOneSentenceWithTheCure() {
    assertThat(Pictures.problem(() -> {})).isEmpty();
    Runnable noFonts =
        () -> {
          throw new InternalError(new RuntimeException("Fontconfig head is null"));
        };
    assertThat(Pictures.problem(noFonts))
        .hasValue(
            "charts cannot be painted as pictures here (Fontconfig head is null): install a font"
                + " and fontconfig, such as the packages fontconfig and fonts-dejavu-core, and"
                + " start Java again");
    Runnable noScreen =
        () -> {
          throw new AWTError("Can't connect to X11 window server using ':7'.");
        };
    assertThat(Pictures.problem(noScreen))
        .hasValue(
            "charts cannot be painted as pictures here (Can't connect to X11 window server using"
                + " ':7'.): start Java with -Djava.awt.headless=true");
  }

  /** A real Java without fonts, in a process of its own. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutFontsThereIsStillTheTextAndAReason() throws Exception {
    Path config = folder.resolve("fonts.conf");
    Files.writeString(config, "<fontconfig><dir>" + folder + "</dir></fontconfig>");
    String classPath = place(Chart.class) + ":" + place(ChartTest.class);
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-Duser.home=" + folder, // Java keeps a list of fonts there
            "-Dstdout.encoding=UTF-8",
            "-Dfile.encoding=UTF-8",
            "-cp",
            classPath,
            ShowWithoutFonts.class.getName());
    java.environment().put("FONTCONFIG_FILE", config.toString());
    java.environment().put("XDG_CACHE_HOME", folder.toString());
    Process process = java.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output)
        .contains("min -1, max 1, norm 1.41")
        .contains("(text only: charts cannot be painted as pictures here")
        .contains("IllegalStateException: charts cannot be painted")
        .contains("install a font and fontconfig")
        .doesNotContain("\tat ");
  }

  /** What the process without fonts runs. */
  static final class ShowWithoutFonts {
    public static void main(String[] args) {
      Chart chart = Heatmap.of(new float[] {1, -1}, new int[] {2}, "x");
      System.out.println(chart.mime().text());
      try {
        chart.png();
      } catch (IllegalStateException e) {
        System.out.println(e);
      }
    }
  }

  @Test
  void everyPictureIsPaintedAnew() {
    int[] calls = {0};
    Chart chart =
        new Chart(
            "",
            "",
            () -> {
              calls[0]++;
              return new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
            });
    assertThat(calls[0]).isZero();
    assertThat(chart.png()).isEqualTo(chart.png());
    assertThat(calls[0]).isEqualTo(2);
  }

  private static Path place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
