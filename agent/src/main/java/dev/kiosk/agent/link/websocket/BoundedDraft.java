package dev.kiosk.agent.link.websocket;

import dev.kiosk.agent.time.Time;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.HandshakeState;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.IncompleteHandshakeException;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.Handshakedata;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;

/**
 * RFC 6455 as the library speaks it, with bounds on what the server may send, a count of all that
 * is put into the queue, and an ear for why the server ends it.
 */
final class BoundedDraft extends Draft_6455 {

  /** Longer frames, and messages in fragments, end the connection with 1009. */
  static final int MAX_FRAME_BYTES = 1 << 20;

  private static final int MAX_HEAD_BYTES = 16 * 1024;
  private static final int MAX_FRAGMENTS = 1024;
  private static final byte[] HTTP = "HTTP/".getBytes(StandardCharsets.US_ASCII);

  private static final int TEXT_OPCODE = 1; // RFC 6455 section 5.2

  private final SecureRandom masks = new SecureRandom();
  private final String offered;
  private final AtomicLong queued;
  private final Ending ending;
  private final Time time;
  private int fragments;
  private long fragmentBytes;

  /**
   * A draft for one connection.
   *
   * @param offered the subprotocol
   * @param queued every byte that is about to be queued is added to it
   */
  BoundedDraft(String offered, AtomicLong queued, Ending ending, Time time) {
    // The empty protocol lets the library go on with a server that answers none.
    super(List.of(), List.of(new Protocol(offered), new Protocol("")), MAX_FRAME_BYTES);
    this.offered = offered;
    this.queued = queued;
    this.ending = ending;
    this.time = time;
  }

  @Override
  public BoundedDraft copyInstance() {
    return new BoundedDraft(offered, queued, ending, time);
  }

  /**
   * Reads the answer once its head is complete. The library's own reading stops at the status, and
   * would lose Retry-After.
   */
  @Override
  public Handshakedata translateHandshake(ByteBuffer buffer) throws InvalidHandshakeException {
    for (int i = 0; i < Math.min(HTTP.length, buffer.remaining()); i++) {
      if (buffer.get(buffer.position() + i) != HTTP[i]) {
        throw refusal("what answered the upgrade does not speak HTTP");
      }
    }
    int headBytes = headBytes(buffer);
    if (headBytes > MAX_HEAD_BYTES || (headBytes < 0 && buffer.remaining() > MAX_HEAD_BYTES)) {
      throw refusal("the head of the answer to the upgrade is longer than 16 KiB");
    }
    if (headBytes < 0) {
      throw new IncompleteHandshakeException();
    }
    byte[] head = new byte[headBytes];
    buffer.duplicate().get(head);
    HttpAnswer answer =
        HttpAnswer.parse(new String(head, StandardCharsets.ISO_8859_1), time.wallMillis());
    if (answer == null) {
      throw refusal("what answered the upgrade does not speak HTTP");
    }
    if (answer.status() != 101) {
      ending.refused(answer);
      throw new InvalidHandshakeException("refused");
    }
    try {
      return super.translateHandshake(buffer);
    } catch (InvalidHandshakeException unreadable) {
      throw refusal("the answer to the upgrade cannot be read: " + unreadable.getMessage());
    }
  }

  private InvalidHandshakeException refusal(String reason) {
    ending.because(reason);
    return new InvalidHandshakeException(reason);
  }

  /** Length up to and with the empty line, or -1. */
  private static int headBytes(ByteBuffer buffer) {
    for (int i = buffer.position(); i + 3 < buffer.limit(); i++) {
      if (buffer.get(i) == '\r'
          && buffer.get(i + 1) == '\n'
          && buffer.get(i + 2) == '\r'
          && buffer.get(i + 3) == '\n') {
        return i + 4 - buffer.position();
      }
    }
    return -1;
  }

  @Override
  public HandshakeState acceptHandshakeAsClient(ClientHandshake request, ServerHandshake response)
      throws InvalidHandshakeException {
    String chosen = response.getFieldValue("Sec-WebSocket-Protocol");
    if (!chosen.isEmpty() && !chosen.equals(offered)) {
      throw refusal("the server chose the subprotocol " + chosen + ", which was not offered");
    }
    if (!response.getFieldValue("Sec-WebSocket-Extensions").isEmpty()) {
      throw refusal("the server chose an extension, and none was offered");
    }
    HandshakeState state = super.acceptHandshakeAsClient(request, response);
    if (state != HandshakeState.MATCHED) {
      ending.because("the answer to the upgrade is not that of a WebSocket server");
    }
    return state;
  }

  /** A text frame to queue. */
  ByteBuffer textFrame(byte[] utf8) {
    ByteBuffer bytes = MaskedFrame.of(TEXT_OPCODE, utf8, masks.nextInt());
    queued.addAndGet(bytes.remaining());
    return bytes;
  }

  @Override
  public ByteBuffer createBinaryFrame(Framedata frame) {
    ByteBuffer bytes = super.createBinaryFrame(frame);
    queued.addAndGet(bytes.remaining());
    return bytes;
  }

  @Override
  public List<ByteBuffer> createHandshake(Handshakedata handshake, boolean withContent) {
    List<ByteBuffer> buffers = super.createHandshake(handshake, withContent);
    buffers.forEach(bytes -> queued.addAndGet(bytes.remaining()));
    return buffers;
  }

  @Override
  public void processFrame(WebSocketImpl socket, Framedata frame) throws InvalidDataException {
    if (frame instanceof CloseFrame close) {
      ending.closedByPeer(close.getCloseCode(), close.getMessage()); // 1000 when it carried none
    } else {
      boundFragments(frame);
    }
    super.processFrame(socket, frame);
  }

  /** The library measures a message in fragments only when its last one comes. */
  private void boundFragments(Framedata frame) throws LimitExceededException {
    Opcode opcode = frame.getOpcode();
    if (opcode == Opcode.PING || opcode == Opcode.PONG) {
      return;
    }
    fragments++;
    fragmentBytes += frame.getPayloadData().remaining();
    if (fragments > MAX_FRAGMENTS || fragmentBytes > MAX_FRAME_BYTES) {
      throw new LimitExceededException("message too long", MAX_FRAME_BYTES);
    }
    if (frame.isFin()) {
      fragments = 0;
      fragmentBytes = 0;
    }
  }

  /** Two drafts are never the same: each belongs to one connection. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
