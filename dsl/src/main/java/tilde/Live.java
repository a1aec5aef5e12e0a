package tilde;

import tilde.output.Display;
import tilde.output.MimeBundle;

/** Something shown that can be replaced in place; a terminal shows it again. */
public final class Live {
  private final Display.Shown shown;

  Live(Display.Shown shown) {
    this.shown = shown;
  }

  /** Shows {@code value} instead. */
  public void update(Object value) {
    shown.update(MimeBundle.of(value));
  }

  @Override
  public String toString() {
    return "live";
  }
}
