package tilde.session;

import java.util.List;
import jdk.jshell.spi.ExecutionControl.ResolutionException;
import jdk.jshell.spi.ExecutionControl.RunException;
import jdk.jshell.spi.ExecutionControl.UserException;
import tilde.wire.Message;

/** Exceptions of user code, as they came from its JVM. */
final class Exceptions {
  private Exceptions() {}

  /** As JShell knows them, which translates their frames to those of snippets. */
  static RunException ofMessage(Message thrown) {
    RunException inner = null;
    List<?> chain = thrown.list(0);
    for (int i = chain.size() - 1; i >= 0; i--) {
      RunException cause = inner;
      inner = one((List<?>) chain.get(i));
      if (cause != null) {
        inner.initCause(cause);
      }
    }
    return inner;
  }

  private static RunException one(List<?> thrown) {
    StackTraceElement[] frames =
        ((List<?>) thrown.get(3))
            .stream().map(frame -> frame((List<?>) frame)).toArray(StackTraceElement[]::new);
    Integer snippet = (Integer) thrown.get(2);
    return snippet == null
        ? new UserException((String) thrown.get(1), (String) thrown.get(0), frames)
        : new ResolutionException(snippet, frames);
  }

  private static StackTraceElement frame(List<?> frame) {
    return new StackTraceElement(
        (String) frame.get(0),
        (String) frame.get(1),
        (String) frame.get(2),
        (Integer) frame.get(3));
  }
}
