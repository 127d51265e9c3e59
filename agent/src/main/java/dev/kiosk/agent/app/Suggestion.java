package dev.kiosk.agent.app;

import dev.kiosk.agent.device.DeviceKind;
import java.util.List;
import java.util.Locale;

/**
 * A device that was found, as it may be configured.
 *
 * @param id a name that is free among the suggestions, for instance {@code scanner-1}
 * @param driver the driver that probably can ask it
 * @param endpoint tells the device from all others that were found
 * @param name what the device is called, by itself or by who knows it
 * @param where where it was found, for people
 */
record Suggestion(
    String id, DeviceKind kind, String driver, String endpoint, String name, String where) {

  /** The lines to paste into the configuration. */
  List<String> toml() {
    return List.of(
        "[[device]]",
        "# " + name + ", " + where,
        "id = " + quoted(id),
        "kind = " + quoted(kind.wireName()),
        "driver = " + quoted(driver),
        "endpoint = " + quoted(endpoint));
  }

  /** The lines for people. */
  List<String> lines() {
    return List.of(
        String.format(Locale.ROOT, "%-8s %s (%s)", kind.wireName(), name, where),
        String.format(Locale.ROOT, "%-8s driver %s, endpoint %s", "", driver, endpoint));
  }

  /** A TOML basic string; control characters were taken out where the text was read. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
