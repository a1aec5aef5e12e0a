package tilde.data;

import static java.awt.image.BufferedImage.TYPE_3BYTE_BGR;
import static java.awt.image.BufferedImage.TYPE_4BYTE_ABGR;
import static java.awt.image.BufferedImage.TYPE_BYTE_BINARY;
import static java.awt.image.BufferedImage.TYPE_BYTE_GRAY;
import static java.awt.image.BufferedImage.TYPE_BYTE_INDEXED;
import static java.awt.image.BufferedImage.TYPE_INT_RGB;
import static org.assertj.core.api.Assertions.assertThat;
import static tilde.data.DataFiles.cifar10;
import static tilde.data.DataFiles.gzip;
import static tilde.data.DataFiles.idx;
import static tilde.data.DataFiles.image;
import static tilde.data.DataFiles.picture;
import static tilde.data.DataFiles.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.Golden;
import tilde.file.Mutations;

/** Every reader is given damaged files: it reads them or says what is wrong, and nothing else. */
class HostileFilesTest {
  private static final int FEW = 300;
  private static final int MANY = 20_000;
  private static final long BY_DAY = 20;
  private static final long BY_NIGHT = 21;

  @TempDir private static Path folder;

  /** A reader, and the sound files that are damaged for it. */
  private record Target(String name, Mutations files, Mutations.Reader reader) {
    @Override
    public String toString() {
      return name;
    }

    void attack(long seed, int inputs) throws IOException {
      Path file = Files.createDirectories(folder.resolve(name).resolve("a")).resolve("file");
      Mutations.Outcome outcome = files.attack(seed, inputs, file, reader);
      assertThat(outcome.refused()).isGreaterThan(inputs / 4); // they are damaged indeed
    }
  }

  static Stream<Target> targets() throws IOException {
    Path images = Files.write(folder.resolve("images"), idx(3, 4, 5));
    Path labels = Files.write(folder.resolve("labels"), idx(3));
    return Stream.of(
        new Target(
            "IDX images",
            Mutations.of(idx(3, 4, 5), gzip(idx(3, 4, 5))),
            file -> Idx.read(file, labels)),
        new Target(
            "IDX labels",
            Mutations.of(
                idx(3),
                gzip(idx(3)),
                new byte[] {0, 0, 12, 1, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 9}),
            file -> Idx.read(images, file)),
        new Target(
            "IDX streamed",
            Mutations.of(idx(3, 4, 5)),
            file -> Idx.stream(file, labels).inputs().all()),
        new Target(
            "CIFAR-10",
            Mutations.of(cifar10(1), cifar10(2)),
            file -> {
              Cifar10.read(List.of(file));
              Cifar10.stream(List.of(file, file)).inputs().all();
            }),
        new Target(
            "CSV of classes",
            Mutations.of(
                text("a,b,kind\n1,2.5,cat\r\n-3e2,.5,\"dog, \"\"old\"\"\"\n"),
                text("kind,\"b\nc\"\n0,1\n3,4\n\n1,5")),
            file -> new Csv(file).labelled("kind", List.of())),
        new Target(
            "CSV of values",
            Mutations.of(text("1;2;x;3\n4;5;y;6\n7;8;z;9\n")),
            file -> new Csv(file, ';', false, List.of("2")).rows(List.of("0", "3"))),
        new Target("npy", Mutations.of(golden("npy")), Npy::read),
        new Target("npz", Mutations.of(golden("npz")), Npz::read),
        new Target(
            "PNG",
            Mutations.of(
                    picture(image(TYPE_3BYTE_BGR, 5, 6), "png"),
                    picture(image(TYPE_4BYTE_ABGR, 5, 6), "png"),
                    picture(image(TYPE_BYTE_GRAY, 5, 6), "png"),
                    picture(image(TYPE_BYTE_INDEXED, 5, 6), "png"),
                    picture(image(TYPE_BYTE_BINARY, 5, 6), "png"))
                .limit(16 << 20, 200_000),
            HostileFilesTest::readFolder),
        new Target(
            "JPEG",
            Mutations.of(
                    picture(image(TYPE_INT_RGB, 9, 17), "jpeg"),
                    picture(image(TYPE_BYTE_GRAY, 5, 6), "jpeg"))
                .limit(16 << 20, 30_000),
            HostileFilesTest::readFolder),
        new Target(
            "BMP",
            Mutations.of(
                    picture(image(TYPE_INT_RGB, 5, 6), "bmp"),
                    picture(image(TYPE_BYTE_INDEXED, 5, 6), "bmp"),
                    picture(image(TYPE_BYTE_BINARY, 5, 6), "bmp"))
                .limit(16 << 20, 60_000),
            HostileFilesTest::readFolder));
  }

  private static byte[][] golden(String fixture) {
    return Golden.cases(fixture).stream()
        .map(one -> Base64.getDecoder().decode(one.text("file")))
        .toArray(byte[][]::new);
  }

  private static void readFolder(Path file) {
    Path classes = file.getParent().getParent();
    new ImageFolder(classes).sized(3, 3).inGrey().strictly().read();
    new ImageFolder(classes).strictly().stream().images().inputs().all();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void damagedFilesAreReadOrRefused(Target target) throws IOException {
    target.attack(BY_DAY, FEW);
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("targets")
  void manyDamagedFilesAreReadOrRefused(Target target) throws IOException {
    target.attack(BY_NIGHT, MANY);
  }
}
