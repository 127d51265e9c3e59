package dev.kiosk.agent.device.ipp;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What printer-input-tray (PWG 5100.13, section 5.6.8) tells about the paper: its levels. */
final class InputTray {

  private static final Pattern LEVEL =
      Pattern.compile("(?:^|;)\\s*level\\s*=\\s*(-?[0-9]{1,9})\\s*(?:;|$)");

  private InputTray() {}

  /** Whether the trays are known to be empty, all of them. A level that is unknown is not empty. */
  static boolean allEmpty(List<String> trays) {
    return !trays.isEmpty()
        && trays.stream().map(InputTray::level).allMatch(each -> each.orElse(-2) == 0);
  }

  private static OptionalInt level(String tray) {
    Matcher level = LEVEL.matcher(tray);
    return level.find() ? OptionalInt.of(Integer.parseInt(level.group(1))) : OptionalInt.empty();
  }
}
