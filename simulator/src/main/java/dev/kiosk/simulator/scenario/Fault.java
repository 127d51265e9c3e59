package dev.kiosk.simulator.scenario;

/**
 * Something that can happen to a device and end again.
 *
 * @param device the id of the device
 * @param fault a condition of the device; or {@code network}, or {@code network:} and the driver of
 *     one of its outlets
 * @param start what it becomes at the beginning: {@code on} or {@code off}; for the network, what
 *     it is to do, with a number behind it if one is given
 * @param end what it becomes at the end
 */
public record Fault(String device, String fault, String start, String end) {

  private static final String NETWORK = "network";

  /** A condition that begins and ends. */
  public static Fault condition(String device, String condition) {
    return new Fault(device, condition, "on", "off");
  }

  /** A network that breaks and is mended. */
  public static Fault network(String device, String mode) {
    return new Fault(device, NETWORK, mode, "ok");
  }

  /** Whether a word names the network of a device, not one of its conditions. */
  static boolean isNetwork(String fault) {
    return fault.equals(NETWORK) || fault.startsWith(NETWORK + ":");
  }
}
