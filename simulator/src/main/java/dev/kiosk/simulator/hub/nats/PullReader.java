package dev.kiosk.simulator.hub.nats;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.tinylog.Logger;

/** A reader of a stream that NATS keeps for us, on one of its servers. For one thread. */
final class PullReader implements AutoCloseable {

  /** For all attempts but the last one, which gets {@link Portions#PATIENCE}. */
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(1);

  private static final int ATTEMPTS = 4;

  private final Link link;
  private final String stream;
  private final JetStreamSubscription subscription;
  private final ConsumerInfo info;

  private PullReader(
      Link link, String stream, JetStreamSubscription subscription, ConsumerInfo info) {
    this.link = link;
    this.stream = stream;
    this.subscription = subscription;
    this.info = info;
  }

  /**
   * Asks for one. A cluster that has lost a server may give a reader to that very one, for as long
   * as it does not know better, and then nobody answers: another attempt finds another server.
   *
   * @param wanted with a subject
   */
  static PullReader open(Link link, String stream, ConsumerConfiguration wanted)
      throws IOException, JetStreamApiException {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return open(link, stream, wanted, SHORT_PATIENCE);
      } catch (IOException silent) {
        if (!link.isConnected()) {
          throw silent;
        }
        Logger.debug("stream {} is asked again: {}", stream, silent.getMessage());
      }
    }
    return open(link, stream, wanted, Portions.PATIENCE);
  }

  private static PullReader open(
      Link link, String stream, ConsumerConfiguration wanted, Duration patience)
      throws IOException, JetStreamApiException {
    JetStreamOptions waits = JetStreamOptions.builder().requestTimeout(patience).build();
    PullSubscribeOptions options =
        PullSubscribeOptions.builder().stream(stream).configuration(wanted).build();
    JetStreamSubscription subscription =
        link.connection().jetStream(waits).subscribe(wanted.getFilterSubject(), options);
    try {
      return new PullReader(link, stream, subscription, subscription.getConsumerInfo());
    } catch (IOException | JetStreamApiException silent) {
      subscription.unsubscribe();
      throw silent;
    }
  }

  /** How many messages its server had for it at the beginning. */
  long pending() {
    return info.getNumPending();
  }

  /** The next messages, {@code most} at the most; fewer, or none, when no more came in time. */
  List<Message> fetch(int most, Duration patience) {
    return subscription.fetch(most, patience);
  }

  @Override
  public void close() {
    try {
      subscription.unsubscribe();
    } catch (IllegalStateException disconnected) {
      Logger.debug("a reader of stream {} is left to NATS: {}", stream, disconnected);
    }
    // nobody waits for the answer: what cannot be deleted now is forgotten after a while
    link.say("$JS.API.CONSUMER.DELETE." + stream + '.' + info.getName(), new byte[0]);
  }
}
