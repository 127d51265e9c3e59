package dev.kiosk.simulator.surface;

/** Is shown every byte that passes between hosts and devices. */
@FunctionalInterface
public interface Traffic {

  /** Shows nobody anything. */
  Traffic UNSEEN = (device, direction, bytes) -> {};

  /** Who sent. */
  enum Direction {
    /** The kiosk, to the device. */
    FROM_HOST,
    /** The device, to the kiosk. */
    TO_HOST
  }

  /**
   * Bytes passed, in one piece. Called from several threads; must return soon.
   *
   * @param device the id of the device
   * @param bytes never changed afterwards, by either side
   */
  void bytes(String device, Direction direction, byte[] bytes);
}
