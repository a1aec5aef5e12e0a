package tilde.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one at a time fetch into a folder, among all threads and processes. */
final class Turn implements Closeable {
  private static final int ASK_AGAIN_MS = 50;

  private final FileChannel channel;

  private Turn(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits until nobody else fetches into this folder.
   *
   * @param waiting is called now and then meanwhile
   */
  static Turn take(Path folder, Runnable waiting) throws IOException, InterruptedException {
    // It stays there: who removed it might take it from under somebody who waits for it.
    Path file = folder.resolve(".lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      while (lock(channel) == null) {
        waiting.run();
        Thread.sleep(ASK_AGAIN_MS);
      }
      return new Turn(channel);
    } catch (IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException anotherThread) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
