package dev.kiosk.agent.status;

import dev.kiosk.agent.condition.Clears;
import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.condition.Words;
import org.jspecify.annotations.Nullable;

/**
 * A condition that holds on a device. Its code is text, not an enum, so that an older command can
 * show what a newer agent found.
 *
 * @param code the name of a {@link Condition}
 * @param severity how bad it is
 * @param sinceMillis since when, milliseconds since the Unix epoch
 * @param subject the part concerned, if known
 * @param raw what the source said, for an engineer, if known
 * @param flapping whether it comes and goes too often to tell each time
 * @param wrong what is wrong, one sentence
 * @param next what to do, one sentence
 * @param clearsByItself whether it ends by itself once the cause is gone
 * @param cuss the CUSS 2 message code
 */
public record RaisedCondition(
    String code,
    Severity severity,
    long sinceMillis,
    @Nullable String subject,
    @Nullable String raw,
    boolean flapping,
    String wrong,
    String next,
    boolean clearsByItself,
    String cuss) {

  /** A condition with its sentences from the catalogue. */
  public RaisedCondition(
      Condition condition,
      Words words,
      long sinceMillis,
      @Nullable String subject,
      @Nullable String raw,
      boolean flapping,
      Severity severity) {
    this(
        condition.name(),
        severity,
        sinceMillis,
        subject,
        raw,
        flapping,
        words.wrong(condition),
        words.next(condition),
        condition.clears() == Clears.BY_ITSELF,
        condition.cuss());
  }

  /**
   * The same, with what to do here.
   *
   * @param better one sentence; null when the catalogue's is all there is
   */
  public RaisedCondition advising(@Nullable String better) {
    return better == null
        ? this
        : new RaisedCondition(
            code,
            severity,
            sinceMillis,
            subject,
            raw,
            flapping,
            wrong,
            better,
            clearsByItself,
            cuss);
  }
}
