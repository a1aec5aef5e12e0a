package tilde.session;

import java.util.List;
import java.util.Optional;
import tilde.session.Output.Failure;

/**
 * What one cell did.
 *
 * @param number the cell's number: the name by which errors call it
 * @param outputs in order, neighbouring text of one stream joined, displays in their last state
 */
public record CellResult(int number, Status status, List<Output> outputs) {
  public CellResult {
    outputs = List.copyOf(outputs);
  }

  /** The error that ended the cell, if one did: there is one unless the status is OK. */
  public Optional<Failure> failure() {
    return outputs.stream().filter(Failure.class::isInstance).map(Failure.class::cast).findFirst();
  }
}
