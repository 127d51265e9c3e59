package dev.kiosk.agent.device.snmp;

import dev.kiosk.agent.condition.Condition;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the tables of trays, supplies and covers say (RFC 3805: prtInputTable,
 * prtMarkerSuppliesTable, prtCoverTable). They only add to alerts and error bits: a level is an
 * estimate, so alone it never stops anything but a tray that is the last one.
 *
 * <p>Of levels, -1 is without limit, -2 unknown and -3 "some is there": none of them is low. Where
 * the capacity is unknown there is no percentage, unless the unit is percent already. A receptacle
 * counts the room that is left in it, not what it holds.
 */
final class Levels {

  /** A tray or supply with so much left will need somebody soon. */
  private static final double LOW_PERCENT = 10;

  /** Ten points above the limit no sensor at its edge can be meant. */
  private static final double AMPLE_PERCENT = LOW_PERCENT + 10;

  private static final int PERCENT = 19;
  private static final int RECEPTACLE = 4;
  private static final int COVER_OPEN = 3;
  private static final int INTERLOCK_OPEN = 5;

  private static final String ORIGIN = "levels";

  private final List<Mib.Row> inputs;
  private final List<Mib.Row> supplies;
  private final List<Mib.Row> covers;

  Levels(Mib mib, int printer) {
    this.inputs = mib.rows(Oids.INPUTS, printer);
    this.supplies = mib.rows(Oids.SUPPLIES, printer);
    this.covers = mib.rows(Oids.COVERS, printer);
  }

  /** How many trays the printer lists. */
  int trays() {
    return inputs.size();
  }

  /** Whether something was learned of supplies. */
  boolean knowSupplies() {
    return !supplies.isEmpty();
  }

  /**
   * Whether the paper is far from low, as far as its levels are known: a tray is ample, and none is
   * near its edge. One that is empty is at no edge, and one that only says "some" is none to tell.
   */
  boolean amplePaper() {
    List<Double> known = inputs.stream().flatMap(row -> known(percent(row, 8, 9, 10))).toList();
    return known.stream().anyMatch(each -> each >= AMPLE_PERCENT)
        && known.stream().allMatch(each -> each >= AMPLE_PERCENT || each == 0);
  }

  /** Whether all supplies whose levels are known are far from low, and there are such. */
  boolean ampleSupplies() {
    List<Double> known =
        supplies.stream()
            .filter(row -> !isReceptacle(row))
            .flatMap(row -> known(percent(row, 7, 8, 9)))
            .toList();
    return !known.isEmpty() && known.stream().allMatch(each -> each >= AMPLE_PERCENT);
  }

  private static Stream<Double> known(@Nullable Double percent) {
    return percent == null ? Stream.empty() : Stream.of(percent);
  }

  /** Adds what the tables show. */
  void addTo(Findings findings) {
    covers.forEach(row -> addCover(findings, row));
    addTrays(findings);
    supplies.forEach(row -> addSupply(findings, row));
  }

  private static void addCover(Findings findings, Mib.Row row) {
    Long status = row.number(3);
    if (status != null && (status == COVER_OPEN || status == INTERLOCK_OPEN)) {
      findings.add(
          ORIGIN,
          Condition.COVER_OPEN,
          row.text(2),
          "prtCoverStatus." + row.index() + " = " + status);
    }
  }

  /** One empty tray among several stops nothing: other trays are printed from. */
  private void addTrays(Findings findings) {
    int low = 0;
    int empty = 0;
    var text = new StringBuilder();
    for (Mib.Row row : inputs) {
      Double percent = percent(row, 8, 9, 10);
      if (percent != null && percent <= LOW_PERCENT) {
        low++;
        empty += percent == 0 ? 1 : 0;
        text.append(text.isEmpty() ? "" : ", ")
            .append("prtInputCurrentLevel.")
            .append(row.index())
            .append(" = ")
            .append(row.number(10));
      }
    }
    if (inputs.isEmpty() || low < inputs.size()) {
      return;
    }
    Condition condition = empty == inputs.size() ? Condition.MEDIA_OUT : Condition.MEDIA_LOW;
    if (!findings.has(Condition.MEDIA_OUT)) {
      findings.add(
          ORIGIN, condition, inputs.size() == 1 ? inputs.get(0).text(13) : null, text.toString());
    }
  }

  private static void addSupply(Findings findings, Mib.Row row) {
    Double percent = percent(row, 7, 8, 9);
    if (percent == null || percent > LOW_PERCENT) {
      return;
    }
    boolean receptacle = isReceptacle(row);
    if (!receptacle && findings.has(Condition.SUPPLY_OUT)) {
      return;
    }
    findings.add(
        ORIGIN,
        receptacle ? Condition.WASTE_FULL : Condition.SUPPLY_LOW,
        row.text(6),
        "prtMarkerSuppliesLevel." + row.index() + " = " + row.number(9) + " of " + row.number(8));
  }

  private static boolean isReceptacle(Mib.Row row) {
    Long kind = row.number(4);
    return kind != null && kind == RECEPTACLE;
  }

  /** What is left, 0 to 100; null when it is not known. */
  private static @Nullable Double percent(Mib.Row row, int unit, int capacity, int level) {
    Long left = row.number(level);
    if (left == null || left < 0) {
      return null;
    }
    Long most = row.number(capacity);
    if (most != null && most > 0) {
      return Math.min(100.0, 100.0 * left / most);
    }
    Long measured = row.number(unit);
    boolean isPercent = measured != null && measured == PERCENT && left <= 100;
    return isPercent ? Double.valueOf(left) : null;
  }
}
