package tilde.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MimeBundleTest {

  @Test
  void itAlwaysHasText() {
    assertThat(MimeBundle.text("t").text()).isEqualTo("t");
    assertThatThrownBy(() -> new MimeBundle(Map.of(MimeBundle.HTML, "<p>t")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a MIME bundle needs a text/plain string, got [text/html]");
    assertThatThrownBy(() -> new MimeBundle(Map.of(MimeBundle.TEXT, new byte[1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a MIME bundle needs a text/plain string, got [text/plain]");
  }

  @Test
  void moreRepresentationsMakeANewBundleInTheirOrder() {
    MimeBundle text = MimeBundle.text("t");
    MimeBundle rich = text.with(MimeBundle.PNG, new byte[] {1}).with(MimeBundle.HTML, "<p>t");
    assertThat(text.data()).containsOnlyKeys(MimeBundle.TEXT);
    assertThat(rich.data().keySet())
        .containsExactly(MimeBundle.TEXT, MimeBundle.PNG, MimeBundle.HTML);
    assertThat(rich.with(MimeBundle.TEXT, "u").text()).isEqualTo("u");
  }

  @Test
  void itDoesNotSeeLaterChanges() {
    Map<String, Object> data = new LinkedHashMap<>(Map.of(MimeBundle.TEXT, "t"));
    MimeBundle bundle = new MimeBundle(data);
    data.put(MimeBundle.TEXT, "changed");
    assertThat(bundle.text()).isEqualTo("t");
    assertThatThrownBy(() -> bundle.data().put(MimeBundle.HTML, "x"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aValueShowsItselfAsRichAsItCan() {
    Rich rich = () -> MimeBundle.text("two").with(MimeBundle.HTML, "<b>2</b>");
    assertThat(MimeBundle.of(rich)).isEqualTo(rich.mime());
    assertThat(MimeBundle.of(2)).isEqualTo(MimeBundle.text("2"));
    assertThat(MimeBundle.of(null)).isEqualTo(MimeBundle.text("null"));
  }
}
