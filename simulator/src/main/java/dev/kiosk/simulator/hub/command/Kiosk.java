package dev.kiosk.simulator.hub.command;

/** A kiosk that is connected and takes commands. */
public interface Kiosk {

  /** Sends a message; never blocks. */
  void send(String json);
}
