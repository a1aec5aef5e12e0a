package tilde.wire;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * One message between a session and the JVM that runs its cells.
 *
 * @param fields what the kind asks for: texts, integers, bytes, null, and lists of these
 */
public record Message(Kind kind, List<Object> fields) {
  /** What a message says, with its fields. */
  public enum Kind {
    /** To the user JVM, answered: classes, each as name and bytes. */
    LOAD,
    /**
     * To the user JVM, answered: number of the call, class and method; keeps the value for SHOW.
     */
    INVOKE,
    /** To the user JVM, answered with the last value's MIME bundle, null for null; number. */
    SHOW,
    /** To the user JVM, answered with its value as text: number, class and name of a variable. */
    VARIABLE,
    /** To the user JVM, answered: a jar or folder more for user code. */
    CLASS_PATH,
    /** To the user JVM, answered: number of the cell to which output belongs from now on. */
    CELL,
    /** To the user JVM, answered when all is sent that was put out: how much was left out. */
    FLUSH,
    /** To the user JVM: interrupt the call with this number, if it still runs. */
    INTERRUPT,
    /**
     * To the user JVM: end the call with this number at the next place where it puts out something.
     */
    STOP,
    /** To the user JVM: number of the question and the line, null at the end of input. */
    LINE,
    /** From the user JVM: it is ready. */
    READY,
    /** From the user JVM: the call is done, with its value if it has one. */
    DONE,
    /**
     * From the user JVM: the call ended with an exception; chain of causes, whether heap is full.
     */
    THROWN,
    /** From the user JVM: the call was ended by {@code Stop}. */
    STOPPED,
    /** From the user JVM: cell, stream and text. */
    STREAM,
    /** From the user JVM: cell, id and bundle of something new to show. */
    DISPLAY,
    /** From the user JVM: id and bundle of something shown before. */
    UPDATE,
    /** From the user JVM: cell whose output is to go, whether only when the next output comes. */
    CLEAR,
    /** From the user JVM: somebody waits for a line of input; number of the question. */
    ASK,
    /** From the user JVM: it ends as {@code System.exit} wants it. */
    EXITS
  }

  public Message {
    fields = Collections.unmodifiableList(fields);
  }

  /** A message with these fields. */
  public static Message of(Kind kind, Object... fields) {
    return new Message(kind, Arrays.asList(fields));
  }

  /** A text field. */
  public String text(int index) {
    return (String) fields.get(index);
  }

  /** An integer field. */
  public int number(int index) {
    return (Integer) fields.get(index);
  }

  /** A list field. */
  public List<?> list(int index) {
    return (List<?>) fields.get(index);
  }
}
