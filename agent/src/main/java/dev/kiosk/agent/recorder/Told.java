package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;

/**
 * What was told of a condition that holds.
 *
 * @param sinceMillis the wall clock of its beginning, milliseconds since the Unix epoch
 * @param severity how bad it was told to be at last
 */
record Told(long sinceMillis, Severity severity) {

  /** Two words without blanks, for the file. */
  String text() {
    return sinceMillis + " " + severity;
  }

  /**
   * Reads the words of {@link #text} behind the first {@code at} of a line. The second may be
   * missing: earlier versions did not write it.
   */
  static Told parse(String[] words, int at, Condition condition) {
    return new Told(
        Long.parseLong(words[at]),
        words.length > at + 1 ? Severity.valueOf(words[at + 1]) : usual(condition));
  }

  private static Severity usual(Condition condition) {
    // What is only worth knowing is told when it has lasted too long, so that is what it was.
    return condition.severity() == Severity.INFO ? Severity.ERROR : condition.severity();
  }
}
