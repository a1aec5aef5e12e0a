package tilde.chart;

import java.awt.image.BufferedImage;
import java.util.Optional;
import tilde.output.MimeBundle;
import tilde.output.Renderer;

/** Shows pictures and charts of XChart as they look. */
public final class PictureRenderer implements Renderer {
  private static final String XCHART = "org.knowm.xchart.internal.chartpart.Chart";
  private static final String SVG = "image/svg+xml";

  /** For the {@link java.util.ServiceLoader}. */
  public PictureRenderer() {}

  @Override
  public Optional<MimeBundle> render(Object value) {
    if (value instanceof BufferedImage image) {
      String text = "picture of " + image.getWidth() + " x " + image.getHeight() + " pixels";
      return Optional.of(MimeBundle.text(text).with(MimeBundle.PNG, Pictures.encode(image)));
    }
    return isXChart(value) ? Optional.of(XCharts.bundle(value)) : Optional.empty();
  }

  @Override
  public Optional<Object> render(Object value, String mimeType) {
    return mimeType.equals(SVG) && isXChart(value)
        ? Optional.of(XCharts.svg(value))
        : Optional.empty();
  }

  /** Asked by name, so that XChart need not be loaded, nor be there. */
  private static boolean isXChart(Object value) {
    for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(XCHART)) {
        return true;
      }
    }
    return false;
  }
}
