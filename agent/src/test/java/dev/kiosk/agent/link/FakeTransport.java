package dev.kiosk.agent.link;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A transport in the hands of a test: nothing happens on it that the test does not say. */
public final class FakeTransport implements Transport {

  private final List<FakeConnection> connections = new ArrayList<>();

  @Override
  public Connection connect(Target target, Consumer<TransportEvent> events) {
    var connection = new FakeConnection(target, events);
    connections.add(connection);
    return connection;
  }

  /** All connections that were tried, oldest first. */
  public List<FakeConnection> connections() {
    return connections;
  }

  /** The newest connection. */
  public FakeConnection last() {
    return connections.get(connections.size() - 1);
  }

  /** One connection; what the agent sent on it can be read, what the server says can be said. */
  public static final class FakeConnection implements Connection {

    private final Target target;
    private final Consumer<TransportEvent> events;
    private final List<String> sent = new ArrayList<>();
    private final List<Long> pings = new ArrayList<>();
    private long queuedBytes;
    private int closeCode = -1;
    private boolean aborted;

    private FakeConnection(Target target, Consumer<TransportEvent> events) {
      this.target = target;
      this.events = events;
    }

    /** The server accepts the upgrade. */
    public void open(String subprotocol) {
      events.accept(new TransportEvent.Opened(subprotocol));
    }

    /** The server says something. */
    public void say(String json) {
      events.accept(new TransportEvent.Text(json));
    }

    /** Says anything the transport can tell. */
    public Consumer<TransportEvent> events() {
      return events;
    }

    /** The server answers the last ping. */
    public void pong() {
      events.accept(new TransportEvent.Pong(pings.get(pings.size() - 1)));
    }

    /** The connection breaks. */
    public void drop(String reason) {
      events.accept(TransportEvent.Closed.because(reason));
    }

    /** The server refuses the upgrade. */
    public void refuse(int httpStatus, OptionalLong retryAfterSeconds) {
      events.accept(
          new TransportEvent.Closed(
              OptionalInt.empty(),
              OptionalInt.of(httpStatus),
              retryAfterSeconds,
              "HTTP " + httpStatus));
    }

    /** The server closes. */
    public void closeBy(int code) {
      events.accept(
          new TransportEvent.Closed(
              OptionalInt.of(code), OptionalInt.empty(), OptionalLong.empty(), "closed " + code));
    }

    /** From now on so many bytes wait in the socket's queue. */
    public void queued(long bytes) {
      queuedBytes = bytes;
    }

    /** Everything that was sent, oldest first. */
    public List<String> sent() {
      return sent;
    }

    /** What was sent since the last call. */
    public List<String> take() {
      var taken = List.copyOf(sent);
      sent.clear();
      return taken;
    }

    /** Numbers of the pings. */
    public List<Long> pings() {
      return pings;
    }

    /** The code the agent closed with, or -1. */
    public int closeCode() {
      return closeCode;
    }

    /** Whether the agent dropped it without a close frame. */
    public boolean aborted() {
      return aborted;
    }

    /** Where it went. */
    public Target target() {
      return target;
    }

    @Override
    public void send(byte[] utf8) {
      sent.add(new String(utf8, StandardCharsets.UTF_8));
    }

    @Override
    public void ping(long number) {
      pings.add(number);
    }

    @Override
    public long queuedBytes() {
      return queuedBytes;
    }

    @Override
    public void close(int code, String reason) {
      closeCode = code;
    }

    @Override
    public void abort() {
      aborted = true;
    }
  }
}
