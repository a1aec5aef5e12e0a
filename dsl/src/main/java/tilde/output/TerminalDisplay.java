package tilde.output;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.function.Supplier;

/**
 * Text on a print stream. Progress is one line a milestone; on a screen also a line that is
 * rewritten in place between them.
 */
public final class TerminalDisplay implements Display {
  private static final long REFRESH_NANOS = 250_000_000L;

  private final PrintStream out;
  private final boolean rewrites;

  /**
   * @param rewrites whether a carriage return moves back to the start of the line, as on a screen
   */
  public TerminalDisplay(PrintStream out, boolean rewrites) {
    this.out = out;
    this.rewrites = rewrites;
  }

  /** Standard output, as a screen if it is one. */
  static TerminalDisplay standard() {
    return new TerminalDisplay(System.out, System.getenv("CI") == null && onScreen());
  }

  private static boolean onScreen() {
    // JShell runs user code in a process without a console, but passes its output to the screen.
    if (System.getProperty("sun.java.command", "").startsWith("jdk.jshell.execution")) {
      return true;
    }
    if (System.console() == null) {
      return false;
    }
    try { // since JDK 22 a console exists without a terminal, and says so
      Method isTerminal = java.io.Console.class.getMethod("isTerminal");
      return (boolean) isTerminal.invoke(System.console());
    } catch (ReflectiveOperationException olderJdk) {
      return true;
    }
  }

  @Override
  public Shown show(MimeBundle content) {
    out.println(content.text());
    return update -> out.println(update.text());
  }

  @Override
  public Progress progress() {
    return rewrites ? new Rewritten() : new Lines();
  }

  private final class Lines implements Progress {
    @Override
    public void now(Supplier<String> line) {}

    @Override
    public void milestone(String line) {
      out.println(line);
    }

    @Override
    public void close() {}
  }

  private final class Rewritten implements Progress {
    private long last = System.nanoTime() - REFRESH_NANOS;
    private int width;

    @Override
    public synchronized void now(Supplier<String> line) {
      long time = System.nanoTime();
      if (time - last >= REFRESH_NANOS) {
        last = time;
        write(line.get());
      }
    }

    @Override
    public synchronized void milestone(String line) {
      write(line);
      out.println(); // it stays, and what others print starts on a line of its own
      width = 0;
    }

    private void write(String line) {
      out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
      out.flush();
      width = line.length();
    }

    @Override
    public synchronized void close() {
      if (width > 0) {
        out.println();
      }
    }
  }
}
