package dev.kiosk.agent.link.websocket;

import dev.kiosk.agent.link.TransportEvent;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/**
 * Java-WebSocket's client, run in our own reading thread by {@link #run}, over a socket that is
 * already connected. Turns its callbacks into events. All events come from the reading thread.
 */
final class Client extends WebSocketClient {

  private static final int MAX_TEXT_BYTES = 64 * 1024;

  /** With that much waiting, a ping of the server's is not answered: pongs must not pile up. */
  private static final long MOST_QUEUED_FOR_PONG = 1 << 20;

  private final BoundedDraft draft;
  private final @Nullable WebSocketImpl engine;
  private final Wire wire;
  private final AtomicLong queued;
  private final Ending ending;
  private final Consumer<TransportEvent> events;
  private final Runnable whenOpen;
  private final AtomicLong highestPing = new AtomicLong(-1);
  private volatile boolean opened;
  private volatile boolean closing;

  /**
   * A client that does not run yet.
   *
   * @param whenOpen called once, before the event is told
   */
  Client(
      URI uri,
      BoundedDraft draft,
      Wire wire,
      AtomicLong queued,
      Ending ending,
      Consumer<TransportEvent> events,
      Runnable whenOpen) {
    super(uri, draft);
    this.wire = wire;
    this.queued = queued;
    this.ending = ending;
    this.events = events;
    this.whenOpen = whenOpen;
    setDaemon(true); // its writing thread
    setConnectionLostTimeout(0); // heartbeats are the caller's, who knows what they mean
    hand(wire);
    this.draft = draft;
    this.engine = getConnection() instanceof WebSocketImpl made ? made : null;
    if (engine != null) {
      wire.writesFrom(() -> engine.outQueue);
    }
  }

  /** Its replacement, a socket factory, cannot hand over a socket that is connected already. */
  @SuppressWarnings("deprecation")
  private void hand(Wire connected) {
    setSocket(connected);
  }

  /** Whether an orderly close has begun, by either side, on a connection that was open. */
  boolean closing() {
    return closing;
  }

  /**
   * Queues a text frame; without effect when not open. Into the library's queue at once: its own
   * way there makes a text of each masked frame, for a log that is off.
   */
  void sendText(byte[] utf8) {
    WebSocketImpl to = engine;
    if (to != null && to.isOpen() && !ending.decided()) {
      to.outQueue.add(draft.textFrame(utf8)); // unbounded; the caller looks how much waits
    }
  }

  /** Queues a ping whose payload is the number in 8 bytes, most significant first. */
  void ping(long number) {
    highestPing.accumulateAndGet(number, Math::max);
    var frame = new PingFrame();
    frame.setPayload(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    queue(frame);
  }

  private void queue(Framedata frame) {
    if (ending.decided()) {
      return;
    }
    try {
      sendFrame(frame);
    } catch (WebsocketNotConnectedException closedMeanwhile) {
      // the end is told by its own event; the caller keeps what was not receipted
    }
  }

  private void tell(TransportEvent event) {
    if (!ending.decided()) {
      events.accept(event);
    }
  }

  @Override
  public void onOpen(ServerHandshake answer) {
    opened = true;
    whenOpen.run();
    tell(new TransportEvent.Opened(answer.getFieldValue("Sec-WebSocket-Protocol")));
  }

  @Override
  public void onMessage(String text) {
    int bytes = text.length(); // at least one each; only a long text is measured exactly
    if (bytes * 3L > MAX_TEXT_BYTES && bytes <= MAX_TEXT_BYTES) {
      bytes = text.getBytes(StandardCharsets.UTF_8).length;
    }
    if (bytes > MAX_TEXT_BYTES) {
      tell(new TransportEvent.Unreadable("a text frame of more than 64 KiB"));
    } else {
      tell(new TransportEvent.Text(text));
    }
  }

  @Override
  public void onMessage(ByteBuffer bytes) {
    tell(new TransportEvent.Unreadable("a binary frame of " + bytes.remaining() + " bytes"));
  }

  @Override
  public void onWebsocketPing(WebSocket socket, Framedata frame) {
    tell(new TransportEvent.Pinged());
    if (queued.get() <= MOST_QUEUED_FOR_PONG) {
      try {
        super.onWebsocketPing(socket, frame);
      } catch (WebsocketNotConnectedException closedMeanwhile) {
        // then the answer is of no use to anyone
      }
    }
  }

  @Override
  public void onWebsocketPong(WebSocket socket, Framedata frame) {
    ByteBuffer payload = frame.getPayloadData();
    long number = payload.remaining() == Long.BYTES ? payload.getLong(payload.position()) : -1;
    boolean ours = number >= 0 && number <= highestPing.get();
    tell(new TransportEvent.Pong(ours ? number : -1));
  }

  @Override
  public void onClosing(int code, String reason, boolean remote) {
    if (opened) {
      closing = true;
      ending.because("closed by this side with " + code + ": " + reason);
    }
  }

  @Override
  public void onClose(int code, String reason, boolean remote) {
    var fault = wire.fault();
    String what = opened ? "the connection was lost" : "the connection was lost in the upgrade";
    if (fault != null) {
      ending.because(what + ": " + TlsWords.alert(fault.getMessage()));
    } else if (opened) {
      ending.because("the server dropped the connection without a close frame");
    } else {
      ending.because("the server closed the connection without answering the upgrade");
    }
  }

  /** Whatever is worth telling is told by the close that follows. */
  @Override
  public void onError(Exception fault) {}
}
