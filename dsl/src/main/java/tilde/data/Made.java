package tilde.data;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Samples that a function makes each time they are read, so that they need not fit into memory. The
 * function is called by one thread at a time, whoever reads: it may use one file for all.
 */
public final class Made implements Inputs {
  private final List<Integer> shape;
  private final int[] origins;
  private final IntFunction<float[]> maker;
  private final Object turn; // the monitor of all that calls the same function

  /**
   * @param count how many there are
   * @param maker the numbers of a sample of this shape, by its number from 0 on
   */
  public Made(int count, List<Integer> shape, IntFunction<float[]> maker) {
    this(shape, IntStream.range(0, count).toArray(), maker, new Object());
  }

  private Made(List<Integer> shape, int[] origins, IntFunction<float[]> maker, Object turn) {
    this.shape = List.copyOf(shape);
    this.origins = origins;
    this.maker = maker;
    this.turn = turn;
  }

  @Override
  public int size() {
    return origins.length;
  }

  @Override
  public List<Integer> shape() {
    return shape;
  }

  @Override
  public boolean held() {
    return false;
  }

  @Override
  public void read(int i, float[] to, int at) {
    float[] x;
    synchronized (turn) {
      x = maker.apply(origins[i]);
    }
    System.arraycopy(x, 0, to, at, sampleSize());
  }

  @Override
  public float[] all() {
    float[] all = new float[Sizes.total(size(), shape)];
    for (int i = 0; i < size(); i++) {
      read(i, all, i * sampleSize());
    }
    return all;
  }

  @Override
  public int origin(int i) {
    return origins[i];
  }

  @Override
  public Inputs pick(int... places) {
    return new Made(shape, Arrays.stream(places).map(i -> origins[i]).toArray(), maker, turn);
  }

  @Override
  public Inputs map(List<Integer> changed, Change change) {
    return new Made(changed, origins, i -> change.apply(i, maker.apply(i)), turn);
  }

  static Inputs concat(List<Inputs> parts) {
    int[] end = new int[parts.size()];
    int count = 0;
    for (int p = 0; p < end.length; p++) {
      count = Math.addExact(count, parts.get(p).size());
      end[p] = count;
    }
    List<Integer> shape = parts.get(0).shape();
    return new Made(
        count,
        shape,
        i -> {
          int p = 0;
          while (i >= end[p]) {
            p++;
          }
          float[] x = new float[Sizes.product(shape)];
          parts.get(p).read(i - (end[p] - parts.get(p).size()), x, 0);
          return x;
        });
  }
}
