package tilde.data;

import java.util.Arrays;
import tilde.file.Room;

/** Numbers of which it is not known how many will come. */
final class Floats {
  private static final String FIX = "take less of it, or stream() where the format has it";

  private final String file;
  private float[] values = new float[1 << 8];
  private int count;

  Floats(String file) {
    this.file = file;
  }

  void add(float value) {
    makeRoom(1);
    values[count++] = value;
  }

  void addAll(float... more) {
    makeRoom(more.length);
    System.arraycopy(more, 0, values, count, more.length);
    count += more.length;
  }

  private void makeRoom(int more) {
    int needed = Room.floats(file, (long) count + more, FIX);
    if (needed > values.length) {
      values = Arrays.copyOf(values, (int) Math.min(Math.max(needed, 2L * count), Room.LONGEST));
    }
  }

  float[] all() {
    return Arrays.copyOf(values, count);
  }
}
