package dev.kiosk.simulator.hub.command;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command, as its kiosk says it or the hub for it.
 *
 * @param cid of which command
 * @param reason of a nack: a stable word, a colon, a sentence; null for an ack
 * @param previous of an ack: the limit that was replaced, null when there was none
 * @param json goes on to the operator unchanged
 */
public record Answer(String cid, @Nullable String reason, @Nullable Double previous, String json) {

  /** The hub's own refusal in the words of the contract. */
  public static Answer nack(String cid, String reason) {
    String json =
        "{\"kind\":\"nack\",\"cid\":\"%s\",\"reason\":\"%s\"}"
            .formatted(quoted(cid), quoted(reason));
    return new Answer(cid, reason, null, json);
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  /** {@code ack}, or the word of the nack: {@code timeout}, {@code invalid-threshold} and so on. */
  public String word() {
    return reason == null ? "ack" : reason.split(":", 2)[0];
  }

  /**
   * The same as what it is when the hub has said {@code timeout} before: with a field {@code
   * "late":true} that readers of the plain contract pass over.
   */
  Answer late() {
    String text = json.strip();
    String marked = text.substring(0, text.length() - 1) + ",\"late\":true}";
    return new Answer(cid, reason, previous, marked);
  }
}
