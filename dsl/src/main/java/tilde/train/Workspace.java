package tilde.train;

import tilde.array.Activations;
import tilde.array.Pointwise;
import tilde.random.Keyed;

/** Activations and gradients of one slice at work. */
final class Workspace {
  private final Activations[] values;
  private final Activations[] gradients;
  private final Activations[] secondGradients;
  private Keyed[] keys;

  /**
   * @param values the input, then the output of each node
   * @param gradients their gradients; null where not wanted
   * @param secondGradients room for what a further node finds of a gradient, before it is added
   */
  Workspace(Activations[] values, Activations[] gradients, Activations[] secondGradients) {
    this.values = values;
    this.gradients = gradients;
    this.secondGradients = secondGradients;
  }

  Activations[] values() {
    return values;
  }

  Activations[] gradients() {
    return gradients;
  }

  Activations[] secondGradients() {
    return secondGradients;
  }

  Activations input() {
    return values[0];
  }

  Activations scores() {
    return values[values.length - 1];
  }

  Activations scoreGradient() {
    return gradients[gradients.length - 1];
  }

  /** What each image draws random numbers from; null where nothing is random. */
  Keyed[] keys() {
    return keys;
  }

  /** Uses the first {@code images} places from now on. */
  void count(int images, Keyed[] drawn) {
    for (Activations[] all : new Activations[][] {values, gradients, secondGradients}) {
      for (Activations one : all) {
        if (one != null) {
          one.count(images);
        }
      }
    }
    keys = drawn;
  }

  /** Adds what a further node found of the gradient by value {@code v}. */
  void addSecondGradient(int v) {
    if (gradients[v] != null) {
      Pointwise.add(secondGradients[v], gradients[v]);
    }
  }
}
