package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.command.Ledger;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.PublishAck;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The audit list of all hubs, in a stream of its own: a message for each line, {@code
 * kiosk.audit.TENANT.HOST.METRIC}. Every hub reads it from the beginning and then goes on reading.
 * Its own lines count for a hub once they come back that way, so all hubs know the same in the same
 * order, and what is told to anybody survives the hub.
 */
final class AuditStream implements Ledger {

  static final String NAME = "KIOSK_AUDIT";

  /** Of each limit of each kiosk so many lines are kept; a command has two as a rule. */
  private static final int MAX_OF_LIMIT = 200;

  private static final Set<String> USUAL_METRICS = Set.of("cpu", "memory", "disk", "temperature");

  /** More than a fleet comes to in years; then the oldest lines go first. */
  private static final long MAX_BYTES = 1L << 30;

  /** How long a line may take until it has come back. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /**
   * How far behind a hub may be that reads: as long as a line may take, or until it has seen that
   * the way to the stream is broken and reads on, and a second for that.
   */
  private static final Duration LAG = PATIENCE.plusSeconds(1);

  /** Of how many lines it is known that they were given up; some may still be stored. */
  private static final int MAX_GIVEN_UP = 10_000;

  /** How long the beginning of the stream may take, while nothing of it comes. */
  private static final long READ_MILLIS = 15_000;

  private final Link link;
  private final int replicas;
  private final LongSupplier nanos;
  private final String me = NUID.nextGlobal();
  private final AtomicLong written = new AtomicLong();
  private final Map<String, CompletableFuture<Long>> waiting = new ConcurrentHashMap<>();
  private final Set<String> givenUp = Collections.synchronizedSet(new LinkedHashSet<>());
  private volatile @Nullable StreamFollower follower;

  AuditStream(Link link, int replicas, LongSupplier nanos) {
    this.link = link;
    this.replicas = replicas;
    this.nanos = nanos;
  }

  @Override
  public void open(Reader reader) throws IOException {
    try {
      StreamInfo unused = ensure();
    } catch (JetStreamApiException | IllegalStateException refused) {
      throw new IOException("NATS does not keep the audit list: " + refused.getMessage(), refused);
    }
    StreamFollower follows = new StreamFollower(link, this::ensure, new Lines(reader), nanos);
    follower = follows;
    follows.start();
    if (!follows.awaitCaughtUp(READ_MILLIS)) {
      follows.close();
      throw new IOException(
          "the audit list in stream %s of NATS cannot be read: nothing came for %d s"
              .formatted(NAME, TimeUnit.MILLISECONDS.toSeconds(READ_MILLIS)));
    }
  }

  private StreamInfo ensure() throws IOException, JetStreamApiException {
    return Stream.ensure(
        link,
        StreamConfiguration.builder()
            .name(NAME)
            .subjects(Subjects.AUDIT + ".>")
            .retentionPolicy(RetentionPolicy.Limits)
            .discardPolicy(DiscardPolicy.Old)
            .maxMessagesPerSubject(MAX_OF_LIMIT)
            .maxBytes(MAX_BYTES)
            .storageType(StorageType.File)
            .replicas(replicas)
            .build());
  }

  private final class Lines implements StreamFollower.Reader {
    private final Reader reader;

    private Lines(Reader reader) {
      this.reader = reader;
    }

    @Override
    public void take(Message message) {
      long position = message.metaData().streamSequence();
      reader.line(position, new String(message.getData(), StandardCharsets.UTF_8));
      Headers headers = message.getHeaders();
      String write = headers == null ? null : headers.getFirst(Draft.WRITE);
      CompletableFuture<Long> ours = write == null ? null : waiting.remove(write);
      boolean told = ours != null && ours.complete(position);
      if (write != null && !told && (ours != null || givenUp.remove(write))) {
        reader.wasGivenUp(position);
      }
    }

    @Override
    public void startOver() {
      reader.startOver();
    }
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public CompletableFuture<Long> add(Subject subject, String line) {
    String write = me + '.' + written.incrementAndGet();
    CompletableFuture<Long> back = new CompletableFuture<>();
    waiting.put(write, back);
    CompletableFuture<?> unused =
        link.ask(
                Subjects.audit(subject.tenantId(), subject.host(), metric(subject)),
                new Headers().put(Draft.WRITE, write),
                line.getBytes(StandardCharsets.UTF_8))
            .thenAccept(AuditStream::check)
            .whenComplete(
                (kept, failed) -> {
                  if (failed != null && !mayBeStored(failed)) {
                    back.completeExceptionally(new IOException(failed));
                  }
                });
    return back.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (position, failed) -> {
              if (failed != null) {
                giveUp(write);
              }
              waiting.remove(write);
            });
  }

  /** All that no kiosk is known to have are one, else made up ones would push out all others. */
  private static String metric(Subject subject) {
    return USUAL_METRICS.contains(subject.metric()) ? subject.metric() : "other";
  }

  /** What was asked and not answered may come back all the same. */
  private static boolean mayBeStored(Throwable failed) {
    Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
    return cause instanceof CancellationException || cause instanceof TimeoutException;
  }

  private void giveUp(String write) {
    synchronized (givenUp) {
      if (givenUp.size() >= MAX_GIVEN_UP) {
        givenUp.remove(givenUp.iterator().next());
      }
      givenUp.add(write);
    }
  }

  @Override
  public CompletableFuture<Long> note(Subject subject, String line) {
    return add(subject, line);
  }

  @Override
  public long lagMillis() {
    return LAG.toMillis();
  }

  @Override
  public long behindMillis() {
    return 0; // what NATS does not take in time is refused
  }

  private static void check(Message answer) {
    try {
      new PublishAck(answer);
    } catch (IOException | JetStreamApiException refused) {
      throw new CompletionException(refused);
    }
  }

  @Override
  public void sync() {
    // what NATS acknowledged is as safe as NATS makes it
  }

  @Override
  public void close() {
    StreamFollower follows = follower;
    if (follows != null) {
      follows.close();
    }
  }
}
