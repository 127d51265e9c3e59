package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.store.SpoolId;
import dev.kiosk.simulator.hub.store.StoreException;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.api.Republish;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** The stream that holds the events, and what is asked of it. */
final class Stream {

  static final String NAME = "KIOSK";

  /** What NATS answers when a message does not follow the one that it says it follows. */
  private static final int WRONG_LAST_SEQUENCE = 10071;

  private static final int NO_MESSAGE = 10037;
  private static final int NO_STREAM = 10059;

  /** Headers, and what is around a message. */
  private static final int OVERHEAD_BYTES = 80 << 10;

  private static final int MIN_PAYLOAD = 256 << 10;

  private final Link link;

  Stream(Link link) {
    this.link = link;
  }

  /** A message of a spool, without its events. */
  record Last(long sequence, @Nullable String write, Standing standing) {
    static final Last NONE = new Last(0, null, Standing.NONE);
  }

  /** A message does not follow the one that it says it follows: another hub has written. */
  static final class Conflict extends Exception {
    private Conflict() {
      super("another hub has written", null, false, false);
    }
  }

  /** The most bytes of a message's body. */
  int maxBytes() throws StoreException {
    long payload = link.connection().getMaxPayload();
    if (payload < MIN_PAYLOAD) {
      throw new StoreException(
          "NATS at %s takes messages of %d bytes only; set max_payload to %d or more"
              .formatted(link.servers(), payload, 1 << 20));
    }
    return (int) Math.min(payload, 4 << 20) - OVERHEAD_BYTES;
  }

  /**
   * Makes the stream unless there is one.
   *
   * @throws IOException when the server has no JetStream, or refuses
   */
  void ensure(int replicas) throws IOException, JetStreamApiException {
    try {
      StreamInfo present = link.management().getStreamInfo(NAME);
      if (present.getConfiguration().getRepublish() == null) {
        Logger.warn("stream {} does not republish; operators see no events", NAME);
      }
    } catch (JetStreamApiException absent) {
      if (absent.getApiErrorCode() != NO_STREAM) {
        throw absent;
      }
      StreamInfo unused =
          ensure(
              link,
              StreamConfiguration.builder()
                  .name(NAME)
                  .subjects(Subjects.SPOOLS + ".>")
                  .retentionPolicy(RetentionPolicy.Limits) // without any: see Trimmer
                  .storageType(StorageType.File)
                  .replicas(replicas)
                  .republish(
                      Republish.builder()
                          .source(Subjects.SPOOLS + ".>")
                          .destination(Subjects.LIVE + ".>")
                          .build())
                  .build());
    }
  }

  /** Makes a stream unless there is one of that name, however that was made; its state. */
  static StreamInfo ensure(Link link, StreamConfiguration wanted)
      throws IOException, JetStreamApiException {
    try {
      return link.management().getStreamInfo(wanted.getName());
    } catch (JetStreamApiException absent) {
      if (absent.getApiErrorCode() != NO_STREAM) {
        throw absent;
      }
      StreamInfo made = link.connection().jetStreamManagement().addStream(wanted); // takes longer
      Logger.info("stream {} was made", wanted.getName());
      return made;
    }
  }

  /** Writes a message; its sequence number, or {@link Conflict}, or another failure. */
  CompletableFuture<Long> write(String subject, Headers headers, byte[] body) {
    return link.ask(subject, headers, body).thenApply(Stream::sequence);
  }

  private static Long sequence(Message answer) {
    try {
      return new PublishAck(answer).getSeqno();
    } catch (JetStreamApiException refused) {
      throw new CompletionException(
          refused.getApiErrorCode() == WRONG_LAST_SEQUENCE ? new Conflict() : refused);
    } catch (IOException nonsense) {
      throw new CompletionException(nonsense);
    }
  }

  /** The subjects below a filter that the stream has messages of. */
  CompletableFuture<Set<String>> subjects(String filter) {
    String question = "{\"subjects_filter\":\"%s\"}".formatted(filter);
    return link.ask("$JS.API.STREAM.INFO." + NAME, null, question.getBytes(StandardCharsets.UTF_8))
        .thenApply(Stream::subjectsOf);
  }

  private static Set<String> subjectsOf(Message answer) {
    StreamInfo info = new StreamInfo(answer);
    if (info.hasError()) {
      throw new CompletionException(new IOException(info.getError()));
    }
    return info.getStreamState().getSubjectMap().keySet();
  }

  /** Reads the last message of a spool, from the replica that takes writes. */
  CompletableFuture<Last> last(SpoolId spool) {
    return last(Subjects.of(spool));
  }

  /** Reads the last message of all subjects that a filter means, from the same replica. */
  CompletableFuture<Last> last(String filter) {
    return get("{\"last_by_subj\":\"%s\"}".formatted(filter));
  }

  /** Reads the message of a spool that has this sequence number, or the first one behind it. */
  CompletableFuture<Last> from(SpoolId spool, long sequence) {
    return get("{\"seq\":%d,\"next_by_subj\":\"%s\"}".formatted(sequence, Subjects.of(spool)));
  }

  private CompletableFuture<Last> get(String question) {
    return link.ask(
            "$JS.API.STREAM.MSG.GET." + NAME, null, question.getBytes(StandardCharsets.UTF_8))
        .thenApply(Stream::last);
  }

  private static Last last(Message answer) {
    MessageInfo info = new MessageInfo(answer, NAME, false);
    if (info.hasError()) {
      if (info.getApiErrorCode() == NO_MESSAGE) {
        return Last.NONE;
      }
      throw new CompletionException(new IOException(info.getError()));
    }
    Headers headers = info.getHeaders();
    String write = headers == null ? null : headers.getFirst(Draft.WRITE);
    String standing = headers == null ? null : headers.getFirst(Standing.HEADER);
    return new Last(info.getSeq(), write, Standing.parse(standing));
  }
}
