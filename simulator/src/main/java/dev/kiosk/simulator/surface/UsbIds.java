package dev.kiosk.simulator.surface;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The two numbers by which a USB device is known.
 *
 * @param vendor four hexadecimal digits, lower case
 * @param product four hexadecimal digits, lower case
 */
public record UsbIds(String vendor, String product) {

  private static final Pattern WRITTEN = Pattern.compile("([0-9a-f]{4}):([0-9a-f]{4})");

  /** Reads {@code 05e0:1900}, in either case; empty if it is not written so. */
  public static Optional<UsbIds> parse(String text) {
    var found = WRITTEN.matcher(text.toLowerCase(Locale.ROOT));
    return found.matches()
        ? Optional.of(new UsbIds(found.group(1), found.group(2)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return vendor + ":" + product;
  }
}
