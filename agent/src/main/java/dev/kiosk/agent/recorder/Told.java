package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;

/**
 * What was told of a condition that holds.
 *
 * @param sinceMillis the wall clock of its beginning, milliseconds since the Unix epoch
 * @param severity how bad it was told to be at last
 * @param inService whether that was told while the kiosk was serviced, so that nobody was called
 */
record Told(long sinceMillis, Severity severity, boolean inService) {

  private static final String IN_SERVICE = "service";

  /** Two or three words without blanks, for the file. */
  String text() {
    return sinceMillis + " " + severity + (inService ? " " + IN_SERVICE : "");
  }

  /**
   * Reads the words of {@link #text} behind the first {@code at} of a line. All but the first may
   * be missing: earlier versions did not write them.
   */
  static Told parse(String[] words, int at, Condition condition) {
    return new Told(
        Long.parseLong(words[at]),
        words.length > at + 1 ? Severity.valueOf(words[at + 1]) : usual(condition),
        words.length > at + 2 && words[at + 2].equals(IN_SERVICE));
  }

  private static Severity usual(Condition condition) {
    // What is only worth knowing is told when it has lasted too long, so that is what it was.
    return condition.severity() == Severity.INFO ? Severity.ERROR : condition.severity();
  }
}
