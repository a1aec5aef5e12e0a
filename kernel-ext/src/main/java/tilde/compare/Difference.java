package tilde.compare;

import java.util.List;

/**
 * One way in which a cell's outputs differ from the stored ones.
 *
 * @param what such as "stdout" or "output 2, image/png"
 * @param lines the stored lines after {@code -}, those of now after {@code +}, or what is wrong
 * @param stored the stored text, empty for pictures
 * @param now the text of now, empty for pictures
 */
public record Difference(String what, List<String> lines, String stored, String now) {
  public Difference {
    lines = List.copyOf(lines);
  }
}
