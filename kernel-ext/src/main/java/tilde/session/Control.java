package tilde.session;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import tilde.output.MimeBundle;
import tilde.wire.Bundles;
import tilde.wire.Message;
import tilde.wire.Message.Kind;

/** What JShell wants done, done in the user JVM. */
final class Control implements ExecutionControl {
  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  private final UserJvm jvm;
  private boolean classPathGrows;
  private volatile boolean stopped;
  private volatile boolean heapIsFull;

  Control(UserJvm jvm) {
    this.jvm = jvm;
  }

  /** From now on the class path of the user JVM grows with that of the compiler: it began alike. */
  void growClassPath() {
    classPathGrows = true;
  }

  /** From now on, until {@link #go}, user code does not start any more. */
  void stopNext() {
    stopped = true;
  }

  void go() {
    stopped = false;
    heapIsFull = false;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Whether an exception came because variables hold nearly all of the heap. */
  boolean heapIsFull() {
    return heapIsFull;
  }

  /** Every form of the value of the last snippet, empty if that was null. */
  Optional<MimeBundle> show() throws RunException, EngineTerminationException {
    Message answer = user(() -> jvm.callUserCode(Kind.SHOW));
    return answer.fields().get(0) == null
        ? Optional.empty()
        : Optional.of(Bundles.ofField(answer.list(0)));
  }

  ExecutionControlProvider asProvider() {
    return new ExecutionControlProvider() {
      @Override
      public String name() {
        return "tilde";
      }

      @Override
      public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
        return Control.this;
      }
    };
  }

  @Override
  public void load(ClassBytecodes[] classes)
      throws ClassInstallException, EngineTerminationException {
    List<Object> field = new ArrayList<>();
    for (ClassBytecodes c : classes) {
      field.add(c.name());
      field.add(c.bytecodes());
    }
    Message answer = ended(() -> jvm.call(Kind.LOAD, field));
    if (answer.kind() != Kind.DONE) {
      throw new ClassInstallException("" + answer.fields(), new boolean[classes.length]);
    }
  }

  @Override
  public void redefine(ClassBytecodes[] classes) throws ClassInstallException {
    Map<String, byte[]> code = new HashMap<>();
    for (ClassBytecodes c : classes) {
      code.put(c.name(), c.bytecodes());
    }
    try {
      jvm.redefine(code);
    } catch (RuntimeException | LinkageError | IOException notThatFar) {
      throw new ClassInstallException(notThatFar.toString(), new boolean[classes.length]);
    }
  }

  /** The value stays in the user JVM, so the text form, which JShell wants, is empty. */
  @Override
  public String invoke(String className, String methodName)
      throws RunException, EngineTerminationException {
    if (stopped) {
      throw new StoppedException();
    }
    user(() -> jvm.callUserCode(Kind.INVOKE, className, methodName));
    return "";
  }

  @Override
  public String varValue(String className, String name)
      throws RunException, EngineTerminationException {
    return user(() -> jvm.callUserCode(Kind.VARIABLE, className, name)).text(0);
  }

  @Override
  public void addToClasspath(String path) throws EngineTerminationException, InternalException {
    if (!classPathGrows) {
      return;
    }
    for (String place : SEPARATOR.split(path)) {
      Message answer = ended(() -> jvm.call(Kind.CLASS_PATH, place));
      if (answer.kind() != Kind.DONE) {
        throw new InternalException("no class path: " + place);
      }
    }
  }

  /** Stopping is the session's business, which does not ask JShell for it. */
  @Override
  public void stop() {}

  @Override
  public Object extensionCommand(String command, Object argument) throws InternalException {
    throw new NotImplementedException(command);
  }

  @Override
  public void close() {}

  /** A call that runs user code, which may end in its ways. */
  private Message user(Call call) throws RunException, EngineTerminationException {
    Message answer = ended(call);
    if (answer.kind() == Kind.STOPPED) {
      throw new StoppedException();
    } else if (answer.kind() == Kind.THROWN) {
      heapIsFull = answer.number(1) == 1;
      throw Exceptions.ofMessage(answer);
    }
    return answer;
  }

  private interface Call {
    Message call() throws UserJvm.Ended;
  }

  private static Message ended(Call call) throws EngineTerminationException {
    try {
      return call.call();
    } catch (UserJvm.Ended gone) {
      throw new EngineTerminationException(gone.getMessage());
    }
  }
}
