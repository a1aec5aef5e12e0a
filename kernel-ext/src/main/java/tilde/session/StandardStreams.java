package tilde.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.function.Consumer;
import tilde.session.Output.Stream;

/** Leads {@link System#out} and {@link System#err} to a listener until closed. */
final class StandardStreams implements AutoCloseable {
  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;

  StandardStreams(Relay listener) {
    System.setOut(printTo(text -> listener.output(new Stream(Stream.OUT, text))));
    System.setErr(printTo(text -> listener.output(new Stream(Stream.ERR, text))));
  }

  @Override
  public void close() {
    System.setOut(outBefore);
    System.setErr(errBefore);
  }

  static PrintStream printTo(Consumer<String> sink) {
    return new PrintStream(new Decoding(sink), true, UTF_8);
  }

  /**
   * Turns bytes into text at once, holding back only the first bytes of an unfinished character.
   */
  private static final class Decoding extends OutputStream {
    private final Consumer<String> sink;
    private final CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] unfinished = {};

    Decoding(Consumer<String> sink) {
      this.sink = sink;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      ByteBuffer in = ByteBuffer.allocate(unfinished.length + length);
      in.put(unfinished).put(bytes, offset, length).flip();
      CharBuffer out = CharBuffer.allocate(in.remaining() + 1); // never more characters than bytes
      decoder.decode(in, out, false);
      unfinished = new byte[in.remaining()];
      in.get(unfinished);
      if (out.flip().hasRemaining()) {
        sink.accept(out.toString());
      }
    }
  }
}
