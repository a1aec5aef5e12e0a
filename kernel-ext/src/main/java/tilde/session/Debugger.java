package tilde.session;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.InvalidTypeException;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What only a debugger can do to the user JVM: end a thread's work, and give classes new code. */
final class Debugger {
  private static final String STOP = "tilde.user.Stop";
  private static final String USER_CODE = "tilde.user.UserCode";
  private static final String CELLS = "REPL.";
  private static final String POOL_THREAD = "java.util.concurrent.ForkJoinWorkerThread";
  private static final int TOP = 50; // frames to look at

  /** Work that must not be torn in two: printing, asking, loading classes. */
  private static final Set<String> WHOLE =
      Set.of(
          "tilde.user.Outbox",
          "tilde.user.CellDisplay",
          "tilde.user.CellInput",
          "tilde.user.TextStream",
          "java.io.PrintStream",
          "java.lang.ClassLoader");

  private final VirtualMachine machine;

  private Debugger(VirtualMachine machine) {
    this.machine = machine;
  }

  static Debugger on(DebugLink link) throws IOException {
    return new Debugger(Bootstrap.virtualMachineManager().createVirtualMachine(link));
  }

  /**
   * Gives loaded classes new code.
   *
   * @throws UnsupportedOperationException if their fields or methods are not the same
   */
  void redefine(Map<String, byte[]> classes) {
    Map<ReferenceType, byte[]> found = new HashMap<>();
    classes.forEach((name, code) -> found.put(machine.classesByName(name).get(0), code));
    machine.redefineClasses(found);
  }

  /**
   * Throws {@code Stop} into the thread that runs the cell, unless it is just in the middle of
   * something that must be whole.
   *
   * @param evenInTheMiddle whether to wait for nothing any more
   * @return whether it was hit
   */
  boolean stopCell(boolean evenInTheMiddle) {
    return throwStop(f -> runsCell(f) && (evenInTheMiddle || !isInTheMiddle(f)));
  }

  /**
   * Throws {@code Stop} into the threads of the common pool that work for a cell.
   *
   * @return whether there was one
   */
  boolean stopHelpers() {
    return throwStop(Debugger::helpsCell);
  }

  private boolean throwStop(Predicate<List<StackFrame>> into) {
    ClassType type = (ClassType) machine.classesByName(STOP).get(0);
    ObjectReference stop = (ObjectReference) type.getValue(type.fieldByName("INSTANCE"));
    boolean hit = false;
    machine.suspend();
    try {
      for (ThreadReference thread : machine.allThreads()) {
        if (into.test(frames(thread))) {
          thread.stop(stop);
          hit = true;
        }
      }
      return hit;
    } catch (InvalidTypeException e) {
      throw new IllegalStateException("Stop is no Throwable", e);
    } finally {
      machine.resume();
    }
  }

  private static List<StackFrame> frames(ThreadReference thread) {
    try {
      return thread.frames();
    } catch (IncompatibleThreadStateException ended) {
      return List.of();
    }
  }

  private static boolean runsCell(List<StackFrame> frames) {
    return frames.stream().anyMatch(f -> typeOf(f).equals(USER_CODE));
  }

  private static boolean helpsCell(List<StackFrame> frames) {
    return frames.stream().anyMatch(f -> typeOf(f).equals(POOL_THREAD))
        && frames.stream().anyMatch(f -> typeOf(f).startsWith(CELLS));
  }

  private static boolean isInTheMiddle(List<StackFrame> frames) {
    return frames.stream()
            .limit(TOP)
            .takeWhile(frame -> !typeOf(frame).equals(USER_CODE))
            .map(frame -> frame.location().method())
            .anyMatch(m -> m.isStaticInitializer() || WHOLE.contains(m.declaringType().name()))
        || frames.isEmpty()
        || isOurs(frames.get(0).location().method());
  }

  private static boolean isOurs(Method top) {
    return top.declaringType().name().equals(USER_CODE);
  }

  private static String typeOf(StackFrame frame) {
    return frame.location().declaringType().name();
  }
}
