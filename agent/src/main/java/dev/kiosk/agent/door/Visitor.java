package dev.kiosk.agent.door;

import java.io.IOException;

/** Talks with those who come to a door. */
public interface Visitor {

  /**
   * Talks with one. Called in a thread of its own, which may wait; several may talk at once. The
   * connection is closed afterwards.
   *
   * @throws IOException when the other side has left, or its time was over; nobody is told
   */
  void receive(Visit visit) throws IOException;
}
