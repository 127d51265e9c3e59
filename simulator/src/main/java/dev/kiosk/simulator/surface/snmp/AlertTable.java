package dev.kiosk.simulator.surface.snmp;

import dev.kiosk.simulator.device.DeviceCondition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The alerts of a printer. A condition adds a row, its end takes the row away; an index is never
 * given twice (RFC 3805, prtAlertIndex). Safe for many threads.
 */
final class AlertTable {

  private final Map<Sign, Row> rows = new EnumMap<>(Sign.class);
  private int lastIndex;
  private int criticalEvents;

  /**
   * One row.
   *
   * @param ticks the uptime when it was added, in hundredths of a second
   */
  record Row(int index, Sign sign, long ticks) {}

  /** A condition began or ended. */
  synchronized void changed(DeviceCondition condition, boolean on, long ticks) {
    Sign sign = Sign.of(condition).filter(Sign::alerts).orElse(null);
    if (sign == null) {
      return;
    }
    if (!on) {
      rows.remove(sign);
    } else if (!rows.containsKey(sign)) {
      rows.put(sign, new Row(++lastIndex, sign, ticks));
      criticalEvents += sign.critical() ? 1 : 0;
    }
  }

  /** The rows now, by index. A copy. */
  synchronized List<Row> rows() {
    List<Row> list = new ArrayList<>(rows.values());
    list.sort((one, other) -> Integer.compare(one.index(), other.index()));
    return list;
  }

  /** How many rows were ever added. */
  synchronized int allEvents() {
    return lastIndex;
  }

  /** How many critical rows were ever added. */
  synchronized int criticalEvents() {
    return criticalEvents;
  }
}
