package tilde.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

  @Test
  void collectionsShowTheirElementsAndLongOnesAFewOfThem() {
    assertThat(textOf(List.of(1, "a", new int[] {1, 2}))).isEqualTo("[1, a, int[2] {1, 2}]");
    assertThat(textOf(Map.of("a", List.of(new double[] {0.5})))).isEqualTo("{a=[double[1] {0.5}]}");
    assertThat(textOf(new ArrayDeque<>())).isEqualTo("[]");
    String many = textOf(IntStream.range(0, 1000).boxed().toList());
    assertThat(many).startsWith("[0, 1, 2").endsWith("98, 99, ... 1000 in all]");
  }

  @Test
  void aCollectionMayHoldItself() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertThat(textOf(list)).isEqualTo("[(this)]");
  }

  private static String textOf(Object value) {
    return MimeBundle.of(value).text();
  }

  @Test
  void oneFormCanBeAskedFor() {
    Rich rich = () -> MimeBundle.text("two").with(MimeBundle.HTML, "<b>2</b>").with("x/y", "z");
    assertThat(MimeBundle.of(rich, MimeBundle.HTML).data())
        .containsExactly(Map.entry("text/plain", "two"), Map.entry("text/html", "<b>2</b>"));
    assertThat(MimeBundle.of("$x$", "text/latex").data()).containsEntry("text/latex", "$x$");
    assertThatThrownBy(() -> MimeBundle.of("text", MimeBundle.PNG))
        .hasMessage("show: this String has no form image/png, it has text/plain");
  }
}
