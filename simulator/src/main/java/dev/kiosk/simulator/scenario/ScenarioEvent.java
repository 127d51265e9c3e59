package dev.kiosk.simulator.scenario;

/**
 * One thing that is to happen.
 *
 * @param atMillis when, in milliseconds since the scenario began
 * @param line of the text that says so, from 1
 * @param device the id of the device
 * @param fault a condition of the device, or {@code network}
 * @param value {@code on} or {@code off}; for the network, what it is to do
 */
public record ScenarioEvent(long atMillis, int line, String device, String fault, String value) {

  /** The fault that concerns the network of a device, not the device. */
  public static final String NETWORK = "network";
}
