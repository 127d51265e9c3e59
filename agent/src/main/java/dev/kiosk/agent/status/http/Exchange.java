package dev.kiosk.agent.status.http;

import dev.kiosk.agent.door.Visit;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer over one connection. Used by one thread, in the order of its methods.
 */
public final class Exchange {

  private static final int PIECE_BYTES = 2048;

  /** What is still taken after an answer, so that the answer is not lost. */
  private static final int MOST_UNREAD_BYTES = 64 * 1024;

  private static final Duration UNREAD_PATIENCE = Duration.ofSeconds(1);

  private final Visit visit;
  private final Time time;
  private final String fields;
  private @Nullable Request request;
  private boolean unread;

  /**
   * Begins, with nothing read yet.
   *
   * @param time stamps the answer
   * @param fields header fields of each answer, each line with its CR LF
   */
  public Exchange(Visit visit, Time time, String fields) {
    this.visit = visit;
    this.time = time;
    this.fields = fields;
  }

  /**
   * Reads the head of the request. One that cannot be answered as it should is told why here.
   *
   * @return null when nothing is left to do
   */
  public @Nullable Request read() throws IOException {
    visit.channel().setOption(StandardSocketOptions.TCP_NODELAY, true); // answers are whole
    var parser = new RequestParser();
    try {
      request = read(parser);
    } catch (BadRequestException bad) {
      visit.asked();
      unread = true;
      send(bad.answer());
      return null;
    }
    visit.asked();
    if (request == null && parser.begun() && visit.late()) {
      send(Answer.text(408, "the request did not come to its end in time"));
    }
    return request;
  }

  private @Nullable Request read(RequestParser parser) throws IOException, BadRequestException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    while (visit.channel().read(piece.clear()) >= 0) {
      piece.flip();
      while (piece.hasRemaining()) {
        if (parser.take(piece.get())) {
          Request complete = parser.request();
          unread = piece.hasRemaining() || (complete != null && complete.hasBody());
          return complete;
        }
      }
    }
    return null;
  }

  /** The address that the other side reached. */
  public InetSocketAddress local() throws IOException {
    return (InetSocketAddress) visit.channel().getLocalAddress();
  }

  /**
   * Sends an answer, and takes leave.
   *
   * @throws IOException when the other side has left, or its time is over
   */
  public void send(Answer answer) throws IOException {
    byte[] head = head(answer);
    byte[] body = answer.body();
    boolean headOnly = request != null && request.isHead();
    if (headOnly || body == null) {
      visit.send(head);
    } else {
      byte[] whole = new byte[head.length + body.length]; // one packet where one is enough
      System.arraycopy(head, 0, whole, 0, head.length);
      System.arraycopy(body, 0, whole, head.length, body.length);
      visit.send(whole);
    }
    if (unread) {
      visit.sayGoodbye(MOST_UNREAD_BYTES, UNREAD_PATIENCE);
    }
  }

  /** Sends the head of an answer that goes on; its body follows by {@link #go}. */
  public void begin(Answer answer) throws IOException {
    visit.send(head(answer));
  }

  /** Sends the next piece of an answer that goes on. */
  public void go(byte[] piece) throws IOException {
    visit.send(piece);
  }

  private byte[] head(Answer answer) {
    var head = new StringBuilder(512);
    head.append("HTTP/1.1 ").append(answer.code()).append(' ').append(answer.reason());
    head.append("\r\nDate: ").append(HttpDate.of(time.wallMillis()));
    head.append("\r\nConnection: close\r\nContent-Type: ").append(answer.type()).append("\r\n");
    byte[] body = answer.body();
    if (body != null) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    if (answer.code() == 405) {
      head.append("Allow: GET, HEAD\r\n");
    }
    head.append(fields).append("\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
