package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fault report of a Zebra kiosk printer, and what it means (TTP 7030 Technical Manual, status
 * reporting; Zebra knowledge article 95284117). Pure.
 *
 * <pre>
 *   06      no fault: the only proof that all is well
 *   15 cc   a fault; of several, the one with the lowest code
 * </pre>
 *
 * <p>So a fault says nothing of those with higher codes, and that those with lower ones do not
 * hold.
 */
public final class TtpStatus {

  static final int ACK = 0x06;
  static final int NAK = 0x15;

  /**
   * A fault.
   *
   * @param subject the part concerned, if it names one
   */
  private record Fault(String words, Condition condition, @Nullable String subject) {}

  private static final Map<Integer, Fault> FAULTS = faults();

  private final byte[] fault;
  private final boolean nearEnd;

  private TtpStatus(byte[] fault, boolean nearEnd) {
    this.fault = fault;
    this.nearEnd = nearEnd;
  }

  private static Map<Integer, Fault> faults() {
    var faults = new TreeMap<Integer, Fault>();
    faults.put(0x01, new Fault("paper left in presenter", Condition.MEDIA_NOT_TAKEN, "presenter"));
    faults.put(0x02, new Fault("cutter jam", Condition.CUTTER_FAULT, "cutter"));
    faults.put(0x03, new Fault("out of paper", Condition.MEDIA_OUT, "roll"));
    faults.put(0x04, new Fault("head lifted", Condition.COVER_OPEN, "head"));
    faults.put(0x05, new Fault("no paper at presenter", Condition.MEDIA_FEED_FAULT, "presenter"));
    faults.put(0x06, new Fault("head too hot", Condition.OVER_TEMPERATURE, "head"));
    faults.put(0x07, new Fault("presenter not running", Condition.HARDWARE_FAULT, "presenter"));
    faults.put(0x08, new Fault("jam while retracting", Condition.MEDIA_JAM, "presenter"));
    faults.put(0x0A, new Fault("black mark not found", Condition.MEDIA_FEED_FAULT, "roll"));
    faults.put(0x0B, new Fault("black mark calibration", Condition.MEDIA_FEED_FAULT, "roll"));
    faults.put(0x0C, new Fault("index error", Condition.RECOVERABLE_FAULT, null));
    faults.put(0x0D, new Fault("wrong checksum of the firmware", Condition.CONFIG_FAULT, null));
    faults.put(0x0E, new Fault("wrong firmware", Condition.CONFIG_FAULT, null));
    faults.put(0x0F, new Fault("no firmware", Condition.CONFIG_FAULT, null));
    faults.put(0x10, new Fault("retract timed out", Condition.MEDIA_NOT_TAKEN, "presenter"));
    faults.put(0x11, new Fault("paused", Condition.DEVICE_PAUSED, null));
    faults.put(0xFF, new Fault("fault without a name", Condition.RECOVERABLE_FAULT, null));
    return Collections.unmodifiableMap(faults);
  }

  /**
   * Reads the answers to ESC ENQ 1 and ESC ENQ 2.
   *
   * @param fault one or two bytes
   * @param nearEnd 0 or 1, as a number or as a digit
   * @throws EscPosException when one of them is no such answer; nothing counts then
   */
  public static TtpStatus parse(byte[] fault, int nearEnd) throws EscPosException {
    requireFault(fault);
    return switch (nearEnd) {
      case 0, '0' -> new TtpStatus(fault.clone(), false);
      case 1, '1' -> new TtpStatus(fault.clone(), true);
      default ->
          throw new EscPosException(
              String.format(Locale.US, "the answer %02X to ESC ENQ 2 is neither 0 nor 1", nearEnd));
    };
  }

  /** Refuses what is no answer to ESC ENQ 1. */
  static void requireFault(byte... answer) throws EscPosException {
    boolean clear = answer.length == 1 && answer[0] == ACK;
    boolean faulty = answer.length == 2 && answer[0] == NAK;
    if (!clear && !faulty) {
      throw new EscPosException("the answer to ESC ENQ 1 is neither 06 nor 15 and a code");
    }
  }

  /** An answer to ESC ENQ 1 in words. */
  static String words(byte... fault) {
    return fault[0] == ACK ? "no fault" : "fault: " + faultOf(code(fault)).words();
  }

  /** Whether the roll is nearly used up. */
  public boolean nearEnd() {
    return nearEnd;
  }

  /** The conditions that the answers show; empty when all is well. */
  public List<Finding> findings() {
    var found = new ArrayList<Finding>();
    boolean open = false;
    if (fault[0] == NAK) {
      int code = code(fault);
      Fault shown = faultOf(code);
      String raw = String.format(Locale.US, "ESC ENQ 1 = 15 %02X: %s", code, shown.words());
      found.add(new Finding(shown.condition(), shown.subject(), raw));
      open = shown.condition() == Condition.COVER_OPEN;
    }
    if (nearEnd && !open) {
      found.add(new Finding(Condition.MEDIA_LOW, "roll", "ESC ENQ 2 = 1: near end"));
    }
    return List.copyOf(found);
  }

  /** The conditions of which the answers tell whether they hold. */
  public Set<Condition> judged() {
    int lowest = fault[0] == ACK ? Integer.MAX_VALUE : code(fault);
    var judged = EnumSet.of(Condition.DEVICE_OK, Condition.MEDIA_LOW);
    FAULTS.values().forEach(each -> judged.add(each.condition()));
    FAULTS.forEach(
        (code, each) -> {
          if (code > lowest) {
            judged.remove(each.condition());
          }
        });
    findings().forEach(finding -> judged.add(finding.condition()));
    if (judged.contains(Condition.COVER_OPEN) && lowest == 0x04) {
      judged.removeAll(EscPosStatus.FROZEN_BY_COVER);
    }
    return Collections.unmodifiableSet(judged);
  }

  private static int code(byte... fault) {
    return fault[1] & 0xFF;
  }

  private static Fault faultOf(int code) {
    Fault known = FAULTS.get(code);
    return known != null
        ? known
        : new Fault("a fault that is not in the manual", Condition.RECOVERABLE_FAULT, null);
  }
}
