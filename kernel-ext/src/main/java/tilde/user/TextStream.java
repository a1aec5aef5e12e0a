package tilde.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.function.Consumer;

/** Turns bytes into text at once, holding back only the first bytes of an unfinished character. */
final class TextStream extends OutputStream {
  private final Consumer<String> sink;
  private final CharsetDecoder decoder =
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] unfinished = {};

  private TextStream(Consumer<String> sink) {
    this.sink = sink;
  }

  static PrintStream printTo(Consumer<String> sink) {
    return new PrintStream(new TextStream(sink), true, UTF_8);
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    String text = decode(bytes, offset, length);
    if (!text.isEmpty()) {
      sink.accept(text);
    }
  }

  private synchronized String decode(byte[] bytes, int offset, int length) {
    ByteBuffer in = ByteBuffer.allocate(unfinished.length + length);
    in.put(unfinished).put(bytes, offset, length).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1); // never more characters than bytes
    decoder.decode(in, out, false);
    unfinished = new byte[in.remaining()];
    in.get(unfinished);
    return out.flip().toString();
  }
}
