package tilde.session;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Cuts a cell into the snippets that JShell takes one at a time. */
final class CellSplitter {
  /**
   * One snippet.
   *
   * @param source what JShell gets: the cell's text, with a semicolon added where JShell wants one
   * @param offset where it starts in the cell, in characters
   * @param complete false if the cell ends before the snippet does
   * @param open whether the snippet is the cell's last and has no semicolon at its end
   */
  record Part(String source, int offset, boolean complete, boolean open) {}

  private final SourceCodeAnalysis analysis;

  CellSplitter(SourceCodeAnalysis analysis) {
    this.analysis = analysis;
  }

  List<Part> split(String cell) {
    List<Part> parts = new ArrayList<>();
    String rest = cell;
    while (true) {
      rest = rest.strip();
      int offset = cell.stripTrailing().length() - rest.length();
      CompletionInfo info;
      try {
        info = analysis.analyzeCompletion(rest);
      } catch (InternalError jshellBroke) { // the compiler may still find words for what is wrong
        parts.add(new Part(rest, offset, false, false));
        return parts;
      }
      if (info.completeness() == Completeness.EMPTY) {
        return parts;
      }
      boolean last = !info.completeness().isComplete() || info.remaining().isBlank();
      boolean complete = info.source() != null;
      String source = complete ? info.source() : rest;
      parts.add(new Part(source, offset, complete, last && complete && lacksSemicolon(rest)));
      if (last) {
        return parts;
      }
      rest = info.remaining();
    }
  }

  /**
   * Whether a further semicolon would still belong to {@code snippet}, comments at its end aside.
   */
  private boolean lacksSemicolon(String snippet) {
    CompletionInfo info = analysis.analyzeCompletion(snippet + "\n;");
    return info.completeness().isComplete() && info.remaining().isBlank();
  }
}
