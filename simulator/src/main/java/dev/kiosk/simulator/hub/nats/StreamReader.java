package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.store.SpoolId;
import dev.kiosk.simulator.hub.store.Store.Cursor;
import dev.kiosk.simulator.hub.store.Store.Kept;
import dev.kiosk.simulator.hub.store.Store.Known;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the stream. Whoever reads waits for it; a stream that does not answer is an exception. */
final class StreamReader {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** After which NATS forgets a reader of ours that is gone. */
  private static final Duration FORGET = Duration.ofSeconds(30);

  private static final int FETCH = 64;

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
    lastOfEach(
        Subjects.all(Subjects.SPOOLS, tenantId, host),
        message -> {
          SpoolId spool = Subjects.spool(message.getSubject());
          standing(message.getHeaders())
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
          return true;
        });
    lanes.sort(ORDER);
    return lanes;
  }

  private static Standing standing(@Nullable Headers headers) {
    return Standing.parse(headers == null ? null : headers.getFirst(Standing.HEADER));
  }

  /**
   * Hands the last message of each subject, without its body, to {@code reader}, oldest first,
   * until that returns false.
   */
  void lastOfEach(String filter, Predicate<Message> reader) {
    Connection connection = link.connection();
    String inbox = connection.createInbox();
    ConsumerConfiguration wanted =
        consumer(filter)
            .deliverPolicy(DeliverPolicy.LastPerSubject)
            .deliverSubject(inbox)
            .headersOnly(true)
            .build();
    try {
      JetStreamManagement management = connection.jetStreamManagement();
      Subscription subscription = connection.subscribe(inbox);
      subscription.setPendingLimits(-1, -1);
      ConsumerInfo consumer = management.addOrUpdateConsumer(Stream.NAME, wanted);
      try {
        boolean more =
            consumer.getNumPending() > 0 || consumer.getDelivered().getConsumerSequence() > 0;
        while (more) {
          Message message = subscription.nextMessage(PATIENCE);
          if (message == null) {
            throw new IOException("no message within " + PATIENCE.toSeconds() + " s");
          }
          more = reader.test(message) && message.metaData().pendingCount() > 0;
        }
      } finally {
        subscription.unsubscribe();
        management.deleteConsumer(Stream.NAME, consumer.getName());
      }
    } catch (IOException | JetStreamApiException | IllegalStateException failed) {
      throw unreadable(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unreadable(interrupted);
    }
  }

  private static ConsumerConfiguration.Builder consumer(String filter) {
    return ConsumerConfiguration.builder()
        .filterSubject(filter)
        .ackPolicy(AckPolicy.None)
        .inactiveThreshold(FORGET);
  }

  private static UncheckedIOException unreadable(Exception failed) {
    return new UncheckedIOException(
        new IOException("the store cannot be read now: " + failed.getMessage(), failed));
  }

  /** Reads a lane, see {@link dev.kiosk.simulator.hub.store.Store#read}. */
  Cursor read(SpoolId spool, String lane, long from) {
    try {
      ConsumerConfiguration wanted =
          consumer(Subjects.of(spool))
              .deliverPolicy(DeliverPolicy.ByStartSequence)
              .startSequence(from == 0 ? 1 : sequence(spool, lane, from))
              .build();
      JetStreamSubscription subscription =
          link.connection()
              .jetStream()
              .subscribe(
                  Subjects.of(spool),
                  PullSubscribeOptions.builder().stream(Stream.NAME).configuration(wanted).build());
      return new LaneCursor(subscription, lane, from);
    } catch (IOException | JetStreamApiException | IllegalStateException failed) {
      throw unreadable(failed);
    }
  }

  /**
   * Where in the stream a position of a lane may stand, found by halving: with each message of a
   * spool the highest settled position of a lane stays or grows.
   */
  private long sequence(SpoolId spool, String lane, long position) throws IOException {
    try {
      long low = 1;
      long high = stream.last(spool).get().sequence();
      while (low < high) {
        long middle = low + (high - low) / 2;
        Stream.Last message = stream.from(spool, middle).get();
        if (message.standing().end(lane) > position) {
          high = middle;
        } else {
          low = message.sequence() + 1;
        }
      }
      return Math.max(1, low);
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  /**
   * Puts the events of a lane in order: in the stream they stand as they came. An event is handed
   * out once a message says that everything before it is settled, so no more are held than were
   * open.
   */
  private final class LaneCursor implements Cursor {

    private final JetStreamSubscription subscription;
    private final String lane;
    private final Deque<Message> fetched = new ArrayDeque<>();
    private final PriorityQueue<Kept> held =
        new PriorityQueue<>(Comparator.comparingLong(Kept::position));
    private long from;
    private long settled;
    private long left;

    private LaneCursor(JetStreamSubscription subscription, String lane, long from)
        throws IOException, JetStreamApiException {
      this.subscription = subscription;
      this.lane = lane;
      this.from = from;
      this.left = subscription.getConsumerInfo().getNumPending();
    }

    @Override
    public @Nullable Kept next() {
      while (left > 0 && (held.isEmpty() || held.peek().position() >= settled)) {
        take();
      }
      Kept next = held.poll();
      from = next == null ? from : next.position() + 1;
      return next;
    }

    private void take() {
      if (fetched.isEmpty()) {
        // No more than there are: it would wait for them.
        fetched.addAll(subscription.fetch((int) Math.min(FETCH, left), PATIENCE));
      }
      Message message = fetched.poll();
      if (message == null) {
        throw unreadable(new IOException("no message within " + PATIENCE.toSeconds() + " s"));
      }
      for (Part part : Part.of(message.getHeaders(), message.getData())) {
        if (part.lane().equals(lane)) {
          part.events().stream().filter(event -> event.position() >= from).forEach(held::add);
        }
      }
      settled = standing(message.getHeaders()).lane(lane).coverage().next();
      left = message.metaData().pendingCount();
    }

    @Override
    public void close() {
      try {
        String consumer = subscription.getConsumerName();
        subscription.unsubscribe();
        link.connection().jetStreamManagement().deleteConsumer(Stream.NAME, consumer);
      } catch (IOException | JetStreamApiException | IllegalStateException forgottenAnyway) {
        left = 0; // NATS forgets it after FORGET
      }
    }
  }
}
