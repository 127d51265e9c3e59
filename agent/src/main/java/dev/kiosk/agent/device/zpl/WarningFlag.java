package dev.kiosk.agent.device.zpl;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import org.jspecify.annotations.Nullable;

/**
 * The warning bits of group 1 in the answer to ~HQES that mean something (Zebra ZPL II Programming
 * Guide, ~HQES, table of warning flags). The other bits, 0x10 to 0x80 and 0x200 to 0x800, are
 * positions of sensors along the paper path: no condition, only a detail.
 */
enum WarningFlag {
  CALIBRATE_MEDIA(0x1, Condition.MEDIA_FEED_FAULT, "calibration", Severity.WARNING),
  CLEAN_HEAD(0x2, Condition.SERVICE_DUE, "head", null),
  REPLACE_HEAD(0x4, Condition.LIFE_END, "head", null),
  PAPER_NEAR_END(0x8, Condition.MEDIA_LOW, "roll", null),
  /** Something lies in the presenter: for a while normal after each print. */
  IN_PRESENTER(0x100, Condition.MEDIA_NOT_TAKEN, "presenter", Severity.INFO);

  private final long bit;
  private final Condition condition;
  private final String subject;
  private final @Nullable Severity severity;

  WarningFlag(long bit, Condition condition, String subject, @Nullable Severity severity) {
    this.bit = bit;
    this.condition = condition;
    this.subject = subject;
    this.severity = severity;
  }

  /** Its bit in group 1. */
  long bit() {
    return bit;
  }

  /** What it means. */
  Condition condition() {
    return condition;
  }

  /** The part that it speaks of. */
  String subject() {
    return subject;
  }

  /** How bad it is, where that is not what the condition is usually. */
  @Nullable Severity severity() {
    return severity;
  }
}
