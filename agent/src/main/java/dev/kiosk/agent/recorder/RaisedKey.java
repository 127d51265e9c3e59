package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import org.jspecify.annotations.Nullable;

/**
 * What can be raised: a condition of a device, or one of the agent's own.
 *
 * @param device the configured id; empty for the agent's own conditions
 * @param condition which
 * @param subject tells limits apart (the metric); empty otherwise
 */
record RaisedKey(String device, Condition condition, String subject) {

  // Both spelled out: a record's own are put together from method handles at each start, and the
  // recorder looks up keys each second.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RaisedKey key
        && condition == key.condition
        && device.equals(key.device)
        && subject.equals(key.subject);
  }

  @Override
  public int hashCode() {
    return (device.hashCode() * 31 + condition.hashCode()) * 31 + subject.hashCode();
  }

  static RaisedKey ofDevice(String device, Condition condition) {
    return new RaisedKey(device, condition, "");
  }

  static RaisedKey ofAgent(Condition condition) {
    return new RaisedKey("", condition, "");
  }

  /** One word without blanks, for the file. Ids and metrics are words themselves. */
  String text() {
    return (device.isEmpty() ? "-" : device)
        + " "
        + condition
        + " "
        + (subject.isEmpty() ? "-" : subject);
  }

  /** Reads three words of {@link #text}. */
  static RaisedKey parse(String device, String condition, String subject) {
    return new RaisedKey(
        device.equals("-") ? "" : device,
        Condition.valueOf(condition),
        subject.equals("-") ? "" : subject);
  }
}
