package tilde.user;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import tilde.output.MimeBundle;

/**
 * Runs user code, one call at a time on one thread, and lets other threads stop it. Calls have
 * numbers, so that a request to stop one that is over does not hit the next.
 */
final class UserCode {
  private final UserLoader loader;
  private final Stop stop = Stop.INSTANCE; // the class is there when the debugger looks for it
  private Thread thread;
  private int running; // 0 for none
  private int interrupted; // the call that is to end, which may not have started
  private int stopped; // the call that did not end when it was interrupted
  private Object value;

  /** Something that runs user code. */
  interface Call<T> {
    T call() throws Throwable;
  }

  UserCode(UserLoader loader) {
    this.loader = loader;
  }

  /** Calls a static method that JShell made of a snippet, and keeps its value. */
  void invoke(int number, String className, String methodName) throws Throwable {
    value = null;
    Method method = loader.loadClass(className).getDeclaredMethod(methodName);
    method.setAccessible(true);
    value =
        run(
            number,
            () -> {
              try {
                return method.invoke(null);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  /** Every form of the last value, null if that is null; the value is forgotten. */
  MimeBundle show(int number) throws Throwable {
    Object last = value;
    value = null;
    return last == null ? null : run(number, () -> MimeBundle.of(last));
  }

  /** The text of a static variable. */
  String variable(int number, String className, String name) throws Throwable {
    Field field = loader.loadClass(className).getDeclaredField(name);
    field.setAccessible(true);
    Object held = field.get(null);
    return run(number, () -> MimeBundle.of(held).text());
  }

  /** Runs {@code call} as user code: the debugger looks for this method on the stack. */
  private <T> T run(int number, Call<T> call) throws Throwable {
    enter(number);
    try {
      return call.call();
    } finally {
      leave();
    }
  }

  private synchronized void enter(int number) {
    thread = Thread.currentThread();
    running = number;
    if (interrupted == number) {
      thread.interrupt();
    }
  }

  private synchronized void leave() {
    running = 0;
    Thread.interrupted();
  }

  /** Interrupts a call, now or when it starts. */
  synchronized void interrupt(int number) {
    interrupted = number;
    if (running == number && running != 0) {
      thread.interrupt();
    }
  }

  /** Lets a call end when it puts out something. */
  synchronized void stop(int number) {
    stopped = number;
  }

  /** Where user code puts out something: the place to end it if it is to stop. */
  synchronized void putsOut() {
    if (running != 0 && running == stopped && thread == Thread.currentThread()) {
      throw stop;
    }
  }
}
