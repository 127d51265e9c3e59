package dev.kiosk.simulator.device;

import java.util.Set;

/**
 * A barcode scanner or document reader. It scans nothing. Which conditions it can have is for the
 * buses and protocols to say that show them.
 */
public final class SimulatedScanner extends SimulatedDevice {

  /**
   * A scanner that is plugged in and well.
   *
   * @param possible the conditions that its buses and protocols can show
   */
  public SimulatedScanner(Identity identity, Set<DeviceCondition> possible) {
    super(identity, possible);
  }

  @Override
  public String kind() {
    return "scanner";
  }
}
