package dev.kiosk.agent.device.ipp;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One supply or waste container and its level (CUPS marker-* attributes, PWG 5100.9).
 *
 * @param name as the printer names it
 * @param level 0 to 100 percent; -1 unavailable, -2 unknown, -3 some is left
 * @param threshold for a supply the level from which it is low, for a waste container the level
 *     from which it is nearly full; not within 1 to 100 if the printer told none
 */
record Marker(String name, boolean waste, int level, int threshold) {

  /** In percent; what a supply counts as low by whose printer told no limit. */
  private static final int USUAL_LIMIT = 10;

  /** The markers of a printer; none when its lists do not belong together. */
  static List<Marker> all(IppGroup printer) {
    List<String> names = printer.texts("marker-names");
    List<String> types = printer.texts("marker-types");
    List<Integer> levels = printer.integers("marker-levels");
    List<Integer> lows = printer.integers("marker-low-levels");
    List<Integer> highs = printer.integers("marker-high-levels");
    int count = levels.size();
    if (names.size() != count || !fits(types, count) || !fits(lows, count) || !fits(highs, count)) {
      return List.of();
    }
    var markers = new ArrayList<Marker>();
    for (int i = 0; i < count; i++) {
      boolean waste = !types.isEmpty() && types.get(i).toLowerCase(Locale.ROOT).startsWith("waste");
      int low = lows.isEmpty() ? -1 : lows.get(i);
      int high = highs.isEmpty() ? -1 : highs.get(i);
      markers.add(
          new Marker(names.get(i), waste, levels.get(i), waste ? nearFull(low, high) : low));
    }
    return markers;
  }

  /** Some printers tell the limit of a waste container as its high, some as its low level. */
  private static int nearFull(int low, int high) {
    return high >= 1 && high < 100 ? high : low;
  }

  private static boolean fits(List<?> list, int count) {
    return list.isEmpty() || list.size() == count;
  }

  /**
   * What the level shows. An empty supply is left for the printer to tell: levels are estimates.
   */
  Optional<Condition> condition() {
    if (level < 0 || level > 100 || threshold < 1 || threshold > 100) {
      return Optional.empty();
    }
    if (waste) {
      return level >= threshold ? Optional.of(Condition.WASTE_FULL) : Optional.empty();
    }
    return level <= threshold ? Optional.of(Condition.SUPPLY_LOW) : Optional.empty();
  }

  /** Whether it tells how much is left: not only that there is some, and not of waste. */
  boolean isKnownSupply() {
    return !waste && level >= 0;
  }

  /** Whether a level that is known is at least ten points above its limit, or full. */
  boolean isAmple() {
    int limit = threshold >= 1 && threshold <= 100 ? threshold : USUAL_LIMIT;
    return level <= 100 && level >= Math.min(100, limit + 10);
  }

  /** For an engineer. */
  String words() {
    return "%s at %d %% (limit %d %%)".formatted(PlainText.of(name), level, threshold);
  }
}
