package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.store.Retention;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.PurgeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamState;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Removes from the front of the stream what is not to be kept.
 *
 * <p>The stream's own limits are not used for it: they would also take the last message of a kiosk
 * that is quiet for long, and with it where its spools stand. So before anything is removed, what
 * is the last of its subject is written again behind, without its events; if a hub has written in
 * between, there is no need to. Several hubs may do it at once.
 */
final class Trimmer implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Link link;
  private final Stream stream;
  private final StreamReader reader;
  private final Retention retention;
  private final LongSupplier wallMillis;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread worker = new Thread(work, "hub-trim");
            worker.setDaemon(true);
            return worker;
          });
  private volatile @Nullable Long keptSinceMillis;

  Trimmer(Link link, Retention retention, LongSupplier wallMillis) {
    this.link = link;
    this.stream = new Stream(link);
    this.reader = new StreamReader(link);
    this.retention = retention;
    this.wallMillis = wallMillis;
  }

  void start() {
    Object unused =
        thread.scheduleWithFixedDelay(this::turn, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Nullable Long keptSinceMillis() {
    return keptSinceMillis;
  }

  private void turn() {
    try {
      trim();
    } catch (IOException | JetStreamApiException | ExecutionException | RuntimeException later) {
      Logger.debug("nothing was removed: {}", later.toString());
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Removes all that is not to be kept. */
  void trim() throws IOException, JetStreamApiException, ExecutionException, InterruptedException {
    StreamState state = state();
    long cut = Math.max(cutByAge(state), cutBySize(state));
    if (cut > state.getFirstSequence()) {
      carryOn(cut);
      link.connection()
          .jetStreamManagement()
          .purgeStream(Stream.NAME, PurgeOptions.builder().sequence(cut).build());
      state = state();
    }
    // What was carried on is no event; the first message that is kept tells since when all is.
    keptSinceMillis =
        state.getFirstSequence() > 1 && state.getMsgCount() > 0
            ? state.getFirstTime().toInstant().toEpochMilli()
            : null;
  }

  private StreamState state() throws IOException, JetStreamApiException {
    return link.connection().jetStreamManagement().getStreamInfo(Stream.NAME).getStreamState();
  }

  /** The first sequence number that is young enough; NATS finds it for a reader from that time. */
  private long cutByAge(StreamState state) throws IOException, JetStreamApiException {
    long cutMillis = retention.cutMillis(wallMillis.getAsLong());
    if (state.getMsgCount() == 0 || state.getFirstTime().toInstant().toEpochMilli() >= cutMillis) {
      return 0;
    }
    if (state.getLastTime().toInstant().toEpochMilli() < cutMillis) {
      return state.getLastSequence() + 1;
    }
    JetStreamManagement management = link.connection().jetStreamManagement();
    ConsumerInfo from =
        management.addOrUpdateConsumer(
            Stream.NAME,
            ConsumerConfiguration.builder()
                .deliverPolicy(DeliverPolicy.ByStartTime)
                .startTime(Instant.ofEpochMilli(cutMillis).atZone(ZoneOffset.UTC))
                .ackPolicy(AckPolicy.None)
                .inactiveThreshold(INTERVAL)
                .build());
    management.deleteConsumer(Stream.NAME, from.getName());
    return from.getDelivered().getStreamSequence() + 1;
  }

  /** Where about as much is left as may be, taking all messages for equally long. */
  private long cutBySize(StreamState state) {
    long tooMuch = state.getByteCount() - retention.bytes();
    if (tooMuch <= 0 || state.getMsgCount() == 0) {
      return 0;
    }
    double share = (double) tooMuch / state.getByteCount();
    return state.getFirstSequence() + (long) Math.ceil(share * state.getMsgCount());
  }

  private void carryOn(long cut)
      throws ExecutionException, InterruptedException, IOException, JetStreamApiException {
    List<Message> last = new ArrayList<>();
    reader.lastOfEach(
        Subjects.SPOOLS + ".>",
        message -> {
          boolean old = message.metaData().streamSequence() < cut;
          if (old) {
            last.add(message);
          }
          return old;
        });
    for (Message message : last) {
      Headers headers = new Headers();
      headers.put(Draft.EXPECTED, Long.toString(message.metaData().streamSequence()));
      headers.put(Standing.HEADER, message.getHeaders().getFirst(Standing.HEADER));
      try {
        long unused = stream.write(message.getSubject(), headers, new byte[0]).get();
      } catch (ExecutionException failed) {
        if (!(failed.getCause() instanceof Stream.Conflict)) {
          throw failed; // nothing is removed this time
        }
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
