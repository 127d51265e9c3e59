package dev.kiosk.simulator.bench;

import dev.kiosk.agent.time.Time;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.TextFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;

/**
 * Java-WebSocket with nothing around it, in a process of its own: sends so many batches of 64 KiB
 * that were made beforehand, as fast as they go, and waits for the last receipt only. What the
 * agent could reach if its own work cost nothing. Prints the nanoseconds from welcome to receipt.
 */
public final class BareClient extends WebSocketClient {

  private static final int FRAME_BYTES = 64 << 10;

  /** As many as the agent keeps in the library's queue, 1 MiB. */
  private static final int MOST_QUEUED = 16;

  private static final long REST_NANOS = 20_000;

  /** Positions from here on have as many digits each. */
  private static final long FIRST = 1_000_000_000;

  private static final String HEAD = "{\"kind\":\"batch\",\"lane\":\"readings\",\"first\":";

  private final CountDownLatch welcomed = new CountDownLatch(1);
  private final CountDownLatch receipted = new CountDownLatch(1);
  private volatile String last = "";

  private BareClient(URI uri) {
    super(uri, new Draft_6455(List.of(), List.of(new Protocol("kiosk.telemetry.v1"))));
    setTcpNoDelay(true);
    setConnectionLostTimeout(0);
  }

  /** The arguments are the server, how many bytes to send, and how many an event has. */
  public static void main(String[] arguments) throws InterruptedException {
    var client = new BareClient(URI.create(arguments[0]));
    client.connectBlocking();
    client.welcomed.await();
    Time time = Time.system();
    long began = time.nanos();
    client.sendAll(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
    client.receipted.await();
    System.out.println(time.nanos() - began);
    client.closeBlocking();
  }

  private void sendAll(long bytes, int eventBytes) {
    int events = (FRAME_BYTES - HEAD.length() - 24) / (eventBytes + 1);
    byte[] frame = frame(events, eventBytes);
    long frames = (bytes + frame.length - 1) / frame.length;
    last = "\"next\":" + (FIRST + frames * events) + "}";
    var engine = (WebSocketImpl) getConnection();
    for (long i = 0; i < frames; i++) {
      number(frame, FIRST + i * events);
      var text = new TextFrame();
      text.setPayload(java.nio.ByteBuffer.wrap(frame)); // copied, and masked, when it is queued
      while (engine.outQueue.size() >= MOST_QUEUED) {
        LockSupport.parkNanos(REST_NANOS);
      }
      sendFrame(text);
    }
  }

  private static byte[] frame(int events, int eventBytes) {
    var made = new Events(eventBytes);
    var frame = new StringBuilder(HEAD).append(FIRST).append(",\"events\":[");
    for (int i = 0; i < events; i++) {
      frame.append(i == 0 ? "" : ",");
      frame.append(new String(made.numbered(i), StandardCharsets.US_ASCII));
    }
    return frame.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void number(byte[] frame, long first) {
    byte[] digits = String.valueOf(first).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, frame, HEAD.length(), digits.length);
  }

  @Override
  public void onOpen(ServerHandshake answer) {
    send(
        "{\"kind\":\"hello\",\"tenantId\":\"%s\",\"host\":\"%s\",\"agent\":\"bare\",\"spool\":\"0\",\"ts\":0,\"lanes\":{}}"
            .formatted(Events.TENANT, Events.HOST));
  }

  @Override
  public void onMessage(String text) {
    if (text.startsWith("{\"kind\":\"welcome\"")) {
      welcomed.countDown();
    } else if (!last.isEmpty() && text.endsWith(last)) {
      receipted.countDown();
    }
  }

  @Override
  public void onClose(int code, String reason, boolean remote) {}

  @Override
  public void onError(Exception failure) {
    System.err.println("bare client: " + failure);
    System.exit(1);
  }
}
