package tilde.session;

import java.lang.reflect.Method;
import java.util.Map;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Runs snippets in this JVM, on the thread that asks for it, and keeps the value of the last one:
 * JShell itself passes on values only as text.
 */
final class InProcess extends DirectExecutionControl {
  private Object value;

  /** The value of the last snippet that ran since the last call, null if it had none. */
  Object takeValue() {
    Object taken = value;
    value = null;
    return taken;
  }

  @Override
  protected String invoke(Method snippet) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(snippet.getDeclaringClass().getClassLoader());
    value = null;
    try {
      value = snippet.invoke(null);
    } finally {
      thread.setContextClassLoader(before);
    }
    return ""; // the text form, which nobody reads: toString() of a large value is slow
  }

  ExecutionControlProvider asProvider() {
    return new ExecutionControlProvider() {
      @Override
      public String name() {
        return "tilde";
      }

      @Override
      public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
        return InProcess.this;
      }
    };
  }
}
