package dev.kiosk.agent.app;

import dev.kiosk.agent.device.DeviceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A device that was found, as it may be configured.
 *
 * @param id a name that is free among the suggestions, for instance {@code scanner-1}
 * @param driver the driver that probably can ask it
 * @param endpoint tells the device from all others that were found
 * @param name what the device is called, by itself or by who knows it
 * @param where where it was found, for people
 * @param queue the endpoint of the print queue that speaks of it too, if there is one
 */
record Suggestion(
    String id,
    DeviceKind kind,
    String driver,
    String endpoint,
    String name,
    String where,
    @Nullable String queue) {

  /** The lines to paste into the configuration. */
  List<String> toml() {
    var lines = new ArrayList<String>();
    lines.add("[[device]]");
    lines.add("# " + name + ", " + where);
    lines.add("id = " + quoted(id));
    lines.add("kind = " + quoted(kind.wireName()));
    lines.add("driver = " + quoted(driver));
    lines.add("endpoint = " + quoted(endpoint));
    if (queue != null) {
      lines.add("[[device.source]]");
      lines.add("driver = \"ipp\"");
      lines.add("endpoint = " + quoted(queue));
    }
    return lines;
  }

  /** The lines for people. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(String.format(Locale.US, "%-8s %s (%s)", kind.wireName(), name, where));
    lines.add(String.format(Locale.US, "%-8s driver %s, endpoint %s", "", driver, endpoint));
    if (queue != null) {
      lines.add(String.format(Locale.US, "%-8s also driver ipp, endpoint %s", "", queue));
    }
    return lines;
  }

  /** A TOML basic string; control characters were taken out where the text was read. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
