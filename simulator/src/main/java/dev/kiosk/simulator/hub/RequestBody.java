package dev.kiosk.simulator.hub;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Reads the body of a request up to a length, without a thread that waits. What is longer is left
 * in the source, for {@link WholeRequests} to discard, where the library's own readers fail the
 * source and with it the connection.
 */
final class RequestBody implements Runnable {

  private final Content.Source source;
  private final int maxBytes;
  private final Consumer<byte[]> whole;
  private final Runnable tooLongOrGone;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private RequestBody(
      Content.Source source, int maxBytes, Consumer<byte[]> whole, Runnable tooLongOrGone) {
    this.source = source;
    this.maxBytes = maxBytes;
    this.whole = whole;
    this.tooLongOrGone = tooLongOrGone;
  }

  /**
   * Reads on; calls exactly one of the two, in this thread or in another.
   *
   * @param maxBytes the longest body that is taken
   * @param whole takes the body; it may block
   * @param tooLongOrGone is told when there are more bytes or the sender has gone
   */
  static void read(
      Content.Source source, int maxBytes, Consumer<byte[]> whole, Runnable tooLongOrGone) {
    new RequestBody(source, maxBytes, whole, tooLongOrGone).run();
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        source.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk) || bytes.size() + chunk.remaining() > maxBytes) {
        chunk.release();
        tooLongOrGone.run();
        return;
      }
      bytes.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
      chunk.release();
      if (chunk.isLast()) {
        whole.accept(bytes.toByteArray());
        return;
      }
    }
  }
}
