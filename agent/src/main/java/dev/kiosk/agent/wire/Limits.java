package dev.kiosk.agent.wire;

import org.jspecify.annotations.Nullable;

/**
 * The bounds of what events carry. Names and texts of devices are cut rather than refused, because
 * an odd text must never cost an alert; a number outside its range is a mistake of the caller.
 */
final class Limits {

  /** Longest message for people, and longest raw text of a source. */
  static final int MESSAGE_CHARS = 1024;

  /** Longest name: of a device, its kind, a part, a model, a serial number. */
  static final int NAME_CHARS = 128;

  private static final double VALUE_BOUND = 1e7;

  private Limits() {}

  /** Refuses a time before 1970; no Linux clock can be set to one. */
  static void notNegative(String field, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(field + " must not be negative, was " + value);
    }
  }

  /** Refuses what is not within 0 to 100, NaN included. */
  static void percent(String field, double value) {
    if (!(value >= 0 && value <= 100)) {
      throw new IllegalArgumentException(field + " must be within 0..100, was " + value);
    }
  }

  /** Refuses what could be written only with an exponent. */
  static void writable(String field, double value) {
    if (!(Math.abs(value) < VALUE_BOUND)) {
      throw new IllegalArgumentException(
          field + " must be nearer to zero than ten million, was " + value);
    }
  }

  /** A name of at most {@link #NAME_CHARS} characters; refuses an empty one. */
  static String name(String field, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(field + " must not be empty");
    }
    return Text.bounded(value, NAME_CHARS);
  }

  /** A text of at most {@code maxChars} characters, or null. */
  static @Nullable String optional(@Nullable String value, int maxChars) {
    return value == null ? null : Text.bounded(value, maxChars);
  }
}
