package tilde.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import tilde.file.FileFormatException;
import tilde.file.Room;

/**
 * Pictures in a folder, one sub-folder a class: PNG, JPEG and BMP files. Classes and pictures are
 * in the order of their names; hidden files and folders inside classes are passed over.
 *
 * @param height of the images; 0 for that of the pictures, which must then be alike
 * @param width of the images; 0 with the height
 * @param grey whether images have one channel instead of three
 * @param strict whether a file that cannot be read is an error
 * @param classes the sub-folders in the order of their classes, which are then the only ones, and
 *     may be missing; none for those there are
 */
public record ImageFolder(
    Path folder, int height, int width, boolean grey, boolean strict, List<String> classes) {
  public ImageFolder {
    classes = List.copyOf(classes);
  }

  /** Pictures as they are. */
  public ImageFolder(Path folder) {
    this(folder, 0, 0, false, false, List.of());
  }

  /** With images of this size. */
  public ImageFolder sized(int newHeight, int newWidth) {
    return new ImageFolder(folder, newHeight, newWidth, grey, strict, classes);
  }

  /** With images of one channel. */
  public ImageFolder inGrey() {
    return new ImageFolder(folder, height, width, true, strict, classes);
  }

  /** Where a file that cannot be read is an error. */
  public ImageFolder strictly() {
    return new ImageFolder(folder, height, width, grey, true, classes);
  }

  /** With these classes. */
  public ImageFolder of(List<String> names) {
    return new ImageFolder(folder, height, width, grey, strict, names);
  }

  /** A file that was left out, and why. */
  public record Unreadable(Path file, String reason) {
    @Override
    public String toString() {
      return reason;
    }
  }

  /** The images that could be read, and the files that could not. */
  public record Found(Labelled images, List<Unreadable> unreadable) {
    public Found {
      unreadable = List.copyOf(unreadable);
    }
  }

  /**
   * What is seen of a file.
   *
   * @param shape of its image
   * @param x the image, or nothing where it is decoded later
   */
  private record Seen(List<Integer> shape, float... x) {
    static Seen whole(Pixels image) {
      return new Seen(List.of(image.channels(), image.height(), image.width()), image.x());
    }
  }

  /** One picture of this size, channel by channel, row by row. */
  public static float[] picture(Path file, boolean grey, int height, int width) {
    return pixels(file, grey, height, width).x();
  }

  /** Reads all pictures. */
  public Found read() {
    return Room.within("" + folder, "choose a smaller size, or stream()", this::all);
  }

  private Found all() {
    Listing listing = new Listing(strict, folder);
    list(listing, file -> Seen.whole(pixels(file)));
    return listing.found(new Held(listing.x.all(), listing.shape));
  }

  /**
   * The same, but the pictures are decoded when they are needed: now only their headers are read. A
   * picture that proves damaged later is an error then.
   */
  public Found stream() {
    Listing listing = new Listing(strict, folder);
    list(listing, file -> header(Picture.read(file)));
    List<Path> files = List.copyOf(listing.files);
    List<Integer> shape = listing.shape;
    return listing.found(
        new Made(
            files.size(),
            shape,
            i -> {
              Seen image = Seen.whole(pixels(files.get(i)));
              checkAlike(files.get(i), shape, image.shape);
              return image.x;
            }));
  }

  private Pixels pixels(Path file) {
    return pixels(file, grey, height, width);
  }

  private static Pixels pixels(Path file, boolean grey, int height, int width) {
    return Room.within(
        "" + file, "make the picture smaller", () -> decoded(file, grey, height, width));
  }

  private static Pixels decoded(Path file, boolean grey, int height, int width) {
    Pixels image = Picture.read(file).pixels(grey);
    if (height == 0) {
      return image;
    }
    // between its two steps, a resized picture is as high as it was and as wide as it will be
    Room.floats("" + file, 3L * Math.max(height, image.height()) * width, "choose a smaller size");
    return image.resize(height, width);
  }

  private Seen header(Picture picture) {
    return new Seen(
        List.of(
            grey ? 1 : 3,
            height == 0 ? picture.height() : height,
            height == 0 ? picture.width() : width));
  }

  private static void checkAlike(Path file, List<Integer> shape, List<Integer> its) {
    if (!its.equals(shape)) {
      throw new IllegalArgumentException(
          "%s: expected a picture of %s as the first one, got %s: give all one size, size(32, 32)"
              .formatted(file, Sizes.times(shape), Sizes.times(its)));
    }
  }

  /** What was found until now. */
  private static final class Listing {
    private final boolean strict;
    private final Floats x;
    private final List<String> classNames = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private List<Integer> shape;

    Listing(boolean strict, Path folder) {
      this.strict = strict;
      x = new Floats("" + folder);
    }

    void add(Path file, Function<Path, Seen> look) {
      Seen seen;
      try {
        seen = look.apply(file);
      } catch (FileFormatException e) {
        if (strict) {
          throw e;
        }
        unreadable.add(new Unreadable(file, e.getMessage()));
        return;
      }
      if (shape == null) {
        shape = seen.shape;
      }
      checkAlike(file, shape, seen.shape);
      x.addAll(seen.x);
      files.add(file);
      labels.add(classNames.size() - 1);
    }

    Found found(Inputs inputs) {
      int[] all = labels.stream().mapToInt(Integer::intValue).toArray();
      return new Found(new Labelled(inputs, all, classNames), unreadable);
    }
  }

  private void list(Listing listing, Function<Path, Seen> look) {
    List<String> found =
        children(folder, true).stream().map(one -> "" + one.getFileName()).toList();
    checkKnown(found);
    for (String name : classes.isEmpty() ? found : classes) {
      listing.classNames.add(name);
      if (found.contains(name)) {
        children(folder.resolve(name), false).forEach(file -> listing.add(file, look));
      }
    }
    if (listing.classNames.isEmpty()) {
      throw FileFormatException.of(
          "" + folder, "expected a sub-folder for each class, such as cat and dog, got none");
    }
    if (listing.files.isEmpty()) {
      throw FileFormatException.of(
          "" + folder,
          "expected at least one PNG, JPEG or BMP file in a sub-folder, got %s"
              .formatted(
                  listing.unreadable.isEmpty()
                      ? "none"
                      : "only files that cannot be read, the first: " + listing.unreadable.get(0)));
    }
  }

  private void checkKnown(List<String> found) {
    if (!classes.isEmpty() && !classes.containsAll(found)) {
      List<String> others = new ArrayList<>(found);
      others.removeAll(classes);
      throw FileFormatException.of(
          "" + folder,
          "expected no sub-folders but %s, got also %s: name them too, or move them away"
              .formatted(classes, others));
    }
  }

  private static List<Path> children(Path folder, boolean folders) {
    if (!Files.isDirectory(folder)) {
      throw FileFormatException.of(
          "" + folder, "expected a folder, got " + (Files.exists(folder) ? "a file" : "none"));
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> Files.isDirectory(child) == folders)
          .filter(child -> !("" + child.getFileName()).startsWith("."))
          .sorted(Comparator.comparing(child -> "" + child.getFileName()))
          .toList();
    } catch (IOException e) {
      throw FileFormatException.of("" + folder, "cannot be read: " + e.getMessage(), e);
    }
  }
}
