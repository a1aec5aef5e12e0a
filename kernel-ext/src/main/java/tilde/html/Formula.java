package tilde.html;

import org.commonmark.node.CustomNode;

/** A formula in a line of text, as LaTeX. */
final class Formula extends CustomNode {
  private final String latex;
  private final boolean display;

  Formula(String latex, boolean display) {
    this.latex = latex;
    this.display = display;
  }

  String latex() {
    return latex;
  }

  /** Whether it stands by itself, set large. */
  boolean display() {
    return display;
  }
}
