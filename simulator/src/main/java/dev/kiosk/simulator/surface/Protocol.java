package dev.kiosk.simulator.surface;

import java.util.function.Consumer;

/** The language of a device, apart from what carries it. */
@FunctionalInterface
public interface Protocol {

  /**
   * A host has connected.
   *
   * @param unasked takes what the device says without being asked, from any thread, until the
   *     conversation is closed; never waits
   */
  Conversation connected(Consumer<byte[]> unasked);
}
