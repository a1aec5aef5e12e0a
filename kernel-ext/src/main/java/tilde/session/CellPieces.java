package tilde.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts the lines of a cell that are commands, such as {@code %maven}, from its Java. */
final class CellPieces {
  private static final Pattern COMMAND =
      Pattern.compile("\\s*(%%?|/)([A-Za-z]\\w*)(?:[ \\t]+(.*?))?\\s*");
  private static final Pattern MAY_HAVE_COMMANDS =
      Pattern.compile("(?m)^\\s*(?:%%?[A-Za-z]|/(?:vars|methods|imports)\\b)");

  private CellPieces() {}

  /**
   * One piece.
   *
   * @param offset where it starts in the cell, in characters
   * @param command null for Java
   */
  record Piece(String text, int offset, Command command) {}

  /**
   * What a command line says.
   *
   * @param mark {@code %}, {@code %%} or {@code /}
   * @param arguments the rest of its line, or of the cell after {@code %%}
   */
  record Command(String mark, String name, String arguments) {}

  /**
   * @param goesOn whether Java goes on after this text: then its next line is no command
   */
  static List<Piece> of(String cell, Predicate<String> goesOn) {
    if (!MAY_HAVE_COMMANDS.matcher(cell).find()) {
      return List.of(new Piece(cell, 0, null));
    }
    List<Piece> pieces = new ArrayList<>();
    int java = 0; // where the Java that is being read starts
    int end;
    for (int line = 0; line < cell.length(); line = end) {
      end = cell.indexOf('\n', line) + 1;
      end = end == 0 ? cell.length() : end;
      Matcher command = COMMAND.matcher(cell.substring(line, end));
      if (!command.matches()
          || command.group(1).equals("/") && !command.group(2).matches("vars|methods|imports")
          || goesOn.test(cell.substring(java, line))) {
        continue;
      }
      addJava(pieces, cell, java, line);
      boolean whole = command.group(1).equals("%%");
      String arguments = command.group(3) == null ? "" : command.group(3);
      if (whole) {
        arguments = (arguments + "\n" + cell.substring(end)).strip();
        end = cell.length();
      }
      pieces.add(
          new Piece(
              cell.substring(line, end),
              line,
              new Command(command.group(1), command.group(2), arguments)));
      java = end;
    }
    addJava(pieces, cell, java, cell.length());
    return pieces;
  }

  /** The cell with blanks in place of command lines, so that every place in it stays the same. */
  static String javaOnly(String cell, Predicate<String> goesOn) {
    StringBuilder java = new StringBuilder(cell);
    for (Piece piece : of(cell, goesOn)) {
      int end = piece.offset() + piece.text().length();
      int line = cell.indexOf('\n', piece.offset());
      end = line < 0 ? end : Math.min(end, line);
      for (int i = piece.offset(); i < end && piece.command() != null; i++) {
        java.setCharAt(i, ' ');
      }
    }
    return java.toString();
  }

  private static void addJava(List<Piece> pieces, String cell, int from, int to) {
    String text = cell.substring(from, to);
    if (!text.isBlank()) {
      pieces.add(new Piece(text, from, null));
    }
  }
}
