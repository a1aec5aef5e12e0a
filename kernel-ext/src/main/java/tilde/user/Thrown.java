package tilde.user;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.jshell.spi.SPIResolutionException;
import tilde.wire.Message;
import tilde.wire.Message.Kind;

/** An exception of user code as a message: its chain of causes, outermost first. */
final class Thrown {
  private static final int MOST_CAUSES = 10;
  private static final int MOST_FRAMES = 1024;
  private static final double FULL = 0.9;

  private Thrown() {}

  /**
   * Each cause is its class, its message, the number of the snippet that lacks something (or null),
   * and its frames of class, method, file and line; the last field is 1 if the heap is full.
   */
  static Message message(Throwable thrown) {
    List<Object> chain = new ArrayList<>();
    boolean memory = false;
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++, cause = causeOf(cause)) {
      memory |= cause instanceof OutOfMemoryError;
      chain.add(
          Arrays.asList(
              cause.getClass().getName(), messageOf(cause), snippetOf(cause), framesOf(cause)));
    }
    return Message.of(Kind.THROWN, chain, memory && heapIsFull() ? 1 : 0);
  }

  private static Object snippetOf(Throwable cause) {
    return cause instanceof SPIResolutionException unresolved ? unresolved.id() : null;
  }

  // what follows may be overridden by user code, and throw in turn

  private static Throwable causeOf(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (RuntimeException | Error broken) {
      return null;
    }
  }

  private static String messageOf(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (RuntimeException | Error broken) {
      return "(its message cannot be had: " + broken.getClass().getName() + ")";
    }
  }

  private static List<Object> framesOf(Throwable thrown) {
    List<Object> frames = new ArrayList<>();
    try {
      for (StackTraceElement frame : thrown.getStackTrace()) {
        if (frames.size() < MOST_FRAMES) {
          frames.add(
              Arrays.asList(
                  frame.getClassName(),
                  frame.getMethodName(),
                  frame.getFileName(),
                  frame.getLineNumber()));
        }
      }
    } catch (RuntimeException | Error broken) {
      // without frames, then
    }
    return frames;
  }

  /** Whether even after a collection hardly anything is free: variables hold it all. */
  private static boolean heapIsFull() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    return used > FULL * runtime.maxMemory();
  }
}
