package tilde.train;

import java.util.Locale;
import tilde.array.Engine;
import tilde.layer.Network;

/**
 * What arrays the engine needs, in bytes, beyond the data.
 *
 * @param batchSize samples in a step
 * @param threads that compute
 * @param activations of training, with their gradients: of the slices at work at once, or of the
 *     whole batch where a layer such as batch norm needs it
 * @param parameters with their gradients, one for each slice at work, two moments as Adam's, and
 *     the next state beside the present one
 * @param asking activations for predictions, which see a few samples at a time
 */
public record Memory(int batchSize, int threads, long activations, long parameters, long asking) {
  private static final int STATE_AND_NEXT = 2;
  private static final int WITH_TWO_MOMENTS = 3;

  /** For steps of this many samples. */
  public static Memory of(Network network, Engine engine, int batchSize, int threads) {
    int largest = Batch.largestSlice(batchSize);
    Program program = new Program(network, engine, false, Math.max(largest, Asking.CHUNK));
    int slices = Batch.slices(batchSize);
    int atWork = program.meetings().length > 0 ? slices : Math.min(slices, threads);
    long values = 0;
    for (float[] parameter : program.likeParameters()) {
      values += parameter.length;
    }
    long copies = STATE_AND_NEXT * WITH_TWO_MOMENTS + atWork + 1L; // the sum of all gradients too
    return new Memory(
        batchSize,
        threads,
        atWork * program.bytes(true, largest),
        Float.BYTES * values * copies,
        threads * program.bytes(false, Asking.CHUNK));
  }

  /** A line of text, such as {@code batches of 32 need 1.2 MB ...}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "batches of %d need %s (%s of it activations), asking %s, on %d threads",
        batchSize,
        text(activations + parameters),
        text(activations),
        text(asking),
        threads);
  }

  private static String text(long bytes) {
    if (bytes < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
