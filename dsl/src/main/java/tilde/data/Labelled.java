package tilde.data;

import java.util.List;

/**
 * What a reader found: samples, held in memory or read when needed, and the class of each.
 *
 * @param labels indices into the class names; only to be read
 */
public record Labelled(Inputs inputs, int[] labels, List<String> classNames) {
  public Labelled {
    classNames = List.copyOf(classNames);
  }
}
