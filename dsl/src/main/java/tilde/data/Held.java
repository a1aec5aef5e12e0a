package tilde.data;

import java.util.List;

/**
 * Samples in memory. The array is shared, not copied, because it may fill most of the memory:
 * whoever hands it over or asks for it must not change it.
 *
 * @param all samples one after the other, row-major
 */
public record Held(float[] all, List<Integer> shape) implements Inputs {
  public Held {
    shape = List.copyOf(shape);
  }

  @Override
  public int size() {
    return all.length / sampleSize();
  }

  @Override
  public boolean held() {
    return true;
  }

  @Override
  public void read(int i, float[] to, int at) {
    System.arraycopy(all, i * sampleSize(), to, at, sampleSize());
  }

  @Override
  public int origin(int i) {
    return i;
  }

  @Override
  public Inputs pick(int... places) {
    float[] picked = new float[Sizes.total(places.length, shape)];
    for (int i = 0; i < places.length; i++) {
      read(places[i], picked, i * sampleSize());
    }
    return new Held(picked, shape);
  }

  @Override
  public Inputs map(List<Integer> changed, Change change) {
    int size = Sizes.product(changed);
    float[] mapped = new float[Sizes.total(size(), changed)];
    for (int i = 0; i < size(); i++) {
      float[] x = new float[sampleSize()];
      read(i, x, 0);
      System.arraycopy(change.apply(i, x), 0, mapped, i * size, size);
    }
    return new Held(mapped, changed);
  }

  static Inputs concat(List<Inputs> parts) {
    List<Integer> shape = parts.get(0).shape();
    long count = parts.stream().mapToLong(Inputs::size).sum();
    float[] joined = new float[Sizes.total(count, shape)];
    int at = 0;
    for (Inputs part : parts) {
      System.arraycopy(part.all(), 0, joined, at, part.all().length);
      at += part.all().length;
    }
    return new Held(joined, shape);
  }
}
