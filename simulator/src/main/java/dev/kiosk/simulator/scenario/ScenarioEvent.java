package dev.kiosk.simulator.scenario;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is to happen.
 *
 * @param atMillis when, in milliseconds since the scenario began
 * @param line of the text that says so, from 1
 * @param device the id of the device
 * @param fault a condition of the device, or its network
 * @param value {@code on} or {@code off}; for the network, what it is to do
 */
public record ScenarioEvent(long atMillis, int line, String device, String fault, String value) {

  /** Whether it concerns the network of the device, not the device. */
  public boolean isNetwork() {
    return Fault.isNetwork(fault);
  }

  /** The driver at whose outlet alone the network breaks; null for all. */
  public @Nullable String outlet() {
    int colon = fault.indexOf(':');
    return colon < 0 ? null : fault.substring(colon + 1);
  }

  /** For a network: what it is to do, without the number. */
  public String mode() {
    return value.replaceFirst(" .*", "");
  }

  /** For a network: the number that goes with it; null for the usual one. */
  public @Nullable Integer amount() {
    int space = value.indexOf(' ');
    return space < 0 ? null : Integer.valueOf(value.substring(space + 1));
  }
}
