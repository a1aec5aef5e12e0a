package tilde.session;

import java.util.List;

/**
 * What could stand at the cursor.
 *
 * @param start where the text begins that a candidate replaces, in characters
 * @param end where it ends
 */
public record Completions(int start, int end, List<Candidate> candidates) {
  public Completions {
    candidates = List.copyOf(candidates);
  }

  /**
   * One possibility.
   *
   * @param text what to put there
   * @param signature how it is declared, empty where that is not known
   */
  public record Candidate(String text, String signature) {}
}
