package dev.kiosk.agent.device.usb;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which USB device is meant: by vendor and product, also with a serial number, or by the port it is
 * plugged into.
 *
 * @param vendorId four lower-case hexadecimal digits, or null when a port is meant
 * @param productId the same
 * @param serial the serial number, or null when any will do
 * @param port the kernel's name of the port, for instance {@code 1-1.2}, or null
 */
public record UsbEndpoint(
    @Nullable String vendorId,
    @Nullable String productId,
    @Nullable String serial,
    @Nullable String port) {

  /** How an endpoint of this kind begins. */
  public static final String SCHEME = "usb:";

  private static final Pattern IDS =
      Pattern.compile("usb:([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})(?::(.{1,200}))?");
  private static final Pattern PORT =
      Pattern.compile("usb:([0-9]{1,3}-[0-9]{1,3}(\\.[0-9]{1,3})*)");

  /**
   * Reads {@code usb:05e0:1900}, {@code usb:05e0:1900:SERIAL} or {@code usb:1-1.2}.
   *
   * @throws IllegalArgumentException with one sentence that quotes the text and says what was
   *     expected
   */
  public static UsbEndpoint parse(String text) {
    Matcher ids = IDS.matcher(text);
    if (ids.matches()) {
      return new UsbEndpoint(lower(ids.group(1)), lower(ids.group(2)), ids.group(3), null);
    }
    Matcher port = PORT.matcher(text);
    if (port.matches()) {
      return new UsbEndpoint(null, null, null, port.group(1));
    }
    throw new IllegalArgumentException(
        "endpoint \""
            + text
            + "\": that names no USB device; expected vendor and product (usb:05e0:1900),"
            + " also with a serial number (usb:05e0:1900:SERIAL), or a port (usb:1-1.2)");
  }

  /** Whether that device is meant. */
  boolean matches(UsbDevice device) {
    if (port != null) {
      return port.equals(device.port());
    }
    return device.vendorId().equals(vendorId)
        && device.productId().equals(productId)
        && (serial == null || serial.equals(device.serial()));
  }

  private static String lower(String hex) {
    return hex.toLowerCase(Locale.ROOT);
  }

  /** The canonical text. */
  @Override
  public String toString() {
    return port != null
        ? SCHEME + port
        : SCHEME + vendorId + ":" + productId + (serial == null ? "" : ":" + serial);
  }
}
