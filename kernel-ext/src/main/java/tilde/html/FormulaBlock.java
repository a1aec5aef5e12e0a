package tilde.html;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.Block;
import org.commonmark.node.CustomBlock;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockParserFactory;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;

/**
 * A formula over lines of its own, from {@code $$} to {@code $$} or of an environment such as
 * {@code \begin{align}}; Markdown must not see its minus signs as a list.
 */
final class FormulaBlock extends CustomBlock {
  private static final Pattern ENVIRONMENT = Pattern.compile("\\\\begin\\{(\\w+\\*?)}.*");

  private final StringBuilder source = new StringBuilder();
  private final String open;
  private final String close;

  private FormulaBlock(String open, String close) {
    this.open = open;
    this.close = close;
  }

  String latex() {
    String latex = source.toString().strip();
    if (open.equals("$$")) {
      latex = latex.substring(2);
      return latex.endsWith("$$") ? latex.substring(0, latex.length() - 2) : latex;
    }
    return latex;
  }

  private boolean isClosed() {
    String text = source.toString().stripTrailing();
    return text.length() >= open.length() + close.length() && text.endsWith(close);
  }

  /** Begins a block where a line does. */
  static final class Factory implements BlockParserFactory {
    @Override
    public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
      String line = state.getLine().getContent().toString();
      String text = line.substring(state.getNextNonSpaceIndex()).stripTrailing();
      Matcher environment = ENVIRONMENT.matcher(text);
      FormulaBlock block;
      if (text.startsWith("$$")) {
        int end = text.indexOf("$$", 2);
        if (end >= 0 && end != text.length() - 2) {
          return BlockStart.none(); // more text follows: a formula in a line
        }
        block = new FormulaBlock("$$", "$$");
      } else if (environment.matches()) {
        String name = environment.group(1);
        block = new FormulaBlock("\\begin{" + name + "}", "\\end{" + name + "}");
      } else {
        return BlockStart.none();
      }
      return state.getIndent() < 4
          ? BlockStart.of(new Lines(block)).atIndex(state.getNextNonSpaceIndex())
          : BlockStart.none();
    }
  }

  private static final class Lines extends AbstractBlockParser {
    private final FormulaBlock block;

    private Lines(FormulaBlock block) {
      this.block = block;
    }

    @Override
    public Block getBlock() {
      return block;
    }

    @Override
    public BlockContinue tryContinue(ParserState state) {
      return block.isClosed() ? BlockContinue.none() : BlockContinue.atIndex(state.getIndex());
    }

    @Override
    public void addLine(SourceLine line) {
      block.source.append(line.getContent()).append('\n');
    }
  }
}
