package tilde.io;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tilde.layer.Custom;

/**
 * What records look like in JSON: an object with the components by name. Where only an interface is
 * known, such as {@code Layer}, {@code "type"} comes first, the name of a record in the package of
 * that interface: {@code {"type":"Padding.Part","mode":"SAME"}}. So a new layer needs nothing here.
 * A layer of the user's own is {@code {"type":"own","name":"swish"}}.
 */
final class RecordShape {
  static final String TYPE = "type";
  static final String OWN = "own";
  static final String NAME = "name";

  /** How deep objects and lists may lie in each other; residual layers in each other ten deep. */
  static final int MOST_NESTED = 24;

  /** How many records of interfaces, such as layers, a text may have. */
  static final int MOST_RECORDS = 10_000;

  static final List<String> NOT_FINITE = List.of("NaN", "Infinity", "-Infinity");

  private static final String TYPE_NAME = "[A-Z][A-Za-z0-9]*(\\.[A-Z][A-Za-z0-9]*)?";

  private RecordShape() {}

  /** The name of a record where only an interface is known. */
  static String typeName(Class<?> record) {
    String name = record.getName();
    return name.substring(record.getPackageName().length() + 1).replace('$', '.');
  }

  /**
   * The record of this name that implements an interface of ours: only one beside the interface.
   */
  static Optional<Class<?>> named(String name, Class<?> expected) {
    if (!name.matches(TYPE_NAME) || name.equals(typeName(Custom.class))) {
      return Optional.empty();
    }
    try {
      Class<?> found =
          Class.forName(
              expected.getPackageName() + "." + name.replace('.', '$'),
              false,
              expected.getClassLoader());
      return Optional.<Class<?>>of(found).filter(c -> isOurs(c, expected));
    } catch (ClassNotFoundException | LinkageError none) {
      return Optional.empty(); // also where the name differs in case only, and files know no case
    }
  }

  /** Whether this is a record beside the interface that it implements, to be found by its name. */
  static boolean isOurs(Class<?> record, Class<?> expected) {
    return record.isRecord()
        && expected.isAssignableFrom(record)
        && record.getPackageName().equals(expected.getPackageName());
  }

  /** Such as {@code kh, kw, stride}. */
  static String names(RecordComponent... components) {
    return Arrays.stream(components)
        .map(RecordComponent::getName)
        .collect(Collectors.joining(", "));
  }

  static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  /** The type of what a list, a map with names or an optional value holds. */
  static Type content(Type type) {
    Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
    return arguments[arguments.length - 1];
  }

  static boolean isList(Type type) {
    return raw(type) == List.class;
  }

  static boolean isMap(Type type) {
    return raw(type) == Map.class;
  }

  static boolean isOptional(Type type) {
    return raw(type) == Optional.class;
  }
}
