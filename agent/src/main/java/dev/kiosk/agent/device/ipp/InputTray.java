package dev.kiosk.agent.device.ipp;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What printer-input-tray (PWG 5100.13, section 5.6.8) tells about the paper: its levels. */
final class InputTray {

  /** Far from low: ten points above the tenth from which paper is low elsewhere. */
  private static final int AMPLE_PERCENT = 20;

  private static final Pattern LEVEL = number("level");
  private static final Pattern CAPACITY = number("maxcapacity");

  private InputTray() {}

  private static Pattern number(String key) {
    return Pattern.compile("(?:^|;)\\s*" + key + "\\s*=\\s*(-?[0-9]{1,9})\\s*(?:;|$)");
  }

  /** Whether the trays are known to be empty, all of them. A level that is unknown is not empty. */
  static boolean allEmpty(List<String> trays) {
    return !trays.isEmpty()
        && trays.stream().map(InputTray::level).allMatch(each -> each.orElse(-2) == 0);
  }

  /**
   * Whether the paper is far from low, as far as its levels are known: a tray is ample, and none is
   * near its edge. One that is empty is at no edge.
   */
  static boolean ample(List<String> trays) {
    List<Integer> known =
        trays.stream().map(InputTray::percent).flatMapToInt(OptionalInt::stream).boxed().toList();
    return known.stream().anyMatch(each -> each >= AMPLE_PERCENT)
        && known.stream().allMatch(each -> each >= AMPLE_PERCENT || each == 0);
  }

  private static OptionalInt percent(String tray) {
    int level = level(tray).orElse(-2);
    int capacity = value(CAPACITY, tray).orElse(-2);
    if (level == 0) {
      return OptionalInt.of(0);
    }
    return level < 0 || capacity <= 0
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.min(100, Math.max(1, 100L * level / capacity)));
  }

  private static OptionalInt level(String tray) {
    return value(LEVEL, tray);
  }

  private static OptionalInt value(Pattern key, String tray) {
    Matcher found = key.matcher(tray);
    return found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
  }
}
