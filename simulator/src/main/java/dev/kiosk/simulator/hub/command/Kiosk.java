package dev.kiosk.simulator.hub.command;

/** The way to a kiosk that is connected, here or elsewhere. */
public interface Kiosk {

  /**
   * Sends it a command; never blocks. Where it turns out later that the kiosk is not there, {@link
   * CommandRelay#answered} takes a nack in its place.
   */
  void take(Command command);
}
