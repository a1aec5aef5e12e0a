package tilde.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tilde.output.MimeBundle;
import tilde.session.Output.DisplayData;
import tilde.session.Output.Stream;

class OutputsTest {
  private final Outputs outputs = new Outputs();

  @Test
  void neighbouringTextOfOneStreamIsJoined() {
    outputs.add(new Stream("stdout", "a"));
    outputs.add(new Stream("stdout", "b"));
    outputs.add(new Stream("stderr", "c"));
    outputs.add(new Stream("stdout", "d"));
    assertThat(outputs.list())
        .containsExactly(
            new Stream("stdout", "ab"), new Stream("stderr", "c"), new Stream("stdout", "d"));
  }

  @Test
  void textGoesOnAfterTheListWasRead() {
    outputs.add(new Stream("stdout", "a"));
    outputs.list();
    outputs.add(new Stream("stdout", "b"));
    assertThat(outputs.list()).containsExactly(new Stream("stdout", "ab"));
  }

  @Test
  void emptyTextIsNoOutput() {
    outputs.add(new Stream("stdout", ""));
    assertThat(outputs.list()).isEmpty();
  }

  @Test
  void anUpdateReplacesOnlyTheDisplayOfItsId() {
    outputs.add(new DisplayData(MimeBundle.text("one"), "a"));
    outputs.add(new DisplayData(MimeBundle.text("two"), "b"));
    outputs.update(new DisplayData(MimeBundle.text("three"), "a"));
    outputs.update(new DisplayData(MimeBundle.text("lost"), "c"));
    assertThat(outputs.list())
        .containsExactly(
            new DisplayData(MimeBundle.text("three"), "a"),
            new DisplayData(MimeBundle.text("two"), "b"));
  }
}
