package tilde.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import tilde.help.Parsing;
import tilde.session.CellPieces.Piece;
import tilde.session.Completeness.State;

/** Tells whether a source is whole, lacks something at its end, or is wrong. */
final class CompletenessCheck {
  private static final Pattern LAST_LINE = Pattern.compile("(?:^|\\n)([ \\t]*)(.*?)\\s*$");
  private static final String STEP = "    ";

  private final SourceCodeAnalysis analysis;

  CompletenessCheck(SourceCodeAnalysis analysis) {
    this.analysis = analysis;
  }

  Completeness of(String cell) {
    for (Piece piece : CellPieces.of(cell, this::goesOn)) {
      boolean java = piece.command() == null;
      if (java || piece.command().mark().equals("%%")) {
        Completeness of = java ? ofJava(piece.text()) : of(piece.command().arguments());
        if (of.state() != State.COMPLETE) {
          return of;
        }
      }
    }
    return new Completeness(State.COMPLETE, "");
  }

  private Completeness ofJava(String source) {
    String rest = source;
    while (true) {
      CompletionInfo info;
      try {
        info = analysis.analyzeCompletion(rest);
      } catch (InternalError jshellBroke) {
        return new Completeness(State.INVALID, "");
      }
      switch (info.completeness()) {
        case EMPTY -> {
          return new Completeness(State.COMPLETE, "");
        }
        case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
          return new Completeness(State.INCOMPLETE, indent(source));
        }
        case UNKNOWN -> {
          return new Completeness(State.INVALID, "");
        }
        default -> {
          if (!Parsing.isJava(info.source())) {
            return new Completeness(State.INVALID, "");
          }
          rest = info.remaining();
        }
      }
    }
  }

  /** Whether Java goes on after {@code source}, so that its next line belongs to it. */
  boolean goesOn(String source) {
    return ofJava(source).state() == State.INCOMPLETE;
  }

  /** That of the last line, and a step more where that opens something. */
  private static String indent(String source) {
    Matcher last = LAST_LINE.matcher(source.stripTrailing());
    if (!last.find()) {
      return "";
    }
    boolean opens = last.group(2).matches(".*[{()\\[,=+>]");
    return last.group(1) + (opens ? STEP : "");
  }
}
