package tilde.layer;

/**
 * What a layer knows of the whole batch while it works on some of its images: sums over all of
 * them, added by the fixed tree of the batch (MATH.md, part E).
 *
 * @param images the size of the batch
 * @param forward the sums of {@link Compute#sumForward}, (sums)
 * @param backward the sums of {@link Compute#sumBackward}, (sums); null before they are known
 */
public record BatchSums(int images, double[] forward, double[] backward) {}
