package dev.kiosk.simulator.hub.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.tinylog.Logger;

/**
 * Reads a stream from its beginning and goes on with what comes, each message once and in order,
 * whatever happens to the connection: when something may have been missed, it reads on anew behind
 * the last message that it had.
 */
final class StreamFollower implements AutoCloseable {

  /** After which it is looked whether the stream has become quiet, or the way to it broken. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** After which NATS forgets a reader of ours that is gone. */
  private static final Duration FORGET = Duration.ofSeconds(30);

  private static final long PAUSE_MILLIS = 250;

  private final Link link;
  private final String stream;
  private final Consumer<Message> reader;
  private final Thread thread;
  private final Object moved = new Object();
  private volatile boolean closed;
  private volatile long read;

  /** What reads must not throw; it is called by a thread of this. */
  StreamFollower(Link link, String stream, Consumer<Message> reader) {
    this.link = link;
    this.stream = stream;
    this.reader = reader;
    this.thread = new Thread(this::run, "hub-follow");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Waits until all up to there was read.
   *
   * @param millis how long to wait while nothing comes
   * @return false when it was not
   */
  boolean awaitRead(long sequence, long millis) {
    try {
      while (read < sequence) {
        long before = read;
        synchronized (moved) {
          moved.wait(millis);
        }
        if (read == before) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    while (!closed) {
      try {
        follow();
      } catch (IOException | JetStreamApiException | IllegalStateException notNow) {
        Logger.debug("stream {} cannot be read now: {}", stream, notNow.toString());
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
    JetStreamManagement management = connection.jetStreamManagement();
    String inbox = connection.createInbox();
    Subscription subscription = connection.subscribe(inbox);
    subscription.setPendingLimits(-1, -1);
    try {
      ConsumerInfo consumer =
          management.addOrUpdateConsumer(
              stream,
              ConsumerConfiguration.builder()
                  .deliverSubject(inbox)
                  .deliverPolicy(DeliverPolicy.ByStartSequence)
                  .startSequence(read + 1)
                  .ackPolicy(AckPolicy.None)
                  .inactiveThreshold(FORGET)
                  .build());
      readAll(subscription, management, consumer.getName());
    } finally {
      subscription.unsubscribe();
    }
  }

  private void readAll(Subscription from, JetStreamManagement management, String consumer)
      throws IOException, JetStreamApiException, InterruptedException {
    long count = 0;
    long sentBefore = 0;
    while (!closed) {
      Message message = from.nextMessage(QUIET);
      if (message == null) {
        long sent = // fails when NATS has forgotten the consumer, as it does at a restart
            management.getConsumerInfo(stream, consumer).getDelivered().getConsumerSequence();
        if (sentBefore > count) {
          return; // sent for a while, and did not come
        }
        sentBefore = sent;
      } else if (message.metaData().consumerSequence() == count + 1) {
        count++;
        take(message);
      } else {
        return;
      }
    }
  }

  private void take(Message message) {
    try {
      reader.accept(message);
    } catch (RuntimeException defect) { // the one catch-all of this thread
      Logger.error(defect, "a message of stream {} was passed over", stream);
    }
    read = message.metaData().streamSequence();
    synchronized (moved) {
      moved.notifyAll();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
