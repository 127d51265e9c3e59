package dev.kiosk.simulator.device;

/** Is told what happens to the simulated devices, one line for each change, for people to read. */
@FunctionalInterface
public interface Happenings {

  /**
   * Something happened. Called from several threads; must return soon.
   *
   * @param device the id of the device
   * @param what to be read behind the device's name
   */
  void happened(String device, String what);
}
