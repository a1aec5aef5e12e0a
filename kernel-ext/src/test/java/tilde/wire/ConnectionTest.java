package tilde.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tilde.output.MimeBundle;
import tilde.wire.Message.Kind;

class ConnectionTest {
  @Test
  void messagesArriveAsTheyWereSent() throws IOException {
    String longText = "∂L/∂w 😀 ".repeat(10_000); // JShell's own channel ends at 21,844 characters
    Message sent =
        Message.of(
            Kind.STREAM, 7, longText, "", null, List.of("a", 1, Arrays.asList((Object) null)));
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Connection here =
            new Connection(new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort()));
        Connection there = new Connection(server.accept())) {
      here.send(sent);
      here.send(Message.of(Kind.ASK));
      assertThat(there.receive()).contains(sent);
      assertThat(there.receive()).contains(Message.of(Kind.ASK));
      here.close();
      assertThat(there.receive()).isEmpty();
    }
  }

  @Test
  void bundlesKeepTheirFormsAndOrder() {
    MimeBundle bundle =
        MimeBundle.text("x").with("text/html", "<b>").with("image/png", new byte[] {1, -1});
    MimeBundle copy = Bundles.ofField(Bundles.toField(bundle));
    assertThat(copy.data().keySet()).containsExactlyElementsOf(bundle.data().keySet());
    assertThat((byte[]) copy.data().get("image/png")).containsExactly(1, -1);
  }
}
