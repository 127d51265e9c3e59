package dev.kiosk.agent.app;

import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.device.escpos.EscPosProbe;
import dev.kiosk.agent.device.transport.LocalSockets;
import dev.kiosk.agent.device.transport.TcpEndpoint;
import dev.kiosk.agent.device.usb.UsbEndpoint;
import dev.kiosk.agent.device.usb.UsbProbe;
import dev.kiosk.agent.time.Time;
import java.nio.file.Path;
import java.util.Set;

/** The drivers by their names in the configuration. */
public final class Drivers {

  /** All drivers with the endpoints they take, for error messages and help. */
  public static final String KNOWN =
      "escpos (endpoint tcp://host:port) and usb (endpoint usb:05e0:1900, usb:05e0:1900:SERIAL or"
          + " usb:1-1.2)";

  private static final Set<String> NAMES = Set.of("escpos", "usb");

  private final Path root;
  private final Time time;
  private final Wiretap tap;

  /** Whether there is a driver of that name. */
  public static boolean isKnown(String driver) {
    return NAMES.contains(driver);
  }

  /**
   * Drivers for one machine.
   *
   * @param root the file system's root, where {@code /sys} and {@code /proc} are looked for
   * @param tap sees the bytes that drivers with a wire send and receive
   */
  public Drivers(Path root, Time time, Wiretap tap) {
    this.root = root;
    this.time = time;
    this.tap = tap;
  }

  /**
   * The probe for a device. Nothing is opened or asked yet.
   *
   * @throws IllegalArgumentException with one sentence: what was wrong, what was expected
   */
  public Probe create(String driver, String endpoint) {
    return switch (driver) {
      case "escpos" -> {
        var at = TcpEndpoint.parse(endpoint, EscPosProbe.DEFAULT_PORT);
        yield new EscPosProbe(at, new LocalSockets(root), time, tap);
      }
      case "usb" -> new UsbProbe(UsbEndpoint.parse(endpoint), root, time);
      default ->
          throw new IllegalArgumentException(
              "driver \"" + driver + "\" is not known; the drivers are " + KNOWN);
    };
  }
}
