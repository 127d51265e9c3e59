package dev.kiosk.agent.device.snmp;

import dev.kiosk.agent.condition.Condition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the codes of alerts mean for us (PrtAlertCodeTC, IANA-PRINTER-MIB). */
final class AlertCodes {

  /**
   * What only tells that something ended, changed or was done: closed, configuration, turned on,
   * power saver, added, removed, power up and down, resets, ready, print quality, removal of a row.
   */
  private static final Set<Integer> NEWS =
      Set.of(4, 6, 7, 19, 20, 23, 25, 27, 28, 502, 503, 504, 505, 506, 507, 1005, 1801);

  private AlertCodes() {}

  /**
   * The condition that an alert shows, or null when it shows none: it tells of an end, of a change
   * that needs nobody, or does not matter.
   *
   * <p>A part that saves power is none either: it wakes when a job comes.
   */
  static @Nullable Condition condition(Alert alert) {
    if (!alert.matters()) {
      return null;
    }
    int code = alert.code();
    return switch (code) {
      case 3, 5, 18, 501 -> Condition.COVER_OPEN; // coverOpen, interlockOpen, opened, doorOpen
      case 8 -> Condition.MEDIA_JAM;
      case 9, 12, 13, 14, 15 -> ofPart(alert);
      case 10, 1111 -> Condition.SERVICE_DUE; // life almost over
      case 11, 1112 -> Condition.LIFE_END;
      case 22 -> alert.critical() ? Condition.DEVICE_OFFLINE : Condition.DEVICE_PAUSED;
      case 24 -> Condition.DEVICE_STARTING; // warming up
      case 29, 31, 37 -> Condition.RECOVERABLE_FAULT;
      case 30, 32 ->
          alert.group() == Alert.MARKER ? Condition.PRINTHEAD_FAULT : Condition.HARDWARE_FAULT;
      case 33, 38, 1003, 1004 -> Condition.HARDWARE_FAULT; // motor, thermistor, fuser
      case 34 -> Condition.BUFFER_FULL; // memory exhausted
      case 35, 1001 -> Condition.UNDER_TEMPERATURE;
      case 36, 1002 -> Condition.OVER_TEMPERATURE;
      case 801 -> Condition.INPUT_TRAY_MISSING;
      case 807 -> Condition.MEDIA_LOW;
      case 808 -> Condition.MEDIA_OUT;
      case 809, 810 -> Condition.MEDIA_MISMATCH; // other media or manual feed wanted
      case 811, 812, 813 -> Condition.MEDIA_FEED_FAULT;
      case 901 -> Condition.OUTPUT_TRAY_MISSING;
      case 902, 1302 -> Condition.OUTPUT_NEAR_FULL;
      case 903, 1303 -> Condition.OUTPUT_FULL;
      case 1101, 1102, 1103, 1114 -> Condition.SUPPLY_OUT; // toner, ink, ribbon, developer
      case 1104, 1105, 1106, 1113 -> Condition.SUPPLY_LOW;
      case 1107, 1108, 1109, 1110 -> Condition.WASTE_FULL;
      case 1115 -> Condition.SUPPLY_MISSING;
      default -> ofRange(alert);
    };
  }

  /** Codes that any part can have; what they mean depends on the part. */
  private static @Nullable Condition ofPart(Alert alert) {
    boolean media = alert.group() == Alert.INPUT;
    boolean output = alert.group() == Alert.OUTPUT;
    boolean supply = alert.group() == Alert.SUPPLIES || alert.group() == Alert.MARKER;
    return switch (alert.code()) {
      case 9 -> missing(alert, media, output, supply);
      case 12 -> media ? Condition.MEDIA_LOW : supply ? Condition.SUPPLY_LOW : other(alert);
      case 13 -> media ? Condition.MEDIA_OUT : supply ? Condition.SUPPLY_OUT : other(alert);
      case 14 -> output ? Condition.OUTPUT_NEAR_FULL : supply ? Condition.WASTE_FULL : null;
      default -> output ? Condition.OUTPUT_FULL : supply ? Condition.WASTE_FULL : other(alert);
    };
  }

  private static Condition missing(Alert alert, boolean media, boolean output, boolean supply) {
    if (media) {
      return Condition.INPUT_TRAY_MISSING;
    }
    if (output) {
      return Condition.OUTPUT_TRAY_MISSING;
    }
    if (supply) {
      return Condition.SUPPLY_MISSING;
    }
    return alert.group() == Alert.COVER ? Condition.COVER_OPEN : other(alert);
  }

  private static @Nullable Condition ofRange(Alert alert) {
    int code = alert.code();
    if (code >= 30_600 && code < 30_700) {
      return Condition.CUTTER_FAULT; // trimmers, in the range of the finisher MIB
    }
    boolean mediaChange = code >= 802 && code <= 806;
    boolean interpreterChange = code >= 1501 && code <= 1509;
    boolean news = NEWS.contains(code) || mediaChange || interpreterChange;
    // Whatever else stops printing is a fault, even if nobody knows its number.
    return news || !alert.critical() ? null : other(alert);
  }

  /** A fault whose code does not tell what it is. */
  private static Condition other(Alert alert) {
    if (!alert.critical()) {
      return Condition.SERVICE_DUE;
    }
    return alert.training() == Alert.FIELD_SERVICE
        ? Condition.HARDWARE_FAULT
        : Condition.RECOVERABLE_FAULT;
  }
}
