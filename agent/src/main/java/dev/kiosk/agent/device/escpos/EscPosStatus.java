package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The four answers to DLE EOT 1 to 4 and what they mean. Bits as in the Epson manuals (TM-T88III,
 * TM-U220, TM-L60II: DLE EOT); b7 is the most significant.
 *
 * <pre>
 *          b2 (04)           b3 (08)            b5 (20)             b6 (40)
 *   n=1    drawer pin        offline            awaiting recovery   feed button
 *   n=2    cover open        fed by button      stopped: paper end  error, see n=3
 *   n=3    recoverable       cutter             unrecoverable       recovers by itself
 *   n=4    near end          near end           paper end           paper end
 *   always b0 = 0, b1 = 1, b4 = 1, b7 = 0
 * </pre>
 *
 * <p>"Awaiting recovery" and "feed button" of n=1 are reserved on older models and not used. A
 * printer without a near-end sensor always says that there is enough paper.
 */
public final class EscPosStatus {

  /** What a printer with an open cover cannot tell: its roll sensors hang in the air. */
  public static final Set<Condition> FROZEN_BY_COVER =
      Set.of(
          Condition.MEDIA_LOW,
          Condition.MEDIA_OUT,
          Condition.MEDIA_JAM,
          Condition.MEDIA_FEED_FAULT,
          Condition.MEDIA_NOT_TAKEN,
          Condition.MEDIA_MISMATCH);

  private static final int B2 = 0x04;
  private static final int B3 = 0x08;
  private static final int B5 = 0x20;
  private static final int B6 = 0x40;

  private final int printer;
  private final int offlineCause;
  private final int errorCause;
  private final int roll;

  private EscPosStatus(int[] answers) {
    this.printer = answers[0];
    this.offlineCause = answers[1];
    this.errorCause = answers[2];
    this.roll = answers[3];
  }

  /**
   * Reads the answers to DLE EOT 1, 2, 3, 4, in this order.
   *
   * @throws EscPosException when there are not four, or one of them has a wrong fixed bit; no bit
   *     of the others counts then
   */
  public static EscPosStatus parse(int... answers) throws EscPosException {
    if (answers.length != 4) {
      throw new EscPosException(answers.length + " answers to the four status requests");
    }
    for (int n = 1; n <= 4; n++) {
      int answer = answers[n - 1];
      if (!EscPosStream.isAnswer(answer)) {
        throw new EscPosException(
            String.format(
                Locale.US,
                "the answer %02X to DLE EOT %d does not have the fixed bits of an ESC/POS status",
                answer,
                n));
      }
    }
    return new EscPosStatus(answers);
  }

  /** Whether the cover is open; nothing is known about the paper then. */
  public boolean coverOpen() {
    return has(offlineCause, B2);
  }

  /** The conditions that the answers show; empty when all is well. */
  public List<Finding> findings() {
    List<Finding> found = new ArrayList<>();
    addCover(found);
    addPaper(found);
    addErrors(found);
    addOffline(found);
    return List.copyOf(found);
  }

  /** The conditions of which these answers tell whether they hold. */
  public Set<Condition> judged() {
    var judged =
        EnumSet.of(
            Condition.DEVICE_OK,
            Condition.DEVICE_BUSY,
            Condition.DEVICE_OFFLINE,
            Condition.MEDIA_LOW,
            Condition.MEDIA_OUT,
            Condition.COVER_OPEN,
            Condition.CUTTER_FAULT,
            Condition.RECOVERABLE_FAULT,
            Condition.OVER_TEMPERATURE,
            Condition.HARDWARE_FAULT);
    if (coverOpen()) {
      judged.removeAll(FROZEN_BY_COVER);
    }
    return Collections.unmodifiableSet(judged);
  }

  /** The four bytes and what is odd about them, for an engineer. */
  public String raw() {
    var text =
        new StringBuilder(
            String.format(
                Locale.US,
                "DLE EOT 1..4 = %02X %02X %02X %02X",
                printer,
                offlineCause,
                errorCause,
                roll));
    if (isHalf(roll & (B2 | B3))) {
      text.append("; only one of the two near-end bits is set");
    }
    if (isHalf(roll & (B5 | B6))) {
      text.append("; only one of the two paper-end bits is set");
    }
    return text.toString();
  }

  private void addCover(List<Finding> found) {
    if (coverOpen()) {
      found.add(finding(Condition.COVER_OPEN, null));
    }
  }

  private void addPaper(List<Finding> found) {
    if (coverOpen()) {
      return;
    }
    if (paperEnd()) {
      found.add(finding(Condition.MEDIA_OUT, "roll"));
    }
    if (has(roll, B2 | B3)) {
      found.add(finding(Condition.MEDIA_LOW, "roll"));
    }
  }

  private void addErrors(List<Finding> found) {
    if (has(errorCause, B2)) {
      found.add(finding(Condition.RECOVERABLE_FAULT, "mechanism"));
    }
    if (has(errorCause, B3)) {
      found.add(finding(Condition.CUTTER_FAULT, "cutter"));
    }
    if (has(errorCause, B5)) {
      found.add(finding(Condition.HARDWARE_FAULT, null));
    }
    if (has(errorCause, B6)) {
      // In practice the head is too hot and printing waits until it has cooled.
      found.add(finding(Condition.OVER_TEMPERATURE, "head"));
    }
    if (has(offlineCause, B6) && !anyErrorCause()) {
      found.add(
          new Finding(
              Condition.RECOVERABLE_FAULT,
              null,
              raw() + "; the printer reports an error without naming its cause"));
    }
  }

  private void addOffline(List<Finding> found) {
    if (!has(printer, B3) || coverOpen() || paperEnd() || anyErrorCause()) {
      return;
    }
    if (has(offlineCause, B3)) {
      found.add(finding(Condition.DEVICE_BUSY, "feed button"));
    } else if (!has(offlineCause, B6)) {
      found.add(finding(Condition.DEVICE_OFFLINE, null));
    }
  }

  private boolean paperEnd() {
    return has(offlineCause, B5) || has(roll, B5 | B6);
  }

  private boolean anyErrorCause() {
    return has(errorCause, B2 | B3 | B5 | B6);
  }

  private Finding finding(Condition condition, @Nullable String subject) {
    return new Finding(condition, subject, raw());
  }

  private static boolean has(int answer, int anyOf) {
    return (answer & anyOf) != 0;
  }

  private static boolean isHalf(int pair) {
    return Integer.bitCount(pair) == 1;
  }
}
