package tilde.html;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/** Markdown as notebooks have it, with tables and formulas, to HTML. */
final class MarkdownHtml {
  private static final int DEEPEST = 100; // nesting, beyond any text that is meant to be read
  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final Parser PARSER =
      Parser.builder()
          .extensions(TABLES)
          .customBlockParserFactory(new FormulaBlock.Factory())
          .customInlineContentParserFactory(new FormulaInText())
          .maxOpenBlockParsers(DEEPEST)
          .maxInlineNesting(DEEPEST)
          .build();

  private MarkdownHtml() {}

  /**
   * @param pictures from the address of a picture as written to the one in the page
   */
  static String of(String markdown, UnaryOperator<String> pictures) {
    return HtmlRenderer.builder()
        .extensions(TABLES)
        .nodeRendererFactory(Formulas::new)
        .attributeProviderFactory(
            context ->
                (node, tag, attributes) -> {
                  if (node instanceof Image image) {
                    attributes.put("src", pictures.apply(image.getDestination()));
                  }
                })
        .build()
        .render(PARSER.parse(markdown));
  }

  private record Formulas(HtmlNodeRendererContext context) implements NodeRenderer {
    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Formula.class, FormulaBlock.class);
    }

    @Override
    public void render(Node node) {
      if (node instanceof Formula formula) {
        context.getWriter().raw(FormulaHtml.of(formula.latex(), formula.display()));
      } else if (node instanceof FormulaBlock block) {
        context.getWriter().raw(FormulaHtml.of(block.latex(), true));
      }
    }
  }
}
