package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.command.Ledger;
import dev.kiosk.simulator.hub.store.SpoolId;
import dev.kiosk.simulator.hub.store.Store;
import dev.kiosk.simulator.hub.store.StoreConfig;
import dev.kiosk.simulator.hub.store.StoreException;
import io.nats.client.JetStreamApiException;
import io.nats.client.NUID;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * A store in a stream of NATS JetStream, shared by any number of hubs. What is told to be stored
 * has been acknowledged by the stream.
 *
 * <p>While NATS is away nothing is told to be stored; what waits fails after a few seconds, so that
 * agents keep their events and come again, and {@link #failure()} says why. It mends itself.
 *
 * <p>One thread decides for all spools, see {@link SpoolQueue}; it waits for nothing.
 */
public final class JetStreamStore implements Store {

  /** How long something waits for a stream that does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Between attempts at what failed. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** A spool that was quiet for so long is forgotten, and read again when it is needed. */
  private static final Duration IDLE = Duration.ofMinutes(5);

  /** What NATS answers when a stream is to lie on more servers than there are. */
  private static final int NO_PEERS = 10005;

  private static final Duration SWEEP = Duration.ofSeconds(30);

  /** What is held for all spools before connections are asked to wait, in bytes on the wire. */
  private static final long MAX_HELD = 128L << 20;

  private final Link link;
  private final int replicas;
  private final Stream stream;
  private final StreamReader reader;
  private final Trimmer trimmer;
  private final int maxBytes;
  private final LongSupplier nanos;
  private final ScheduledThreadPoolExecutor loop = loop();
  private final Map<SpoolId, SpoolQueue> queues = new HashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final String writer = NUID.nextGlobal();
  private final SpoolQueue.Desk desk = new Desk();
  private long writes;
  private int counted;
  private long held;
  private volatile @Nullable String failure;
  private volatile boolean closed;

  private JetStreamStore(Link link, StoreConfig config, LongSupplier nanos, LongSupplier wallMillis)
      throws StoreException {
    this.link = link;
    this.replicas = config.replicas();
    this.stream = new Stream(link);
    this.reader = new StreamReader(link);
    this.trimmer = new Trimmer(link, config.retention(), wallMillis);
    this.maxBytes = stream.maxBytes();
    this.nanos = nanos;
  }

  /**
   * Connects to NATS, and makes the stream unless there is one.
   *
   * @param config with servers
   * @param nanos monotonic
   * @param wallMillis milliseconds since the Unix epoch
   * @throws StoreException when no server can be reached, or it has no JetStream
   */
  public static JetStreamStore open(StoreConfig config, LongSupplier nanos, LongSupplier wallMillis)
      throws StoreException {
    Link link = Link.open(String.valueOf(config.servers()));
    try {
      JetStreamStore store = new JetStreamStore(link, config, nanos, wallMillis);
      store.stream.ensure(config.replicas());
      store.start();
      return store;
    } catch (StoreException known) {
      link.close();
      throw known;
    } catch (IOException | JetStreamApiException refused) {
      link.close();
      String advice =
          refused instanceof JetStreamApiException known && known.getApiErrorCode() == NO_PEERS
              ? "are %d servers of the cluster up? --replicas says so many"
                  .formatted(config.replicas())
              : "does it run with JetStream (nats-server -js)?";
      throw new StoreException(
          "NATS at %s cannot be used: %s; %s"
              .formatted(link.servers(), refused.getMessage(), advice),
          refused);
    }
  }

  private void start() {
    link.whenBack(() -> loop.execute(() -> mend()));
    long sweep = SWEEP.toMillis();
    List.of(
            loop.scheduleWithFixedDelay(this::sweep, sweep, sweep, TimeUnit.MILLISECONDS),
            loop.scheduleWithFixedDelay(() -> probe(), 1, 1, TimeUnit.SECONDS))
        .forEach(unused -> {});
    trimmer.start();
  }

  private static ScheduledThreadPoolExecutor loop() {
    ScheduledThreadPoolExecutor loop =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "hub-store");
              thread.setDaemon(true);
              return thread;
            });
    loop.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return loop;
  }

  /** The other hubs on the same NATS. */
  public NatsPeers peers() {
    return new NatsPeers(link, nanos);
  }

  /** The audit list that the hubs on the same NATS share; to be closed before this. */
  public Ledger audit() {
    return new AuditStream(link, replicas, nanos);
  }

  @Override
  public void append(Batch batch, Keeper keeper) {
    ask(batch.spool(), new Asked.Append(batch, keeper, nanos.getAsLong()));
  }

  @Override
  public void settle(SpoolId spool, Settled told) {
    ask(spool, new Asked.Question(told, nanos.getAsLong()));
  }

  private void ask(SpoolId spool, Asked asked) {
    if (closed) {
      asked.told().failed("the hub is stopping");
      return;
    }
    loop.execute(
        () -> {
          queues.computeIfAbsent(spool, name -> new SpoolQueue(name, desk)).add(asked);
          count();
        });
  }

  private void count() {
    // Few queues have anything waiting, but all must be asked: only now and then.
    if (++counted % 64 == 0 || queues.size() < 64) {
      waiting.set(queues.values().stream().mapToInt(SpoolQueue::waiting).sum());
    }
  }

  /** Finds out whether the stream is well again after something failed. */
  private void probe() {
    if (link.isConnected() && failure != null) {
      mend();
    }
  }

  private void mend() {
    try {
      stream.ensure(replicas);
      failure = null;
    } catch (IOException | JetStreamApiException | RuntimeException still) {
      failure = "NATS is there, but its stream is not: " + still.getMessage();
    }
  }

  private void sweep() {
    for (Iterator<SpoolQueue> all = queues.values().iterator(); all.hasNext(); ) {
      if (all.next().isIdle(IDLE.toNanos())) {
        all.remove();
      }
    }
  }

  @Override
  public @Nullable String failure() {
    return link.isConnected() ? failure : "NATS is away";
  }

  @Override
  public int waiting() {
    return waiting.get();
  }

  @Override
  public Iterable<Known> lanes(@Nullable String tenantId, @Nullable String host) {
    return reader.lanes(tenantId, host);
  }

  @Override
  public Cursor read(Known lane, long from) {
    return reader.read(lane, from);
  }

  @Override
  public @Nullable Long keptSinceMillis() {
    return trimmer.keptSinceMillis();
  }

  /** Removes what is not to be kept now, instead of in a few seconds. */
  void trim() throws Exception {
    trimmer.trim();
  }

  @Override
  public void close() {
    closed = true;
    trimmer.close();
    long end = nanos.getAsLong() + TimeUnit.SECONDS.toNanos(1);
    try {
      while (nanos.getAsLong() - end < 0 && !loop.submit(this::isDone).get(1, TimeUnit.SECONDS)) {
        Thread.sleep(10);
      }
      loop.submit(() -> queues.values().forEach(queue -> queue.fail("the hub is stopping")))
          .get(1, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException unclean) {
      Logger.warn("the store did not stop cleanly: {}", unclean.toString());
    }
    loop.shutdownNow();
    link.close();
  }

  private boolean isDone() {
    return queues.values().stream().allMatch(queue -> queue.waiting() == 0);
  }

  private final class Desk implements SpoolQueue.Desk {
    @Override
    public Stream stream() {
      return stream;
    }

    @Override
    public int maxBytes() {
      return maxBytes;
    }

    @Override
    public String writeName() {
      writes++;
      return writer + "." + writes;
    }

    @Override
    public long nanos() {
      return nanos.getAsLong();
    }

    @Override
    public void soon(Runnable work) {
      loop.execute(work);
    }

    @Override
    public void later(Runnable work) {
      Object unused = loop.schedule(work, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean hold(long bytes) {
      held += bytes;
      return held <= MAX_HELD;
    }

    @Override
    public long patienceNanos() {
      return PATIENCE.toNanos();
    }

    @Override
    public void outcome(@Nullable Throwable failed) {
      if (failed == null || !link.isConnected()) {
        return; // that NATS is away is known
      }
      if (failure == null) {
        Logger.warn("NATS does not take what it is given, agents keep their events: {}", failed);
      }
      failure = "NATS does not take what it is given: " + failed.getMessage();
    }
  }
}
