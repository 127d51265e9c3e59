package dev.kiosk.simulator.hub.nats;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The messages that a stream has of a subject, asked for in portions. For one thread.
 *
 * <p>A reader lies on one server. One that has just come back to its cluster, and does not have all
 * yet, says that nothing is left when there is. So whoever opens this says how to know the message
 * that must come, and NATS is asked for another reader until it did.
 */
final class Portions implements AutoCloseable {

  /** How long messages may take that are there. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** After which NATS forgets a reader of ours that is gone. */
  private static final Duration FORGET = Duration.ofSeconds(30);

  private static final int FETCH = 64;

  /** How long a server that does not have all is waited for before NATS is asked anew. */
  private static final Duration LAG_PATIENCE = Duration.ofMillis(250);

  /** Together as long as {@link #PATIENCE}, and what the asking takes. */
  private static final int LAG_ATTEMPTS = 20;

  private final Link link;
  private final String stream;
  private final ConsumerConfiguration wanted;
  private final @Nullable Predicate<Message> mustCome;
  private final Deque<Message> fetched = new ArrayDeque<>();
  private PullReader reader;
  private long left;
  private long reached;
  private boolean came;
  private int inVain;

  private Portions(
      Link link, String stream, ConsumerConfiguration wanted, @Nullable Predicate<Message> mustCome)
      throws IOException, JetStreamApiException {
    this.link = link;
    this.stream = stream;
    this.wanted = wanted;
    this.mustCome = mustCome;
    this.came = mustCome == null;
    this.reader = PullReader.open(link, stream, wanted);
    this.left = reader.pending();
  }

  /**
   * Begins to read.
   *
   * @param wanted what to read, with a subject; what it says of acknowledgements and of its end
   *     does not count
   * @param mustCome whether a message is the one that must come, or one behind it; null when none
   *     is known
   */
  static Portions open(
      Link link,
      String stream,
      ConsumerConfiguration.Builder wanted,
      @Nullable Predicate<Message> mustCome)
      throws IOException, JetStreamApiException {
    ConsumerConfiguration configuration =
        wanted.ackPolicy(AckPolicy.None).inactiveThreshold(FORGET).build();
    return new Portions(link, stream, configuration, mustCome);
  }

  /**
   * The next one of those that were there at the beginning, and perhaps of those behind.
   *
   * @return null when all were read
   * @throws IOException when none comes, or the one does not that must
   */
  @Nullable Message next() throws IOException {
    while (left > 0 || !fetched.isEmpty() || !came) {
      if (fetched.isEmpty()) {
        fetch();
      }
      Message next = fetched.remove();
      left = next.metaData().pendingCount();
      long sequence = next.metaData().streamSequence();
      if (sequence > reached) { // a reader may begin before what another one has brought
        reached = sequence;
        inVain = 0;
        came = came || mustCome == null || mustCome.test(next);
        return next;
      }
    }
    return null;
  }

  private void fetch() throws IOException {
    while (left == 0) {
      if (inVain == LAG_ATTEMPTS) {
        throw new IOException(
            "of %s only what stands up to message %d of stream %s came, and there is more"
                .formatted(wanted.getFilterSubject(), reached, stream));
      }
      inVain++;
      if (fetched.addAll(reader.fetch(1, LAG_PATIENCE))) {
        return;
      }
      askAnew();
    }
    // No more than there are: it would wait for them.
    if (!fetched.addAll(reader.fetch((int) Math.min(FETCH, left), PATIENCE))) {
      throw new IOException("no message within " + PATIENCE.toSeconds() + " s");
    }
  }

  private void askAnew() throws IOException {
    Logger.debug("stream {} ends at message {}; another reader is asked", stream, reached);
    ConsumerConfiguration further =
        reached > 0 && wanted.getDeliverPolicy() == DeliverPolicy.ByStartSequence
            ? ConsumerConfiguration.builder(wanted).startSequence(reached + 1).build()
            : wanted;
    reader.close();
    try {
      reader = PullReader.open(link, stream, further);
    } catch (JetStreamApiException refused) {
      throw new IOException(refused);
    }
    left = reader.pending();
  }

  @Override
  public void close() {
    reader.close();
  }
}
