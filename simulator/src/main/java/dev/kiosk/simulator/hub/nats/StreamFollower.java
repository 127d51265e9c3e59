package dev.kiosk.simulator.hub.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Reads a stream from its beginning and goes on with what comes, each message once and in order,
 * whatever happens to the connection: when something may have been missed, it reads on anew behind
 * the last message that it had. A stream that was made anew is read from its beginning.
 *
 * <p>The server of a cluster that is read may have come back just now and not have all yet. So what
 * must come is asked of the one that takes what is written, and as long as it does not come NATS is
 * asked for another reader.
 *
 * <p>Messages are asked for in portions, so that no more than one portion waits in memory.
 */
final class StreamFollower implements AutoCloseable {

  /** So many messages at once; NATS bounds each, by a mebibyte where nobody changed that. */
  private static final int PORTION = 64;

  /** After which a portion that is not full is asked for anew. */
  private static final Duration EXPIRY = Duration.ofSeconds(20);

  /** How often NATS says that nothing new is there. */
  private static final Duration HEARTBEAT = Duration.ofMillis(500);

  /** Without any of that for so long the way to the stream is broken. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  /** After which NATS forgets a reader of ours that is gone. */
  private static final Duration FORGET = Duration.ofSeconds(30);

  private static final long PAUSE_MILLIS = 250;
  private static final int NOT_OVER = 100;
  private static final int EXPIRED = 408;
  private static final int NO_MESSAGE = 10037;

  /** So many of the last messages are looked for that may have been removed by hand. */
  private static final int MOST_REMOVED = 64;

  private final Link link;
  private final Source source;
  private final Reader reader;
  private final LongSupplier nanos;
  private final Thread thread;
  private final Object moved = new Object();
  private boolean caughtUp; // held by moved
  private long movedNanos; // held by moved
  private volatile boolean closed;
  private long read;
  private long mustCome;
  private @Nullable ZonedDateTime made;

  /** The stream. */
  interface Source {
    /** Its state; it is made when it is not there. */
    StreamInfo ensure() throws IOException, JetStreamApiException;
  }

  /** Who reads; must not throw. It is called by a thread of the follower. */
  interface Reader {
    void take(Message message);

    /** What was read is not in the stream any more, which begins anew. */
    void startOver();
  }

  /**
   * A follower that has not started.
   *
   * @param nanos monotonic
   */
  StreamFollower(Link link, Source source, Reader reader, LongSupplier nanos) {
    this.link = link;
    this.source = source;
    this.reader = reader;
    this.nanos = nanos;
    this.thread = new Thread(this::run, "hub-follow");
    this.thread.setDaemon(true);
  }

  void start() {
    movedNow(false);
    thread.start();
  }

  /**
   * Waits until all was read that is there.
   *
   * @param millis how long to wait while nothing comes
   * @return false when it was not
   */
  boolean awaitCaughtUp(long millis) {
    long patience = TimeUnit.MILLISECONDS.toNanos(millis);
    synchronized (moved) {
      try {
        while (!caughtUp) {
          long left = patience - (nanos.getAsLong() - movedNanos);
          if (left <= 0) {
            return false;
          }
          TimeUnit.NANOSECONDS.timedWait(moved, left);
        }
        return true;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  private void movedNow(boolean all) {
    synchronized (moved) {
      caughtUp |= all;
      movedNanos = nanos.getAsLong();
      moved.notifyAll();
    }
  }

  private void run() {
    while (!closed) {
      try {
        follow();
      } catch (IOException | JetStreamApiException | IllegalStateException notNow) {
        Logger.debug("a stream cannot be read now: {}", notNow.toString());
      } catch (InterruptedException closing) {
        return;
      }
      pause();
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads until something may have been missed. */
  private void follow() throws IOException, JetStreamApiException, InterruptedException {
    Connection connection = link.connection();
    StreamInfo stream = source.ensure();
    lookWhetherItIsAnother(stream);
    mustCome = lastOf(stream);
    String inbox = connection.createInbox();
    Subscription subscription = connection.subscribe(inbox);
    try {
      ConsumerInfo consumer =
          link.management()
              .addOrUpdateConsumer(
                  stream.getConfiguration().getName(),
                  ConsumerConfiguration.builder()
                      .deliverPolicy(DeliverPolicy.ByStartSequence)
                      .startSequence(read + 1)
                      .ackPolicy(AckPolicy.None)
                      .inactiveThreshold(FORGET)
                      .build());
      if (consumer.getNumPending() == 0) {
        if (read < mustCome) {
          return;
        }
        movedNow(true);
      }
      readAll(subscription, consumer);
    } finally {
      subscription.unsubscribe();
    }
  }

  private void lookWhetherItIsAnother(StreamInfo stream) {
    ZonedDateTime before = made;
    made = stream.getCreateTime();
    boolean another = before != null && !before.equals(made);
    if (another || stream.getStreamState().getLastSequence() < read) {
      Logger.warn(
          "stream {} was made anew or has lost its end; it is read again from its beginning",
          stream.getConfiguration().getName());
      read = 0;
      reader.startOver();
    }
  }

  /** The last message that is there, or the last one that was read when none must come. */
  private long lastOf(StreamInfo stream) throws IOException, JetStreamApiException {
    StreamState state = stream.getStreamState();
    long last = state.getLastSequence();
    long least = Math.max(Math.max(read, state.getFirstSequence() - 1), last - MOST_REMOVED);
    for (long sequence = last; sequence > least; sequence--) {
      if (isThere(stream.getConfiguration().getName(), sequence)) {
        return sequence;
      }
    }
    return read;
  }

  private boolean isThere(String stream, long sequence) throws IOException, JetStreamApiException {
    try {
      return link.management().getMessage(stream, sequence).getSeq() == sequence;
    } catch (JetStreamApiException absent) {
      if (absent.getApiErrorCode() == NO_MESSAGE) {
        return false;
      }
      throw absent;
    }
  }

  private void readAll(Subscription from, ConsumerInfo consumer)
      throws IOException, JetStreamApiException, InterruptedException {
    long count = 0;
    int wanted = 0;
    while (!closed) {
      if (wanted == 0) {
        ask(String.valueOf(from.getSubject()), consumer);
        wanted = PORTION;
      }
      Message message = from.nextMessage(SILENCE);
      if (message == null) {
        return;
      } else if (message.isStatusMessage()) {
        int code = message.getStatus().getCode();
        if (code != NOT_OVER && code != EXPIRED) {
          return; // its consumer is gone, which a restart of NATS does too
        }
        wanted = code == EXPIRED ? 0 : wanted;
        if (!mayHaveMore(consumer, count)) {
          return;
        }
      } else if (message.metaData().consumerSequence() == count + 1) {
        count++;
        wanted--;
        take(message);
      } else {
        return;
      }
    }
  }

  private void ask(String inbox, ConsumerInfo consumer) {
    String portion =
        "{\"batch\":%d,\"expires\":%d,\"idle_heartbeat\":%d}"
            .formatted(PORTION, EXPIRY.toNanos(), HEARTBEAT.toNanos());
    link.connection()
        .publish(
            "$JS.API.CONSUMER.MSG.NEXT." + consumer.getStreamName() + '.' + consumer.getName(),
            inbox,
            portion.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Looks whether all is read: messages that were deleted while others were read are never seen to
   * be the last. Returns false when all is read that its server has, and there is more elsewhere.
   */
  private boolean mayHaveMore(ConsumerInfo consumer, long count)
      throws IOException, JetStreamApiException {
    if (read >= mustCome && isCaughtUp()) {
      return true;
    }
    ConsumerInfo now =
        link.management().getConsumerInfo(consumer.getStreamName(), consumer.getName());
    if (now.getNumPending() > 0 || now.getDelivered().getConsumerSequence() > count) {
      return true;
    }
    if (read >= mustCome) {
      movedNow(true);
    }
    return read >= mustCome;
  }

  private boolean isCaughtUp() {
    synchronized (moved) {
      return caughtUp;
    }
  }

  private void take(Message message) {
    if (message.metaData().streamSequence() <= read) {
      return; // a server that does not have what was read begins with the first that it gets
    }
    try {
      reader.take(message);
    } catch (RuntimeException defect) { // the one catch-all of this thread
      Logger.error(defect, "a message of {} was passed over", message.getSubject());
    }
    read = message.metaData().streamSequence();
    movedNow(message.metaData().pendingCount() == 0 && read >= mustCome);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
