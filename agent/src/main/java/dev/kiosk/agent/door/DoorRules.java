package dev.kiosk.agent.door;

import java.time.Duration;

/**
 * What holds for every visitor of a door.
 *
 * @param name what the door leads to; its visits' threads are called NAME-1, NAME-2 and so on
 * @param places how many are let in at once, 1 or more; the kernel's queue holds the others
 * @param asking how long a visitor may take to say what it wants
 * @param answering how long it may take from then on until it has heard the whole answer
 */
public record DoorRules(String name, int places, Duration asking, Duration answering) {

  /** Checks the number of places. */
  public DoorRules {
    if (places < 1) {
      throw new IllegalArgumentException("a door needs a place: " + places);
    }
  }
}
