package tilde.html;

import java.util.Set;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/** Finds {@code $x^2$} and {@code $$x^2$$} in a line; "between $5 and $6" has no formula. */
final class FormulaInText implements InlineContentParserFactory {
  @Override
  public Set<Character> getTriggerCharacters() {
    return Set.of('$');
  }

  @Override
  public InlineContentParser create() {
    return FormulaInText::parse;
  }

  private static ParsedInline parse(InlineParserState state) {
    Scanner scanner = state.scanner();
    boolean display = scanner.matchMultiple('$') > 1;
    Position start = scanner.position();
    if (!display && (!scanner.hasNext() || Character.isWhitespace(scanner.peek()))) {
      return ParsedInline.none();
    }
    while (scanner.hasNext()) {
      if (scanner.next('\\')) {
        scanner.next();
      } else if (scanner.peek() == '$') {
        boolean afterSpace = Character.isWhitespace(scanner.peekPreviousCodePoint());
        String latex = scanner.getSource(start, scanner.position()).getContent();
        int dollars = scanner.matchMultiple('$');
        boolean ends = display ? dollars == 2 : !afterSpace && !Character.isDigit(scanner.peek());
        if (ends && !latex.isBlank()) {
          return ParsedInline.of(new Formula(latex, display), scanner.position());
        }
      } else {
        scanner.next();
      }
    }
    return ParsedInline.none();
  }
}
