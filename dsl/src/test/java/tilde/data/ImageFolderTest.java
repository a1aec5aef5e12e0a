package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.data.ImageFolder.Found;
import tilde.file.FileFormatException;

/** A folder of pictures, one sub-folder a class. */
class ImageFolderTest {
  @TempDir private Path folder;

  @BeforeEach
  void catsAndDogs() throws IOException {
    paint("dog/b.png", 3, 4);
    paint("dog/a.BMP", 3, 4);
    paint("cat/z.png", 3, 4);
    write("cat/.DS_Store", "hidden");
    Files.createDirectories(folder.resolve(".git"));
    write("readme.txt", "beside the classes");
  }

  private void paint(String name, int height, int width) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    String format = name.endsWith("png") ? "png" : "bmp";
    BufferedImage image = DataFiles.image(BufferedImage.TYPE_INT_RGB, height, width);
    Files.write(file, DataFiles.picture(image, format));
  }

  private Path write(String name, String text) throws IOException {
    return Files.write(folder.resolve(name), DataFiles.text(text));
  }

  private ImageFolder plain() {
    return new ImageFolder(folder);
  }

  @Test
  void classesAndPicturesAreInTheOrderOfTheirNames() {
    Found found = plain().read();
    assertThat(found.images().classNames()).containsExactly("cat", "dog");
    assertThat(found.images().labels()).containsExactly(0, 1, 1);
    assertThat(found.images().inputs().shape()).containsExactly(3, 3, 4);
    assertThat(found.images().inputs().all()).hasSize(3 * 36);
    assertThat(found.unreadable()).isEmpty();
  }

  @Test
  void streamedPicturesAreTheSame() {
    for (ImageFolder each :
        List.of(plain(), new ImageFolder(folder).sized(5, 2).inGrey().strictly())) {
      Found streamed = each.stream();
      assertThat(streamed.images().inputs().held()).isFalse();
      assertThat(streamed.images().inputs().shape())
          .isEqualTo(each.read().images().inputs().shape());
      assertThat(streamed.images().inputs().all()).isEqualTo(each.read().images().inputs().all());
      assertThat(streamed.images().labels()).containsExactly(0, 1, 1);
    }
  }

  @Test
  void filesThatCannotBeReadAreListed() throws IOException {
    Path text = write("cat/a.png", "no picture");
    Path empty = write("dog/c.jpg", "");
    for (Found found : List.of(plain().read(), plain().stream())) {
      assertThat(found.images().labels()).containsExactly(0, 1, 1);
      assertThat(found.unreadable())
          .extracting(ImageFolder.Unreadable::file)
          .containsExactly(text, empty);
      assertThat(found.unreadable().get(1))
          .hasToString(empty + ", offset 0: expected a PNG, JPEG or BMP file, got an empty one");
    }
    ImageFolder strict = new ImageFolder(folder).strictly();
    assertThatThrownBy(strict::read)
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(
            text + ", offset 0: expected a PNG, JPEG or BMP file, got one that");
    assertThatThrownBy(strict::stream).isInstanceOf(FileFormatException.class);
  }

  @Test
  void picturesOfSeveralSizesNeedOne() throws IOException {
    paint("dog/c.png", 8, 8);
    assertThatThrownBy(() -> plain().read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            folder.resolve("dog/c.png")
                + ": expected a picture of 3x3x4 as the first one, got 3x8x8: give all one size,"
                + " size(32, 32)");
    assertThat(new ImageFolder(folder).sized(2, 2).read().images().inputs().shape())
        .containsExactly(3, 2, 2);
  }

  @Test
  void aSizeThatFitsIntoNoArrayIsRefused() throws IOException {
    paint("wide/a.png", 100_000, 1);
    ImageFolder large = new ImageFolder(folder).sized(1, 16_384).strictly();
    assertThatThrownBy(large::read)
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(folder.resolve("wide/a.png") + ": expected at most ")
        .hasMessageEndingWith(" got 4,915,200,000: choose a smaller size");
  }

  @Test
  void aPictureThatChangesLaterIsNamed() throws IOException {
    Inputs stream = plain().stream().images().inputs();
    Path text = write("cat/z.png", "no picture any more");
    assertThatThrownBy(stream::all)
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(text + ", offset 0: ");
    paint("cat/z.png", 9, 9);
    assertThatThrownBy(stream::all)
        .hasMessage(
            text
                + ": expected a picture of 3x3x4 as the first one, got 3x9x9: give all one size,"
                + " size(32, 32)");
  }

  @Test
  void foldersWithoutPicturesAreExplained() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("dog/inner"));
    assertThatThrownBy(() -> new ImageFolder(empty).read())
        .hasMessage(
            empty + ": expected a sub-folder for each class, such as cat and dog, got none");
    Path one = Files.createDirectories(empty.resolve("a"));
    assertThatThrownBy(() -> new ImageFolder(empty).stream())
        .hasMessage(
            empty + ": expected at least one PNG, JPEG or BMP file in a sub-folder, got none");
    Files.write(one.resolve("x"), new byte[0]);
    assertThatThrownBy(() -> new ImageFolder(empty).read())
        .hasMessageStartingWith(
            empty
                + ": expected at least one PNG, JPEG or BMP file in a sub-folder, got only files"
                + " that cannot be read, the first: "
                + one.resolve("x"));
    Path file = one.resolve("x");
    assertThatThrownBy(() -> new ImageFolder(file).read())
        .hasMessage(file + ": expected a folder, got a file");
    assertThatThrownBy(() -> new ImageFolder(one.resolve("y")).read())
        .hasMessage(one.resolve("y") + ": expected a folder, got none");
  }

  @Test
  void classesOfATrainedModelKeepTheirPlaces() {
    Found found = plain().of(List.of("bird", "dog", "cat")).read();
    assertThat(found.images().classNames()).containsExactly("bird", "dog", "cat");
    assertThat(found.images().labels()).containsExactly(1, 1, 2);
    assertThatThrownBy(() -> plain().of(List.of("cat")).read())
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            folder
                + ": expected no sub-folders but [cat], got also [dog]: name them too, or move them"
                + " away");
  }

  /** Java reads four inks, but takes them for their opposites. */
  @Test
  void picturesOfFourInksAreRefused() throws IOException {
    byte[] bytes = DataFiles.picture(DataFiles.image(BufferedImage.TYPE_INT_RGB, 8, 8), "jpeg");
    for (int i = 0; i + 9 < bytes.length; i++) {
      if ((bytes[i] & 0xff) == 0xff && (bytes[i + 1] & 0xff) == 0xc0) {
        bytes[i + 9] = 4; // components of the frame
      }
    }
    Files.write(folder.resolve("cat/inks.jpg"), bytes);
    assertThat(plain().read().unreadable())
        .singleElement()
        .asString()
        .contains("expected grey or colours, got four inks (CMYK): save it as an RGB picture");
  }
}
