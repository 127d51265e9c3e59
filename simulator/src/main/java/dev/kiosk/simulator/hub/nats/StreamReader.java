package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.store.SpoolId;
import dev.kiosk.simulator.hub.store.Store.Cursor;
import dev.kiosk.simulator.hub.store.Store.Kept;
import dev.kiosk.simulator.hub.store.Store.Known;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the stream. Whoever reads waits for it; a stream that does not answer is an exception. */
final class StreamReader {

  private static final Comparator<Known> ORDER =
      Comparator.comparing((Known known) -> known.spool().tenantId())
          .thenComparing(known -> known.spool().host())
          .thenComparing(known -> known.spool().spool())
          .thenComparing(Known::lane);

  private final Link link;
  private final Stream stream;

  StreamReader(Link link) {
    this.link = link;
    this.stream = new Stream(link);
  }

  /** The lanes of a tenant's host, see {@link dev.kiosk.simulator.hub.store.Store#lanes}. */
  List<Known> lanes(@Nullable String tenantId, @Nullable String host) {
    List<Known> lanes = new ArrayList<>();
    String filter = Subjects.all(Subjects.SPOOLS, tenantId, host);
    if (tenantId != null && host != null) { // without a reader of its own, as each command asks
      for (String subject : answer(stream.subjects(filter))) {
        SpoolId spool = Subjects.spool(subject);
        add(spool, answer(stream.last(spool)).standing(), lanes);
      }
    } else {
      Map<SpoolId, Standing> standings = new HashMap<>(); // one that is written comes again
      lastOfEach(
          filter,
          message -> {
            standings.put(Subjects.spool(message.getSubject()), standing(message.getHeaders()));
            return true;
          });
      standings.forEach((spool, standing) -> add(spool, standing, lanes));
    }
    lanes.sort(ORDER);
    return lanes;
  }

  private static void add(SpoolId spool, Standing standing, List<Known> lanes) {
    standing
        .lanes()
        .forEach(
            (name, lane) ->
                lanes.add(
                    new Known(
                        spool,
                        name,
                        lane.coverage().next(),
                        lane.stored(),
                        lane.coverage().missing())));
  }

  private static <T> T answer(CompletableFuture<T> asked) {
    try {
      return asked.get();
    } catch (ExecutionException failed) {
      throw unreadable(new IOException(failed.getCause()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unreadable(interrupted);
    }
  }

  private static Standing standing(@Nullable Headers headers) {
    return Standing.parse(headers == null ? null : headers.getFirst(Standing.HEADER));
  }

  /**
   * Hands the last message of each subject, without its body, to {@code reader}, oldest first,
   * until that returns false. One of a subject that is written meanwhile may be followed by another
   * of it.
   */
  void lastOfEach(String filter, Predicate<Message> reader) {
    ConsumerConfiguration.Builder wanted =
        ConsumerConfiguration.builder()
            .filterSubject(filter)
            .deliverPolicy(DeliverPolicy.LastPerSubject)
            .headersOnly(true);
    long last = answer(stream.last(filter)).sequence();
    Predicate<Message> mustCome = last == 0 ? null : message -> sequence(message) >= last;
    try (Portions portions = Portions.open(link, Stream.NAME, wanted, mustCome)) {
      Message message = portions.next();
      while (message != null && reader.test(message)) {
        message = portions.next();
      }
    } catch (IOException | JetStreamApiException | IllegalStateException failed) {
      throw unreadable(failed);
    }
  }

  private static UncheckedIOException unreadable(Exception failed) {
    return new UncheckedIOException(
        "the store cannot be read now: " + failed.getMessage(),
        failed instanceof IOException known ? known : new IOException(failed));
  }

  /** Reads a lane, see {@link dev.kiosk.simulator.hub.store.Store#read}. */
  Cursor read(Known known, long from) {
    SpoolId spool = known.spool();
    String lane = known.lane();
    long last = answer(stream.last(spool)).sequence();
    try {
      ConsumerConfiguration.Builder wanted =
          ConsumerConfiguration.builder()
              .filterSubject(Subjects.of(spool))
              .deliverPolicy(DeliverPolicy.ByStartSequence)
              .startSequence(from == 0 ? 1 : start(spool, lane, from, last));
      Portions portions =
          Portions.open(
              link,
              Stream.NAME,
              wanted,
              message ->
                  sequence(message) >= last
                      && standing(message.getHeaders()).lane(lane).coverage().next()
                          >= known.next());
      return new LaneCursor(portions, lane, from);
    } catch (IOException | JetStreamApiException | IllegalStateException failed) {
      throw unreadable(failed);
    }
  }

  private static long sequence(Message message) {
    return message.metaData().streamSequence();
  }

  /**
   * Where in the stream a position of a lane may stand, found by halving: with each message of a
   * spool the highest settled position of a lane stays or grows.
   *
   * @param last the sequence number of the spool's last message, which is read in any case: it says
   *     where the lane ends
   */
  private long start(SpoolId spool, String lane, long position, long last) {
    long low = 1;
    long high = last;
    while (low < high) {
      long middle = low + (high - low) / 2;
      Stream.Last message = answer(stream.from(spool, middle));
      if (message.sequence() < middle || message.standing().end(lane) > position) {
        high = middle; // there, or gone by now with all that stood before
      } else {
        low = message.sequence() + 1;
      }
    }
    return Math.max(1, Math.min(low, last));
  }

  /**
   * Puts the events of a lane in order: in the stream they stand as they came. An event is handed
   * out once a message says that everything before it is settled, so no more are held than were
   * open.
   */
  private static final class LaneCursor implements Cursor {

    private final Portions portions;
    private final String lane;
    private final PriorityQueue<Kept> held =
        new PriorityQueue<>(Comparator.comparingLong(Kept::position));
    private long from;
    private long settled;
    private boolean read;

    private LaneCursor(Portions portions, String lane, long from) {
      this.portions = portions;
      this.lane = lane;
      this.from = from;
    }

    @Override
    public @Nullable Kept next() {
      while (!read && (held.isEmpty() || held.peek().position() >= settled)) {
        take();
      }
      Kept next = held.poll();
      from = next == null ? from : next.position() + 1;
      return next;
    }

    private void take() {
      Message message;
      try {
        message = portions.next();
      } catch (IOException | IllegalStateException failed) {
        throw unreadable(failed);
      }
      if (message == null) {
        read = true;
        return;
      }
      for (Part part : Part.of(message.getHeaders(), message.getData())) {
        if (part.lane().equals(lane)) {
          part.events().stream().filter(event -> event.position() >= from).forEach(held::add);
        }
      }
      settled = standing(message.getHeaders()).lane(lane).coverage().next();
    }

    @Override
    public void close() {
      portions.close();
    }
  }
}
