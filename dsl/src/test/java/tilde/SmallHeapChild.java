package tilde;

import java.nio.file.Path;
import java.util.List;

/** A program with little memory that reads files which need more, and tells what comes of each. */
final class SmallHeapChild {
  private SmallHeapChild() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    String labels = folder.resolve("labels") + "";
    List<Runnable> reads =
        List.of(
            () -> Data.idx(folder.resolve("images") + "", labels).load(),
            () -> Data.tensors(folder.resolve("many.npz") + ""),
            () -> Data.folder(folder.resolve("pictures") + "").load(),
            () -> Model.load(folder.resolve("large.tilde")));
    for (Runnable read : reads) {
      try {
        read.run();
        System.out.println("read");
      } catch (Throwable e) {
        System.out.println(e);
      }
    }
  }
}
