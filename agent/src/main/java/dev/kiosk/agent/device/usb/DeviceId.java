package dev.kiosk.agent.device.usb;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a printer says of itself in its IEEE 1284 device id (IEEE 1284-2000, clause 7.6): {@code
 * KEY:value;} pairs, the keys in a long or a short form, in any order. Pure; it takes any text,
 * since real ones come cut off, with stray bytes in front, or empty.
 *
 * @param maker who made it, or null when it does not tell
 * @param model its model, or null
 * @param serial its serial number, or null
 * @param commands the languages it speaks, for instance {@code ZPL}, or null
 */
public record DeviceId(
    @Nullable String maker,
    @Nullable String model,
    @Nullable String serial,
    @Nullable String commands) {

  private static final int MOST_CHARACTERS = 1024;
  private static final int MOST_PAIRS = 64;
  private static final int LONGEST_VALUE = 120;
  private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");
  private static final Pattern NO_LETTER = Pattern.compile("[^A-Z ]");

  /** Reads an id, without the two bytes of length that stand before it on the wire. */
  public static DeviceId parse(String text) {
    String bounded = text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
    Map<String, String> pairs = new HashMap<>();
    for (String pair : bounded.split(";", MOST_PAIRS)) {
      int colon = pair.indexOf(':');
      if (colon > 0) {
        String key = pair.substring(0, colon).toUpperCase(Locale.ROOT);
        String value = UNPRINTABLE.matcher(pair.substring(colon + 1)).replaceAll("").strip();
        if (!value.isEmpty()) {
          String shortened = value.substring(0, Math.min(value.length(), LONGEST_VALUE));
          pairs.putIfAbsent(NO_LETTER.matcher(key).replaceAll("").strip(), shortened);
        }
      }
    }
    return new DeviceId(
        first(pairs, "MFG", "MANUFACTURER"),
        first(pairs, "MDL", "MODEL"),
        first(pairs, "SN", "SERN", "SERIALNUMBER"),
        first(pairs, "CMD", "COMMAND SET"));
  }

  /** Maker and model in one text, or null when it tells no model. */
  public @Nullable String name() {
    if (model == null || maker == null) {
      return model;
    }
    return model.startsWith(maker) ? model : maker + " " + model;
  }

  private static @Nullable String first(Map<String, String> pairs, String... keys) {
    for (String key : keys) {
      String value = pairs.get(key);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
