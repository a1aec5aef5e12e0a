package tilde.array;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of one sample without its batch axis: {@code (channels, height, width)} for images,
 * {@code (features)} for vectors.
 */
public record Shape(List<Integer> dims) {
  /** No sample has more values, so that addresses of a batch stay in an int. */
  public static final int MOST_VALUES = Integer.MAX_VALUE / 8;

  public Shape {
    dims = List.copyOf(dims);
    if (dims.size() != 1 && dims.size() != 3) {
      throw new IllegalArgumentException(
          "a sample has shape (features) or (channels, height, width), got "
              + text(dims)
              + hint(dims));
    }
    long size = 1;
    for (int dim : dims) {
      if (dim < 1) {
        throw new IllegalArgumentException(
            "every size of a shape is at least 1, got " + text(dims));
      }
      size *= dim;
      if (size > MOST_VALUES) {
        throw new IllegalArgumentException("a sample of shape " + text(dims) + " is too large");
      }
    }
  }

  private static String hint(List<Integer> dims) {
    if (dims.size() == 2) {
      return ": a grey image needs its channel, (1, "
          + (dims.get(0) + ", " + dims.get(1))
          + "), which unsqueeze(1) gives to a batch";
    }
    return ": leave out the axis of the batch, e.g. net(1, 28, 28)";
  }

  /** The shape with these sizes. */
  public static Shape of(int... dims) {
    return new Shape(Arrays.stream(dims).boxed().toList());
  }

  /** Whether this is an image, (channels, height, width). */
  public boolean isImage() {
    return dims.size() == 3;
  }

  /** Channels of an image; the features of a vector, which the engine treats as a 1x1 image. */
  public int channels() {
    return dims.get(0);
  }

  /** Rows of an image; 1 for a vector. */
  public int height() {
    return isImage() ? dims.get(1) : 1;
  }

  /** Columns of an image; 1 for a vector. */
  public int width() {
    return isImage() ? dims.get(2) : 1;
  }

  /** The number of values in one sample. */
  public int size() {
    return channels() * height() * width();
  }

  /** The sizes as an array. */
  public int[] toArray() {
    return dims.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public String toString() {
    return text(dims);
  }

  private static String text(List<Integer> dims) {
    return dims.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
  }
}
