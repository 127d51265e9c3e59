package dev.kiosk.simulator.surface;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a device presents itself on the bus: the class of its interface (USB class codes). */
public enum UsbInterface {
  /** A keyboard or another human interface device. */
  HID("030000", 1, "usbhid"),
  /** A serial port. */
  CDC("020201", 1, "cdc_acm"),
  /** A bidirectional printer. */
  PRINTER("070102", 2, "usblp"),
  /** A protocol of the maker's own, for which the kernel has no driver. */
  VENDOR("ff0000", 2, null);

  private final String code;
  private final int endpoints;
  private final @Nullable String driver;

  UsbInterface(String code, int endpoints, @Nullable String driver) {
    this.code = code;
    this.endpoints = endpoints;
    this.driver = driver;
  }

  /** Two hexadecimal digits. */
  String classCode() {
    return code.substring(0, 2);
  }

  /** Two hexadecimal digits. */
  String subClass() {
    return code.substring(2, 4);
  }

  /** Two hexadecimal digits. */
  String protocol() {
    return code.substring(4);
  }

  /** How many endpoints it has beside that for control. */
  int endpoints() {
    return endpoints;
  }

  /** The kernel's driver for it, or null when there is none. */
  @Nullable String driver() {
    return driver;
  }

  /** What it is when it comes up in another mode than it should. */
  UsbInterface other() {
    return this == HID ? VENDOR : HID;
  }

  /** How it is written in the configuration. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
