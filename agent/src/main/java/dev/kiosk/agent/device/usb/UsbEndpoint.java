package dev.kiosk.agent.device.usb;

import dev.kiosk.agent.config.DurationForm;
import dev.kiosk.agent.device.EndpointOptions;
import dev.kiosk.agent.device.ShownEndpoint;
import java.time.Duration;
import java.util.List;
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
 * @param expect how the device is to present itself, or null when that is not judged
 * @param active after how long without traffic it counts as unused, or null when that is not judged
 */
public record UsbEndpoint(
    @Nullable String vendorId,
    @Nullable String productId,
    @Nullable String serial,
    @Nullable String port,
    @Nullable UsbMode expect,
    @Nullable Duration active) {

  /** How an endpoint of this kind begins. */
  public static final String SCHEME = "usb:";

  /** The forms of this endpoint, for help and error messages. */
  public static final String FORMS =
      "usb:05e0:1900, usb:05e0:1900:SERIAL or usb:1-1.2, also with ?expect=cdc and ?active=2h";

  /** A serial number may hold a question mark; options have an equals sign behind it. */
  private static final Pattern OPTIONS = Pattern.compile("(.*)\\?([a-z]+=[^?]*)");

  private static final Pattern IDS =
      Pattern.compile("usb:([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})(?::(.{1,200}))?");
  private static final Pattern PORT =
      Pattern.compile("usb:([0-9]{1,3}-[0-9]{1,3}(\\.[0-9]{1,3})*)");

  /**
   * Reads {@code usb:05e0:1900}, {@code usb:05e0:1900:SERIAL} or {@code usb:1-1.2}, also with
   * options, as in {@code usb:05e0:1701?expect=cdc&active=2h}.
   *
   * @throws IllegalArgumentException with one sentence that quotes the text and says what was
   *     expected
   */
  public static UsbEndpoint parse(String text) {
    Matcher parts = OPTIONS.matcher(text);
    boolean hasOptions = parts.matches();
    String device = hasOptions ? parts.group(1) : text;
    var options =
        EndpointOptions.parse(
            text, hasOptions ? parts.group(2) : null, List.of("expect", "active"));
    String mode = options.oneOf("expect", "", UsbMode.words());
    UsbMode expect = mode.isEmpty() ? null : UsbMode.valueOf(mode.toUpperCase(Locale.ROOT));
    Duration active = options.duration("active", null, Duration.ofMinutes(1), Duration.ofDays(30));
    Matcher ids = IDS.matcher(device);
    if (ids.matches()) {
      return new UsbEndpoint(
          lower(ids.group(1)), lower(ids.group(2)), ids.group(3), null, expect, active);
    }
    Matcher port = PORT.matcher(device);
    if (port.matches()) {
      return new UsbEndpoint(null, null, null, port.group(1), expect, active);
    }
    throw new IllegalArgumentException(
        "endpoint \""
            + ShownEndpoint.of(text)
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
    return device() + options();
  }

  private String device() {
    return port != null
        ? SCHEME + port
        : SCHEME + vendorId + ":" + productId + (serial == null ? "" : ":" + serial);
  }

  private String options() {
    String mode = expect == null ? "" : "expect=" + expect.word();
    String idle = active == null ? "" : "active=" + DurationForm.format(active);
    String both = mode.isEmpty() || idle.isEmpty() ? mode + idle : mode + "&" + idle;
    return both.isEmpty() ? "" : "?" + both;
  }
}
