package tilde;

import java.nio.file.Path;
import java.util.List;
import tilde.data.Cifar10;

/** Files of CIFAR-10's binary version, to be read. */
public final class Cifar10Files {
  private final List<Path> files;

  Cifar10Files(List<Path> files) {
    this.files = files;
  }

  /** Reads all images (3, 32, 32), pixels in 0..1. */
  public Dataset load() {
    return Dataset.of(Cifar10.read(files));
  }

  /** The same, but an image is read when it is needed. */
  public Dataset stream() {
    return Dataset.of(Cifar10.stream(files));
  }
}
