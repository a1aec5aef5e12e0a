package tilde.run;

import com.sun.source.tree.Tree.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tilde.notebook.Cell;
import tilde.notebook.Notebook;

/** Gives the variables of a notebook's parameters other values. */
final class Parameters {
  private static final String DECLARED = "parameters";
  private static final String INJECTED = "injected-parameters";
  private static final Set<Kind> INT = Set.of(Kind.INT_LITERAL);
  private static final Set<Kind> LONG = Set.of(Kind.INT_LITERAL, Kind.LONG_LITERAL);
  private static final Set<Kind> NUMBER =
      Set.of(Kind.INT_LITERAL, Kind.LONG_LITERAL, Kind.FLOAT_LITERAL, Kind.DOUBLE_LITERAL);

  /** What a declared type takes, and the cast that makes it the type's own. */
  private record Taken(Set<Kind> literals, String cast) {}

  private static final Map<String, Taken> TYPES =
      Map.ofEntries(
          Map.entry("int", new Taken(INT, "")),
          Map.entry("Integer", new Taken(INT, "")),
          Map.entry("short", new Taken(INT, "(short) ")),
          Map.entry("byte", new Taken(INT, "(byte) ")),
          Map.entry("long", new Taken(LONG, "")),
          Map.entry("Long", new Taken(LONG, "(long) ")),
          Map.entry("float", new Taken(NUMBER, "(float) ")),
          Map.entry("Float", new Taken(NUMBER, "(float) ")),
          Map.entry("double", new Taken(NUMBER, "")),
          Map.entry("Double", new Taken(NUMBER, "(double) ")),
          Map.entry("boolean", new Taken(Set.of(Kind.BOOLEAN_LITERAL), "")),
          Map.entry("Boolean", new Taken(Set.of(Kind.BOOLEAN_LITERAL), "")),
          Map.entry("char", new Taken(Set.of(Kind.CHAR_LITERAL), "")),
          Map.entry("Character", new Taken(Set.of(Kind.CHAR_LITERAL), "")));

  private Parameters() {}

  /**
   * The notebook with a cell of new values after the one that declares them.
   *
   * @param file the notebook's, for messages
   * @throws Unusable if a name is not declared or its type takes no such value
   */
  static Notebook inject(Notebook notebook, Map<String, String> values, Path file) {
    if (values.isEmpty()) {
      return notebook;
    }
    List<Cell> cells = new ArrayList<>(notebook.cells());
    cells.removeIf(cell -> cell.tags().contains(INJECTED)); // of an earlier run
    int place = 0;
    while (place < cells.size() && !isDeclaration(cells.get(place))) {
      place++;
    }
    if (place == cells.size()) {
      throw new Unusable(
          "%s: --param: no code cell is tagged %s: give the cell that declares the variables this tag"
              .formatted(file, DECLARED));
    }
    Map<String, String> types = JavaLiterals.variables(cells.get(place).source());
    String source =
        values.entrySet().stream()
            .map(value -> assignment(value.getKey(), value.getValue(), types, file))
            .collect(Collectors.joining("\n"));
    cells.add(place + 1, Cell.code(freeId(cells), source, Set.of(INJECTED)));
    return notebook.withCells(cells);
  }

  private static boolean isDeclaration(Cell cell) {
    return cell.isCode() && cell.tags().contains(DECLARED);
  }

  private static String assignment(
      String name, String value, Map<String, String> types, Path file) {
    String where = "%s: --param %s=%s: ".formatted(file, name, value);
    String type = types.get(name);
    if (type == null) {
      throw new Unusable(
          where
              + "the cell tagged %s declares no variable %s, only %s"
                  .formatted(DECLARED, name, names(types)));
    }
    Kind kind = JavaLiterals.kind(value).orElse(Kind.OTHER);
    if (type.equals("String") || type.equals("java.lang.String")) {
      return "String " + name + " = " + (kind == Kind.STRING_LITERAL ? value : quoted(value)) + ";";
    }
    Taken taken = TYPES.get(type);
    if (taken == null) {
      throw new Unusable(
          where + "its type is " + type + ": only primitive types and String take parameters");
    }
    if (!taken.literals().contains(kind)) {
      throw new Unusable(where + "a Java literal of type " + type + " is needed");
    }
    return type + " " + name + " = " + taken.cast() + value + ";";
  }

  private static String names(Map<String, String> types) {
    String names =
        types.entrySet().stream()
            .map(variable -> variable.getKey() + " (" + variable.getValue() + ")")
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "nothing" : names;
  }

  private static String quoted(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> literal.append('\\').append(c);
        case '\n' -> literal.append("\\n");
        case '\r' -> literal.append("\\r");
        default -> literal.append(c);
      }
    }
    return literal.append('"').toString();
  }

  private static String freeId(List<Cell> cells) {
    Set<String> taken = cells.stream().map(Cell::id).collect(Collectors.toSet());
    String id = INJECTED;
    for (int i = 2; taken.contains(id); i++) {
      id = INJECTED + "-" + i;
    }
    return id;
  }
}
