package dev.kiosk.agent.condition;

import org.jspecify.annotations.Nullable;

/**
 * A condition that one answer of a device shows.
 *
 * @param condition what is wrong
 * @param subject the part concerned (head, cutter, roll, tray n), if the source names one
 * @param raw the bits or text of the source that show it, for an engineer; never passenger data
 * @param severity how bad it is here, where that is not what the condition is usually; else null
 * @param next what to do here, one sentence, where that is not what it is usually; else null
 */
public record Finding(
    Condition condition,
    @Nullable String subject,
    @Nullable String raw,
    @Nullable Severity severity,
    @Nullable String next) {

  /** A finding with the usual sentences. */
  public Finding(
      Condition condition,
      @Nullable String subject,
      @Nullable String raw,
      @Nullable Severity severity) {
    this(condition, subject, raw, severity, null);
  }

  /** A finding as bad as its condition usually is. */
  public Finding(Condition condition, @Nullable String subject, @Nullable String raw) {
    this(condition, subject, raw, null);
  }

  /** A finding with neither subject nor raw text. */
  public static Finding of(Condition condition) {
    return new Finding(condition, null, null);
  }

  /** A finding that keeps what the source said. */
  public static Finding of(Condition condition, String raw) {
    return new Finding(condition, null, raw);
  }

  /**
   * Nothing is known, for a reason that lies with the agent or its configuration and not with the
   * device: it is told in place of the usual advice, which sends people to a cable.
   *
   * @param where what could not be asked, as it is configured
   * @param why the reason and what to do about it, without a full stop
   */
  public static Finding unknown(String where, String why) {
    String next = Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".";
    return new Finding(Condition.STATUS_UNKNOWN, null, where + ": " + why, null, next);
  }

  /** The same, as bad as that. */
  public Finding withSeverity(Severity severity) {
    return new Finding(condition, subject, raw, severity, next);
  }

  /** How bad it is. */
  public Severity badness() {
    return severity == null ? condition.severity() : severity;
  }
}
