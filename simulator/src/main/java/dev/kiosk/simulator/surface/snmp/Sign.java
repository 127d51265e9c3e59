package dev.kiosk.simulator.surface.snmp;

import dev.kiosk.simulator.device.DeviceCondition;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a condition shows in the tables: by a bit of hrPrinterDetectedErrorState (RFC 2790; bit 0 is
 * the first octet's most significant), and by a row of prtAlertTable with a code of PrtAlertCodeTC
 * in a group of PrtAlertGroupTC (IANA-PRINTER-MIB).
 */
enum Sign {
  BUSY(DeviceCondition.DEVICE_BUSY, -1, 0, 0, false, ""),
  STARTING(DeviceCondition.DEVICE_STARTING, -1, 24, Sign.MARKER, false, "Warming up"),
  OFFLINE(DeviceCondition.DEVICE_OFFLINE, 6, 22, Sign.GENERAL, true, "Offline"),
  PAUSED(DeviceCondition.DEVICE_PAUSED, -1, 22, Sign.GENERAL, false, "Paused at the panel"),
  PAPER_LOW(DeviceCondition.MEDIA_LOW, 0, 807, Sign.INPUT, false, "Roll nearly empty"),
  PAPER_OUT(DeviceCondition.MEDIA_OUT, 1, 808, Sign.INPUT, true, "Roll empty"),
  JAM(DeviceCondition.MEDIA_JAM, 5, 8, Sign.MEDIA_PATH, true, "Paper jam"),
  MISFEED(DeviceCondition.MEDIA_FEED_FAULT, -1, 811, Sign.INPUT, true, "Black mark not found"),
  MISMATCH(DeviceCondition.MEDIA_MISMATCH, -1, 809, Sign.INPUT, false, "Load other paper"),
  TRAY_MISSING(DeviceCondition.INPUT_TRAY_MISSING, 8, 801, Sign.INPUT, true, "Tray missing"),
  BIN_NEAR_FULL(DeviceCondition.OUTPUT_NEAR_FULL, 11, 902, Sign.OUTPUT, false, "Bin nearly full"),
  BIN_FULL(DeviceCondition.OUTPUT_FULL, 12, 903, Sign.OUTPUT, true, "Bin full"),
  BIN_MISSING(DeviceCondition.OUTPUT_TRAY_MISSING, 9, 901, Sign.OUTPUT, true, "Bin missing"),
  RIBBON_LOW(DeviceCondition.SUPPLY_LOW, 2, 1106, Sign.MARKER, false, "Ribbon nearly empty"),
  RIBBON_OUT(DeviceCondition.SUPPLY_OUT, 3, 1103, Sign.MARKER, true, "Ribbon empty"),
  RIBBON_MISSING(DeviceCondition.SUPPLY_MISSING, 10, 9, Sign.SUPPLIES, true, "Ribbon missing"),
  WASTE(DeviceCondition.WASTE_FULL, -1, 15, Sign.SUPPLIES, false, "Waste box full"),
  COVER(DeviceCondition.COVER_OPEN, 4, 3, Sign.COVER_GROUP, true, "Cover open"),
  CUTTER(DeviceCondition.CUTTER_FAULT, -1, 30_601, Sign.FINISHER, true, "Cutter jam"),
  HEAD(DeviceCondition.PRINTHEAD_FAULT, -1, 30, Sign.MARKER, true, "Print head fault"),
  RECOVERABLE(DeviceCondition.RECOVERABLE_FAULT, -1, 29, Sign.GENERAL, true, "Error, reset"),
  HOT(DeviceCondition.OVER_TEMPERATURE, -1, 36, Sign.MARKER, true, "Head too hot"),
  COLD(DeviceCondition.UNDER_TEMPERATURE, -1, 35, Sign.MARKER, false, "Head too cold"),
  BROKEN(DeviceCondition.HARDWARE_FAULT, -1, 30, Sign.GENERAL, true, "Call service"),
  MEMORY(DeviceCondition.BUFFER_FULL, -1, 34, Sign.INTERPRETER, false, "Memory full"),
  SERVICE(DeviceCondition.SERVICE_DUE, 14, 10, Sign.MARKER, false, "Maintenance due"),
  WORN(DeviceCondition.LIFE_END, -1, 11, Sign.MARKER, false, "Part at the end of its life");

  private static final int GENERAL = 5;
  private static final int COVER_GROUP = 6;
  private static final int INPUT = 8;
  private static final int OUTPUT = 9;
  private static final int MARKER = 10;
  private static final int SUPPLIES = 11;
  private static final int MEDIA_PATH = 13;
  private static final int INTERPRETER = 15;
  private static final int FINISHER = 30;

  private final DeviceCondition condition;
  private final int bit;
  private final int code;
  private final int group;
  private final boolean critical;
  private final String words;

  Sign(DeviceCondition condition, int bit, int code, int group, boolean critical, String words) {
    this.condition = condition;
    this.bit = bit;
    this.code = code;
    this.group = group;
    this.critical = critical;
    this.words = words;
  }

  /** The sign of a condition; empty for one that the tables cannot show. */
  static Optional<Sign> of(DeviceCondition condition) {
    return Arrays.stream(values()).filter(each -> each.condition == condition).findFirst();
  }

  /** The conditions that the tables can show. */
  static Set<DeviceCondition> conditions() {
    Set<DeviceCondition> conditions = new TreeSet<>();
    for (Sign each : values()) {
      conditions.add(each.condition);
    }
    return conditions;
  }

  /** Whether it has a row in the alert table. */
  boolean alerts() {
    return code > 0;
  }

  /** The bit of the error state; negative when there is none for it. */
  int bit() {
    return bit;
  }

  /** The code of the alert. */
  int code() {
    return code;
  }

  /** The group of the alert. */
  int group() {
    return group;
  }

  /** Whether it stops the printer. */
  boolean critical() {
    return critical;
  }

  /** What the panel shows. */
  String words() {
    return words;
  }
}
