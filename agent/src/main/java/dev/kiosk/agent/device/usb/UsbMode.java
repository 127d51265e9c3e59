package dev.kiosk.agent.device.usb;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How a device can present itself, by the classes of its interfaces (USB class codes, usb.org). */
public enum UsbMode {
  /** A serial port: communication, and the data interface that belongs to it. */
  CDC(Set.of("02", "0a")),
  /** A keyboard, or another human interface device. */
  HID(Set.of("03")),
  /** A printer. */
  PRINTER(Set.of("07")),
  /** A protocol of the maker's own. */
  VENDOR(Set.of("ff"));

  @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable; its type does not say so
  private final Set<String> classes;

  UsbMode(Set<String> classes) {
    this.classes = classes;
  }

  /** Whether one of the interfaces is of this kind. */
  boolean isAmong(Set<String> interfaceClasses) {
    return interfaceClasses.stream().anyMatch(classes::contains);
  }

  /** How it is written in endpoints: {@code cdc}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How all are written. */
  static List<String> words() {
    return Arrays.stream(values()).map(UsbMode::word).toList();
  }
}
