package dev.kiosk.agent.command;

import org.jspecify.annotations.Nullable;

/** What became of a command. The same cid always has the same outcome. */
public sealed interface Outcome {

  /**
   * Carried out.
   *
   * @param previous the limit that was replaced, or null when there was none
   */
  record Ack(@Nullable Double previous) implements Outcome {}

  /**
   * Not carried out.
   *
   * @param reason a stable word
   * @param sentence what was wrong, for people
   */
  record Nack(Reason reason, String sentence) implements Outcome {

    /** The text of the {@code reason} field: word, colon, sentence. */
    public String text() {
      return reason.word() + ": " + sentence;
    }
  }

  /** Why a command was not carried out. The words are promises to operators' programs. */
  enum Reason {
    WRONG_HOST("wrong-host"),
    INVALID_THRESHOLD("invalid-threshold"),
    UNKNOWN_METRIC("unknown-metric"),
    UNSUPPORTED_COMMAND("unsupported-command"),
    MALFORMED("malformed"),
    STORAGE_FAILED("storage-failed");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /** The word in the frame. */
    public String word() {
      return word;
    }
  }
}
