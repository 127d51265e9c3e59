package dev.kiosk.simulator.hub;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket peer of the hub, by the JDK's own client: it shares nothing with Jetty. */
final class Client implements WebSocket.Listener, AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> closes = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private final boolean reads;
  private final URI uri;
  private @Nullable WebSocket socket;

  private Client(URI uri, boolean reads) {
    this.uri = uri;
    this.reads = reads;
  }

  static Client agent(HubServer hub) throws Exception {
    return connect(hub.agentUri(), HubServer.SUBPROTOCOL, null, true);
  }

  static Client plainAgent(HubServer hub) throws Exception {
    return connect(hub.agentUri(), null, null, true);
  }

  /**
   * An operator that the hub knows. The hub accepts a connection a moment before it shows events to
   * it, so this one has asked for something that is refused, and been answered.
   */
  static Client operator(HubServer hub, String tenant) throws Exception {
    Client operator =
        connect(hub.agentUri().resolve("telemetry?tenant=" + tenant), null, null, true);
    operator.send("{\"cid\":\"here\"}").next();
    return operator;
  }

  /** An operator that never reads from its socket. */
  static Client deafOperator(HubServer hub, String tenant) throws Exception {
    return connect(hub.agentUri().resolve("telemetry?tenant=" + tenant), null, null, false);
  }

  /** By a client that knows how to speak TLS. */
  static Client connect(HttpClient tls, URI uri, String subprotocol) throws Exception {
    return connect(tls.newWebSocketBuilder().subprotocols(subprotocol), new Client(uri, true));
  }

  static Client connect(
      URI uri, @Nullable String subprotocol, @Nullable String token, boolean reads)
      throws Exception {
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (subprotocol != null) {
      builder.subprotocols(subprotocol);
    }
    if (token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    return connect(builder, new Client(uri, reads));
  }

  private static Client connect(WebSocket.Builder builder, Client client) throws Exception {
    client.socket =
        builder
            .connectTimeout(Duration.ofSeconds(5))
            .buildAsync(client.uri, client)
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return client;
  }

  URI uri() {
    return uri;
  }

  WebSocket socket() {
    if (socket == null) {
      throw new IllegalStateException("not connected");
    }
    return socket;
  }

  String subprotocol() {
    return socket().getSubprotocol();
  }

  Client send(String frame) throws Exception {
    socket().sendText(frame, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  Client sendBinary(byte[] bytes) throws Exception {
    socket().sendBinary(ByteBuffer.wrap(bytes), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  Client ping(String payload) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8));
    socket().sendPing(bytes).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  /** The next message, waited for. */
  String next() throws InterruptedException {
    return poll(messages, "message");
  }

  /** The payload of the next pong, waited for. */
  String pong() throws InterruptedException {
    return poll(pongs, "pong");
  }

  /** Code and reason of the close, waited for. */
  String closed() throws InterruptedException {
    return poll(closes, "close");
  }

  /** Whether nothing has arrived that was not asked for yet. */
  boolean isQuiet() {
    return messages.isEmpty() && closes.isEmpty();
  }

  private static String poll(BlockingQueue<String> queue, String what) throws InterruptedException {
    String taken = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (taken == null) {
      throw new AssertionError("no " + what + " within " + PATIENCE_SECONDS + " s");
    }
    return taken;
  }

  @Override
  public void onOpen(WebSocket opened) {
    if (reads) {
      opened.request(Long.MAX_VALUE);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    partial.append(text);
    if (last) {
      messages.add(partial.toString());
      partial.setLength(0);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
    pongs.add(StandardCharsets.UTF_8.decode(payload).toString());
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closes.add(code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closes.add("error " + error);
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
  }
}
