package dev.kiosk.agent.link;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.link.LinkStatus.State;
import dev.kiosk.agent.link.websocket.RawPeer;
import dev.kiosk.agent.link.websocket.TlsSource;
import dev.kiosk.agent.link.websocket.WebSocketTransport;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A link over a real WebSocket to a server that does as it is told. The sockets are real; time is
 * virtual, and stands still while something is underway on them. A script that has nothing more to
 * say calls {@link #nothingMore}, then time passes.
 */
final class PeerBench implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final AtomicInteger silent = new AtomicInteger();
  private final Semaphore woken = new Semaphore(0);
  private final AtomicLong mostQueued = new AtomicLong();
  private final RawPeer peer;
  final LinkBench bench;

  /** What the server does on each connection. */
  interface Script {
    void run(RawPeer.Guest guest, PeerBench of) throws Exception;
  }

  /**
   * A link that has not begun.
   *
   * @param connect the deadline of connecting, and again of the upgrade, in real time
   */
  PeerBench(Script script, int maxInFlight, Duration connect) throws IOException {
    this.peer = RawPeer.start(listening(), "ws", guest -> script.run(guest, this));
    this.bench = new LinkBench(wiring(peer.uri(), mostQueued, connect), maxInFlight);
    bench.link.onArrival(woken::release);
  }

  /** The kernel takes little for a peer that does not read. */
  private static ServerSocket listening() throws IOException {
    var socket = new ServerSocket();
    socket.setReceiveBufferSize(16 << 10);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket;
  }

  private static LinkBench.Wiring wiring(URI uri, AtomicLong queued, Duration connect) {
    var deadlines =
        new Deadlines(connect, Deadlines.STANDARD.welcome(), Deadlines.STANDARD.receipt());
    var transport = new Gauge(new WebSocketTransport(TlsSource.system(), Time.system()), queued);
    return new LinkBench.Wiring(transport, uri, () -> "secret", deadlines);
  }

  /** Of a script: this connection will say nothing more until the agent does something. */
  void nothingMore() {
    silent.incrementAndGet();
    woken.release();
  }

  /** Of a script: the peer will say something after all. */
  void somethingMore() {
    silent.decrementAndGet();
    woken.release();
  }

  /** The most bytes that ever waited in the socket's queue. */
  long mostQueued() {
    return mostQueued.get();
  }

  long attempts() {
    return bench.counters.value(Counter.CONNECTS_TRIED);
  }

  /** Lets virtual time pass, as far as what is underway on the sockets allows. */
  void pass(Duration duration) throws InterruptedException {
    long end = bench.time.nanos() + duration.toNanos();
    while (bench.time.nanos() < end) {
      bench.settle();
      State state = bench.link.status().state();
      boolean waits = state == State.WAITING || state == State.REJECTED;
      if (waits || silent.get() >= attempts()) {
        long next = Math.max(bench.link.wakeAtNanos(bench.time.nanos()), bench.time.nanos() + 1);
        bench.time.passTo(Math.min(end, next));
      } else {
        awaitWord();
      }
    }
    bench.settle();
  }

  /** Lets the two talk until something holds; virtual time stands still. */
  void until(BooleanSupplier holds) throws InterruptedException {
    Time real = Time.system();
    long begun = real.nanos();
    bench.settle();
    while (!holds.getAsBoolean()) {
      if (real.nanos() - begun > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        throw new AssertionError("it does not come true; " + bench.link.status());
      }
      woken.tryAcquire(10, TimeUnit.MILLISECONDS); // room in a queue comes without a word
      bench.settle();
    }
  }

  private void awaitWord() throws InterruptedException {
    if (!woken.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("neither side says anything; " + bench.link.status());
    }
    woken.drainPermits();
  }

  /** Measures the queue after each frame. */
  private record Gauge(Transport real, AtomicLong most) implements Transport {
    @Override
    public Connection connect(Target target, Consumer<TransportEvent> events) {
      Connection connection = real.connect(target, events);
      return new Connection() {
        @Override
        public void send(byte[] utf8) {
          connection.send(utf8);
          most.accumulateAndGet(connection.queuedBytes(), Math::max);
        }

        @Override
        public void ping(long number) {
          connection.ping(number);
        }

        @Override
        public long queuedBytes() {
          return connection.queuedBytes();
        }

        @Override
        public void close(int code, String reason) {
          connection.close(code, reason);
        }

        @Override
        public void abort() {
          connection.abort();
        }
      };
    }
  }

  @Override
  public void close() throws IOException {
    bench.link.shutDown();
    peer.close();
  }
}
