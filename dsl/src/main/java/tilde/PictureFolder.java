package tilde;

import java.nio.file.Path;
import java.util.List;
import tilde.data.ImageFolder;

/** Pictures in a folder, one sub-folder a class, to be read. */
public final class PictureFolder {
  private static final int LARGEST = 1 << 14;

  private final ImageFolder folder;

  PictureFolder(ImageFolder folder) {
    this.folder = folder;
  }

  /** One picture. */
  static Tensor picture(Path file, int channels, int height, int width) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "picture: expected 1 channel for grey or 3 for colours, got " + channels);
    }
    checkSize("picture", height, width);
    return Tensor.wrap(
        ImageFolder.picture(file, channels == 1, height, width), channels, height, width);
  }

  private static void checkSize(String word, int height, int width) {
    if (height < 1 || width < 1 || height > LARGEST || width > LARGEST) {
      throw new IllegalArgumentException(
          "%s: expected a height and a width from 1 to %s, got %s and %s"
              .formatted(word, LARGEST, height, width));
    }
  }

  /** Images of this size; without it, all pictures must have the same. */
  public PictureFolder size(int height, int width) {
    checkSize("size", height, width);
    return new PictureFolder(folder.sized(height, width));
  }

  /** Images of one channel, grey, instead of three, red, green and blue. */
  public PictureFolder grey() {
    return new PictureFolder(folder.inGrey());
  }

  /** A file that cannot be read is an error, instead of being left out and listed. */
  public PictureFolder strict() {
    return new PictureFolder(folder.strictly());
  }

  /**
   * With these classes in this order, and no others, as those of a trained model; a class may have
   * no sub-folder.
   */
  public PictureFolder classes(String... names) {
    return new PictureFolder(folder.of(List.of(names)));
  }

  /** Reads all pictures, pixels in 0..1. */
  public Pictures load() {
    return new Pictures(folder.read());
  }

  /**
   * The same, but a picture is decoded when it is needed. Only headers are read now: a picture that
   * proves damaged later is an error that names it.
   */
  public Pictures stream() {
    return new Pictures(folder.stream());
  }

  /**
   * What was found in a folder.
   *
   * @param data the pictures that could be read
   * @param unreadable files that could not, each with the reason
   */
  public record Pictures(Dataset data, List<String> unreadable) {
    public Pictures {
      unreadable = List.copyOf(unreadable);
    }

    private Pictures(ImageFolder.Found found) {
      this(
          Dataset.of(found.images()),
          found.unreadable().stream().map(ImageFolder.Unreadable::reason).toList());
    }

    @Override
    public String toString() {
      return switch (unreadable.size()) {
        case 0 -> "" + data;
        case 1 -> data + "; 1 file left out: " + unreadable.get(0);
        default ->
            data + "; " + unreadable.size() + " files left out, the first: " + unreadable.get(0);
      };
    }
  }
}
