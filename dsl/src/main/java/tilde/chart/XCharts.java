package tilde.chart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.internal.chartpart.Chart;
import tilde.output.MimeBundle;

/** Charts that users make with XChart themselves. */
final class XCharts {
  private XCharts() {}

  static MimeBundle bundle(Object chart) {
    Chart<?, ?> xchart = (Chart<?, ?>) chart;
    String text = xchart.getClass().getSimpleName() + " \"" + xchart.getTitle() + "\"";
    return MimeBundle.text(text)
        .with(MimeBundle.PNG, Pictures.png(() -> BitmapEncoder.getBufferedImage(xchart)));
  }

  /** The SVG element alone: within a page, a prolog is not allowed. */
  static String svg(Object chart) {
    byte[] bytes;
    try {
      bytes = ChartEncoder.getBytes((Chart<?, ?>) chart, "svg");
    } catch (IOException e) {
      throw new UncheckedIOException("a chart could not be encoded in memory", e);
    } catch (NoClassDefFoundError missing) {
      throw new IllegalStateException(
          "SVG needs the library VectorGraphics2D beside XChart: start Java with"
              + " de.erichseifert.vectorgraphics2d:VectorGraphics2D:0.13 on its class path, or show"
              + " the chart as image/png",
          missing);
    }
    String svg = new String(bytes, UTF_8);
    return svg.substring(svg.indexOf("<svg"));
  }
}
