package tilde.array;

import java.util.Arrays;

/**
 * {@code y = W x + b} with its gradients on the engine's layout (MATH.md, part B); x may be images,
 * whose values are then counted row-major (channel, row, column), as if flattened.
 */
public final class FullyConnected {
  private final Kernels kernels;
  private final int units;
  private final Layout x;
  private final Layout y;
  private final Layout dy;
  private final Layout dx;
  private final Packing packing;
  private final Paths forward;
  private final Paths byMatrix;
  private final Paths byInput;
  private final int[] source;
  private final float[] zeros = new float[Kernels.BLOCK];

  /**
   * @param dx null when nobody asks for dL/dx, as in the first layer
   * @param images the most images in one call
   */
  public FullyConnected(
      int units, Engine engine, Layout x, Layout y, Layout dy, Layout dx, int images) {
    this.kernels = engine.kernels();
    this.units = units;
    this.x = x;
    this.y = y;
    this.dy = dy;
    this.dx = dx;
    this.packing = packing();
    int[] rows = new int[x.height];
    for (int h = 0; h < x.height; h++) {
      rows[h] = x.offset(h, 0);
    }
    int[] in = multiples(images, x.image);
    this.forward = new Paths(in, multiples(images, y.image), rows, x.width * x.lanes);
    this.byMatrix = new Paths(in, multiples(images, dy.image), rows, x.width * x.lanes);
    this.byInput =
        dx == null
            ? null
            : new Paths(
                multiples(images, dy.image), multiples(images, dx.image), new int[] {0}, dy.lanes);
    this.source = dx == null ? new int[0] : transposedSource();
  }

  private static int[] multiples(int count, int step) {
    int[] multiples = new int[count];
    Arrays.setAll(multiples, n -> n * step);
    return multiples;
  }

  private Packing packing() {
    int rows = x.height * x.width * x.lanes;
    int features = x.shape().size();
    int[] position = new int[Math.multiplyExact(units, features)];
    for (int j = 0; j < units; j++) {
      int block = j / Kernels.BLOCK * Kernels.BLOCK;
      int width = Kernels.blockWidth(block, y.lanes);
      for (int i = 0; i < features; i++) {
        int c = i / (x.height * x.width);
        int pixel = i % (x.height * x.width);
        position[j * features + i] = block * rows + (pixel * x.lanes + c) * width + (j - block);
      }
    }
    return new Packing(Math.multiplyExact(rows, y.lanes), position);
  }

  /**
   * For each value of the transposed copy, row after row of dx, its place in the packed matrix or
   * -1.
   */
  private int[] transposedSource() {
    int features = dx.shape().size();
    int lanes = dx.width * dx.lanes;
    int[] place = new int[Math.multiplyExact(dx.height * lanes, dy.lanes)];
    Arrays.fill(place, -1);
    for (int i = 0; i < features; i++) {
      int c = i / (dx.height * dx.width);
      int h = i / dx.width % dx.height;
      int lane = i % dx.width * dx.lanes + c;
      int block = lane / Kernels.BLOCK * Kernels.BLOCK;
      int width = Kernels.blockWidth(block, lanes);
      int start = (h * lanes + block) * dy.lanes;
      for (int j = 0; j < units; j++) {
        place[start + j * width + (lane - block)] = packing.position(j * features + i);
      }
    }
    return place;
  }

  /** How the matrix, (units, features) row-major, lies in memory. */
  public Packing matrixPacking() {
    return packing;
  }

  /** The size of the copy of the matrix that dL/dx works with. */
  public int transposedSize() {
    return source.length;
  }

  /** Makes the copy W^T, for {@link #inputGradient}; due after each change of the matrix. */
  public void transpose(float[] w, float[] transposed) {
    for (int i = 0; i < source.length; i++) {
      transposed[i] = source[i] < 0 ? 0 : w[source[i]];
    }
  }

  /** {@code y = W x + b}. */
  public void forward(Activations x, float[] w, float[] b, Activations y) {
    int rows = forward.rows.length;
    for (int j = 0; j < this.y.lanes; j += Kernels.BLOCK) {
      int width = Kernels.blockWidth(j, this.y.lanes);
      kernels.multiply(x.data, 0, forward, x.count(), w, j * rows, width, b, j, y.data, j);
    }
  }

  /** {@code dW += dy x^T}. */
  public void matrixGradient(Activations x, Activations dy, float[] dw) {
    int rows = byMatrix.rows.length;
    for (int j = 0; j < this.dy.lanes; j += Kernels.BLOCK) {
      int width = Kernels.blockWidth(j, this.dy.lanes);
      kernels.accumulate(x.data, 0, byMatrix, x.count(), dy.data, j, width, dw, j * rows);
    }
  }

  /** {@code db += dy}. */
  public void biasGradient(Activations dy, float[] db) {
    kernels.addPixels(dy.data, 0, dy.count(), this.dy.image, db);
  }

  /** {@code dx = W^T dy}, with the copy made by {@link #transpose}. */
  public void inputGradient(Activations dy, float[] transposed, Activations dx) {
    int lanes = this.dx.width * this.dx.lanes;
    for (int h = 0; h < this.dx.height; h++) {
      for (int i = 0; i < lanes; i += Kernels.BLOCK) {
        kernels.multiply(
            dy.data,
            0,
            byInput,
            dy.count(),
            transposed,
            (h * lanes + i) * this.dy.lanes,
            Kernels.blockWidth(i, lanes),
            zeros,
            0,
            dx.data,
            this.dx.offset(h, 0) + i);
      }
    }
  }
}
