package tilde;

import java.nio.file.Path;
import java.util.List;
import tilde.data.Idx;
import tilde.data.Labelled;

/** Images and labels in IDX files, to be read. */
public final class IdxFiles {
  private final Path images;
  private final Path labels;
  private final List<String> classNames; // none for numbers

  IdxFiles(Path images, Path labels, List<String> classNames) {
    this.images = images;
    this.labels = labels;
    this.classNames = classNames;
  }

  /** With the names of the classes, in the order of the labels. */
  public IdxFiles classes(String... names) {
    return new IdxFiles(images, labels, List.of(names));
  }

  /** Reads all images, pixels in 0..1. */
  public Dataset load() {
    return named(Idx.read(images, labels));
  }

  /** The same, but an image is read when it is needed; the file must not be compressed. */
  public Dataset stream() {
    return named(Idx.stream(images, labels));
  }

  private Dataset named(Labelled found) {
    return Dataset.of(
        classNames.isEmpty() ? found : new Labelled(found.inputs(), found.labels(), classNames));
  }
}
