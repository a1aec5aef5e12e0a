package tilde;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tilde.data.Cifar10;
import tilde.data.Idx;
import tilde.data.Labelled;
import tilde.data.Samples;
import tilde.fetch.Cache;
import tilde.fetch.Fetcher;
import tilde.fetch.Published;
import tilde.output.Host;
import tilde.output.Progress;

/** Data sets that everybody knows: from a folder of the user, the cache, or the net. */
final class Known {
  private static final List<String> CLOTHES =
      List.of(
          "T-shirt/top",
          "trouser",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "sneaker",
          "bag",
          "ankle boot");

  private Known() {}

  static Dataset.Split mnist(List<Path> files) {
    return idx(files, Samples.numbered(10));
  }

  static Dataset.Split fashionMnist(List<Path> files) {
    return idx(files, CLOTHES);
  }

  private static Dataset.Split idx(List<Path> files, List<String> classNames) {
    return new Dataset.Split(
        named(Idx.read(files.get(0), files.get(1)), classNames),
        named(Idx.read(files.get(2), files.get(3)), classNames));
  }

  private static Dataset named(Labelled read, List<String> classNames) {
    return Dataset.of(new Labelled(read.inputs(), read.labels(), classNames));
  }

  static Dataset.Split cifar10(List<Path> files) {
    int last = files.size() - 1;
    List<Path> train = files.subList(0, last);
    long bytes = files.stream().mapToLong(file -> file.toFile().length()).sum() * Float.BYTES;
    // Where it would fill more than half of the memory it stays on the disk; results are the same.
    return bytes <= Runtime.getRuntime().maxMemory() / 2
        ? new Dataset.Split(
            Dataset.of(Cifar10.read(train)),
            Dataset.of(Cifar10.read(files.subList(last, last + 1))))
        : new Dataset.Split(
            Dataset.of(Cifar10.stream(train)),
            Dataset.of(Cifar10.stream(files.subList(last, last + 1))));
  }

  /** The files in the cache, fetched if they are not there. */
  static List<Path> cached(Published data) {
    Path folder = Cache.folder(data);
    if (!data.missing(folder).isEmpty()) {
      try (Progress progress = Host.display().progress()) {
        Fetcher.fetch(Cache.mirrored(data), folder, progress);
      }
    }
    return data.files(folder);
  }

  /** The files in a folder of the user, to which nothing is added. */
  static List<Path> in(Published data, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "%s: there is no folder %s".formatted(data.word(), folder.toAbsolutePath()));
    }
    List<String> missing = data.missing(folder);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: the folder %s lacks %s: put them there, e.g. with%n  %s%nor say %s() for a copy that is fetched"
              .formatted(
                  data.word(),
                  folder,
                  String.join(", ", missing),
                  data.shellLine(folder.toAbsolutePath()),
                  data.word()));
    }
    return data.files(folder);
  }
}
