package tilde.output;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The edge to the program that runs the user's code: a notebook session puts its display here, and
 * without one the terminal serves. This is the project's only mutable static.
 */
public final class Host {
  private static final AtomicReference<Display> DISPLAY = new AtomicReference<>();

  private Host() {}

  /** The display in force. */
  public static Display display() {
    Display display = DISPLAY.get();
    return display != null ? display : TerminalDisplay.standard();
  }

  /**
   * Puts {@code display} in force until the returned handle is closed, which restores the earlier
   * one.
   */
  public static Use use(Display display) {
    Display before = DISPLAY.getAndSet(Objects.requireNonNull(display));
    return () -> DISPLAY.set(before);
  }

  /** Ends a {@link #use}. */
  public interface Use extends AutoCloseable {
    @Override
    void close();
  }
}
