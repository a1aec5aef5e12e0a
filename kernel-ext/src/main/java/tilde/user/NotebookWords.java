package tilde.user;

import tilde.output.Host;
import tilde.output.MimeBundle;

/** The words that notebooks written for IJava and JJava use, imported into every session. */
public final class NotebookWords {
  private NotebookWords() {}

  /** Shows a value; the id is for {@link #updateDisplay}. */
  public static String display(Object value, String... mimeTypes) {
    return cells().showWithId(render(value, mimeTypes));
  }

  /** Shows a value in place of the one shown with this id. */
  public static void updateDisplay(String id, Object value, String... mimeTypes) {
    cells().update(id, render(value, mimeTypes));
  }

  /** The forms in which a value is shown, or only those asked for. */
  public static MimeBundle render(Object value, String... mimeTypes) {
    if (mimeTypes.length == 0) {
      return value instanceof MimeBundle rendered ? rendered : MimeBundle.of(value);
    }
    MimeBundle bundle = MimeBundle.text(MimeBundle.of(value).text());
    for (String type : mimeTypes) {
      bundle = bundle.with(type, MimeBundle.of(value, type).data().get(type));
    }
    return bundle;
  }

  private static CellDisplay cells() {
    if (Host.display() instanceof CellDisplay display) {
      return display;
    }
    throw new IllegalStateException("display and updateDisplay work in cells only: use show");
  }
}
