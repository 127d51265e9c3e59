package dev.kiosk.simulator.hub.nats;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** The messages that a stream has of a subject, asked for in portions. For one thread. */
final class Portions implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** After which NATS forgets a reader of ours that is gone. */
  private static final Duration FORGET = Duration.ofSeconds(30);

  /** For all attempts but the last one, which gets {@link #PATIENCE}. */
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(1);

  private static final int ATTEMPTS = 4;
  private static final int FETCH = 64;

  private final Link link;
  private final String stream;
  private final JetStreamSubscription subscription;
  private final String consumer;
  private final Deque<Message> fetched = new ArrayDeque<>();
  private long left;

  private Portions(Link link, String stream, JetStreamSubscription subscription)
      throws IOException, JetStreamApiException {
    this.link = link;
    this.stream = stream;
    this.subscription = subscription;
    ConsumerInfo info = subscription.getConsumerInfo();
    this.consumer = info.getName();
    this.left = info.getNumPending();
  }

  /**
   * Begins to read. A cluster that has lost a server may give a reader to that very one, for as
   * long as it does not know better, and then nobody answers: another attempt finds another server.
   *
   * @param wanted what to read, with a subject; what it says of acknowledgements and of its end
   *     does not count
   */
  static Portions open(Link link, String stream, ConsumerConfiguration.Builder wanted)
      throws IOException, JetStreamApiException {
    ConsumerConfiguration configuration =
        wanted.ackPolicy(AckPolicy.None).inactiveThreshold(FORGET).build();
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return open(link, stream, configuration, SHORT_PATIENCE);
      } catch (IOException silent) {
        if (!link.isConnected()) {
          throw silent;
        }
        Logger.debug("stream {} is asked again: {}", stream, silent.getMessage());
      }
    }
    return open(link, stream, configuration, PATIENCE);
  }

  private static Portions open(
      Link link, String stream, ConsumerConfiguration wanted, Duration patience)
      throws IOException, JetStreamApiException {
    JetStreamOptions waits = JetStreamOptions.builder().requestTimeout(patience).build();
    PullSubscribeOptions options =
        PullSubscribeOptions.builder().stream(stream).configuration(wanted).build();
    return new Portions(
        link,
        stream,
        link.connection().jetStream(waits).subscribe(wanted.getFilterSubject(), options));
  }

  /**
   * The next one of those that were there at the beginning.
   *
   * @return null when all were read
   * @throws IOException when none comes
   */
  @Nullable Message next() throws IOException {
    if (fetched.isEmpty() && left > 0) {
      // No more than there are: it would wait for them.
      fetched.addAll(subscription.fetch((int) Math.min(FETCH, left), PATIENCE));
      if (fetched.isEmpty()) {
        throw new IOException("no message within " + PATIENCE.toSeconds() + " s");
      }
    }
    Message next = fetched.poll();
    if (next != null) {
      left = next.metaData().pendingCount();
    }
    return next;
  }

  @Override
  public void close() {
    try {
      subscription.unsubscribe();
    } catch (IllegalStateException disconnected) {
      Logger.debug("a reader of stream {} is left to NATS: {}", stream, disconnected);
    }
    // nobody waits for the answer: what cannot be deleted now is forgotten after a while
    link.say("$JS.API.CONSUMER.DELETE." + stream + '.' + consumer, new byte[0]);
  }
}
