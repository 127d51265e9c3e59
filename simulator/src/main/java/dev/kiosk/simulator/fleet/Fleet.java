package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.link.Deadlines;
import dev.kiosk.agent.link.LinkConfig;
import dev.kiosk.agent.link.LinkStatus;
import dev.kiosk.agent.time.Loop;
import dev.kiosk.agent.time.Time;
import dev.kiosk.agent.wire.Sender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many virtual kiosks against one server. The run of a fleet, in this order: the kiosks begin one
 * after the other; they make events, and faults happen to them; the faults end, and commands are
 * sent; no more events are made, and all receipts are waited for; what a session takes up is
 * measured; the kiosks stop; what the server stored is compared with what the kiosks appended.
 */
public final class Fleet implements Chaos.Members {

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration LINE_EACH = Duration.ofSeconds(5);

  /** The end of the run is without faults, for so long or a third of it. */
  private static final Duration CALM = Duration.ofSeconds(15);

  /** How long the last receipts may take: the longest wait between two tries, and some more. */
  private static final Duration DRAIN = Duration.ofSeconds(60);

  private static final Duration STOP = Duration.ofSeconds(5);
  private static final Duration PING = Duration.ofSeconds(10);
  private static final Duration BACKOFF_INITIAL = Duration.ofMillis(500);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(10);
  private static final int MAX_IN_FLIGHT = 1024;
  private static final int REPLAY_RATE = 2000;
  private static final double NANOS_A_SECOND = 1e9;

  private final FleetConfig config;
  private final Time time = Time.system();
  private final Consumer<String> out;
  private final CountDownLatch endEarly;
  private final Shared.Meters meters = Shared.Meters.begin(time);
  private final AtomicBoolean making = new AtomicBoolean(true);
  private final List<Crew> crews = new ArrayList<>();
  private final List<Kiosk> kiosks = new ArrayList<>();
  private final Returns returns;
  private final Progress progress;
  private final long startNanos = time.nanos();

  private Fleet(FleetConfig config, Consumer<String> out, CountDownLatch endEarly) {
    this.config = config;
    this.out = out;
    this.endEarly = endEarly;
    this.returns = new Returns(time, meters.opened(), config.kiosks());
    this.progress = new Progress(meters, config.kiosks(), startNanos);
  }

  /**
   * Runs a fleet to its end.
   *
   * @param out takes a line every few seconds
   * @param endEarly when it is counted down, no more events are made and the end begins
   * @throws FleetException when it cannot run at all, or what was stored cannot be asked for
   */
  public static Summary run(FleetConfig config, Consumer<String> out, CountDownLatch endEarly)
      throws FleetException {
    Checks.run(config);
    try (SharedTransport network = SharedTransport.start(config.kiosks(), config.trust())) {
      return new Fleet(config, out, endEarly).run(network);
    }
  }

  private Summary run(SharedTransport network) throws FleetException {
    long heapBefore = Memory.heapAfterCollection();
    List<Loop> loops = begin(network);
    try {
      Chaos chaos = produce();
      Orders orders = command(network);
      boolean drained = drain();
      Memory.Sizes sizes = stop(network, loops, heapBefore);
      out.accept("comparing with what the server stored");
      var books = new HashMap<String, List<Book>>();
      kiosks.forEach(kiosk -> books.put(kiosk.host(), kiosk.books()));
      var evidence = new Evidence(Proof.of(config, books), orders, failure());
      return new Report(config, meters, sizes, chaos.words()).summary(evidence, waiting(), drained);
    } finally {
      loops.forEach(Loop::askToStop);
    }
  }

  /** What the summary rests on. */
  record Evidence(Proof.Result proof, Orders orders, @Nullable Throwable failure) {}

  private List<Loop> begin(SharedTransport network) {
    var link =
        new LinkConfig(
            config.server(),
            config.tokens()::agent,
            PING,
            BACKOFF_INITIAL,
            BACKOFF_MAX,
            MAX_IN_FLIGHT,
            REPLAY_RATE,
            Deadlines.STANDARD);
    long period = (long) (NANOS_A_SECOND / config.rate());
    var shared = new Shared(time, link, network, new Counters(), meters, period, making);
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    for (int i = 0; i < Math.min(threads, config.kiosks()); i++) {
      crews.add(new Crew(time));
    }
    long first = time.nanos();
    for (int i = 0; i < config.kiosks(); i++) {
      long bootAt = first + config.ramp().toNanos() / config.kiosks() * i;
      var sender = new Sender(config.tenant(), config.host(i + 1));
      Crew crew = crews.get(i % crews.size());
      var kiosk = new Kiosk(shared, sender, crew, bootAt);
      kiosks.add(kiosk);
      crew.call(kiosk);
    }
    var loops = new ArrayList<Loop>();
    for (int i = 0; i < crews.size(); i++) {
      loops.add(crews.get(i).start("fleet-" + (i + 1)));
    }
    return loops;
  }

  private Chaos produce() throws FleetException {
    Duration calm = shorter(CALM, config.duration().dividedBy(3));
    Duration lively = config.duration().minus(calm);
    Chaos chaos = new Chaos(config, this, time, lively);
    long endNanos = time.nanos() + lively.toNanos();
    while (endNanos - time.nanos() > 0 && !endEarly()) {
      chaos.step();
      tick();
      letIn();
    }
    return chaos;
  }

  private Orders command(SharedTransport network) {
    Duration calm = shorter(CALM, config.duration().dividedBy(3));
    long endNanos = time.nanos() + calm.toNanos();
    while (!all() && endNanos - time.nanos() > 0 && !endEarly()) {
      tick(); // those that the last fault struck come back first
    }
    var orders = new Orders(kiosks, time);
    orders.begin(config, network);
    while ((!orders.isOver() || endNanos - time.nanos() > 0) && !(endEarly() && orders.isOver())) {
      orders.step();
      tick();
    }
    orders.end();
    return orders;
  }

  private boolean drain() {
    making.set(false);
    long endNanos = time.nanos() + DRAIN.toNanos();
    while (endNanos - time.nanos() > 0) {
      if (waiting() == 0 && all()) {
        return true;
      }
      tick();
    }
    return false;
  }

  private Memory.Sizes stop(SharedTransport network, List<Loop> loops, long heapBefore) {
    long connected = Memory.heapAfterCollection();
    int threads = Memory.threads();
    loops.forEach(Loop::askToStop);
    loops.forEach(loop -> loop.close(STOP));
    int left = waiting();
    kiosks.forEach(Kiosk::hangUp);
    long endNanos = time.nanos() + STOP.toNanos();
    while (network.open() > 0 && endNanos - time.nanos() > 0) {
      pause(TICK); // until the server has answered the close frames
    }
    long closed = Memory.heapAfterCollection();
    long disks = kiosks.stream().mapToLong(Kiosk::diskBytes).sum();
    for (Kiosk kiosk : kiosks) {
      try {
        kiosk.stop();
      } catch (IOException refused) {
        throw new IllegalStateException("a disk in memory refused", refused);
      }
    }
    out.accept("stopped; %d events wait for a receipt".formatted(left));
    return new Memory.Sizes(config.kiosks(), heapBefore, connected, closed, disks, threads);
  }

  /** A fleet whose token is refused would try for ever. */
  private void letIn() throws FleetException {
    if (meters.opened().total() > 0) {
      return;
    }
    for (Kiosk kiosk : kiosks) {
      LinkStatus status = kiosk.status();
      if (status != null && status.state() == LinkStatus.State.REJECTED) {
        throw new FleetException(
            "%s refuses %s: %s; give it a token of the tenant with --token-file"
                .formatted(config.server(), kiosk.host(), status.lastError()));
      }
    }
  }

  private void tick() {
    pause(TICK);
    int connected = connected();
    String back = returns.look(connected);
    if (back != null) {
      out.accept(back);
    }
    if (progress.isDue(time.nanos(), LINE_EACH)) {
      out.accept(progress.line(time.nanos(), connected));
    }
  }

  private void pause(Duration duration) {
    try {
      boolean unused = new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      endEarly.countDown();
    }
  }

  private boolean endEarly() {
    return endEarly.getCount() == 0;
  }

  private boolean all() {
    return connected() == config.kiosks();
  }

  private int connected() {
    return (int) kiosks.stream().filter(Kiosk::isConnected).count();
  }

  private int waiting() {
    return kiosks.stream().mapToInt(Kiosk::waiting).sum();
  }

  private @Nullable Throwable failure() {
    for (Crew crew : crews) {
      Throwable failed = crew.failure();
      if (failed != null) {
        return failed;
      }
    }
    return null;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public int count() {
    return kiosks.size();
  }

  @Override
  public Kiosk kiosk(int number) {
    return kiosks.get(number);
  }

  @Override
  public void have(Kiosk kiosk, Crew.Deed deed) {
    kiosk.crew().have(kiosk, deed);
  }
}
