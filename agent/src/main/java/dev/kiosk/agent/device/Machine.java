package dev.kiosk.agent.device;

import dev.kiosk.agent.time.Time;
import java.nio.file.Path;

/**
 * What a driver is given of the machine it works on.
 *
 * @param root the file system's root, below which {@code /sys}, {@code /proc}, {@code /dev} and
 *     {@code /run} are looked for; another folder in a simulation or a test
 * @param time the clocks
 * @param tap sees the bytes that drivers with a wire send and receive
 * @param held is told how long each connection to a device was held open
 */
public record Machine(Path root, Time time, Wiretap tap, HeldOpen held) {

  /** A machine where nobody looks at the bytes, and whose times nobody reads. */
  public static Machine of(Path root, Time time) {
    return new Machine(root, time, Wiretap.NONE, new HeldOpen());
  }
}
