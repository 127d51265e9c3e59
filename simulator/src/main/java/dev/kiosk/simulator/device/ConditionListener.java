package dev.kiosk.simulator.device;

/** Learns of each change of a device, in the thread that made it. */
public interface ConditionListener {

  /**
   * A condition began or ended; the device already shows it.
   *
   * @param on whether it holds now
   */
  void changed(DeviceCondition condition, boolean on);
}
