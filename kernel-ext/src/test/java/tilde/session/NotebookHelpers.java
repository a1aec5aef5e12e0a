package tilde.session;

/** The static helpers that IJava and JJava import into every notebook, with their signatures. */
public final class NotebookHelpers {
  private NotebookHelpers() {}

  public static String display(Object value) {
    return "displayed";
  }

  public static String display(Object value, String... types) {
    return "displayed";
  }

  public static String render(Object value) {
    return "rendered";
  }

  public static String render(Object value, String... types) {
    return "rendered";
  }

  public static void updateDisplay(String id, Object value) {}

  public static void updateDisplay(String id, Object value, String... types) {}

  public static Object eval(String expression) {
    return "evaluated";
  }

  public static void printf(String format, Object... arguments) {}
}
