package dev.kiosk.agent.device.snmp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of prtAlertTable (RFC 3805): what the printer holds to be wrong now. Rows vanish when their
 * cause does, and the index only grows.
 *
 * @param severity 1 other, 3 critical (printing stops until it is cleared), 4 warning, 5 warning
 *     about a change
 * @param training who is needed: 3 anybody, 4 trained, 5 field service, 6 management, 7 nobody; 0
 *     when it was not told
 * @param group the part: 5 general, 6 cover, 8 input, 9 output, 10 marker, 11 supplies, 13 media
 *     path and others; 0 when it was not told
 * @param groupIndex which of these parts; -1 when the alert is about none
 * @param code what it is (PrtAlertCodeTC of the IANA printer MIB)
 * @param description the printer's own words, if it has any
 */
record Alert(
    int severity, int training, int group, int groupIndex, int code, @Nullable String description) {

  static final int GENERAL = 5;
  static final int COVER = 6;
  static final int INPUT = 8;
  static final int OUTPUT = 9;
  static final int MARKER = 10;
  static final int SUPPLIES = 11;

  static final int CRITICAL = 3;
  private static final int WARNING = 4;
  private static final int WARNING_OF_CHANGE = 5;

  static final int FIELD_SERVICE = 5;

  /** The alerts of a printer. A row without a code says nothing and is left out. */
  static List<Alert> of(Mib mib, int printer) {
    List<Alert> alerts = new ArrayList<>();
    for (Mib.Row row : mib.rows(Oids.ALERTS, printer)) {
      if (row.number(7) != null) {
        alerts.add(
            new Alert(
                whole(row, 2, 1),
                whole(row, 3, 0),
                whole(row, 4, 0),
                whole(row, 5, -1),
                whole(row, 7, 0),
                row.text(8)));
      }
    }
    return alerts;
  }

  private static int whole(Mib.Row row, int column, int otherwise) {
    Long number = row.number(column);
    return number == null || number < Integer.MIN_VALUE || number > Integer.MAX_VALUE
        ? otherwise
        : number.intValue();
  }

  /** Whether printing stops until it is cleared. */
  boolean critical() {
    return severity == CRITICAL;
  }

  /** Whether it is worth anybody's time at all. */
  boolean matters() {
    return critical() || severity == WARNING || severity == WARNING_OF_CHANGE;
  }

  /** The row for an engineer: {@code alert 13 in group 8.2, critical: "Tray 2 empty"}. */
  @Override
  public String toString() {
    String part = groupIndex > 0 ? group + "." + groupIndex : String.valueOf(group);
    String how = critical() ? "critical" : matters() ? "warning" : "severity " + severity;
    String words = description == null ? "" : ": \"" + description + "\"";
    return "alert " + code + " in group " + part + ", " + how + words;
  }
}
