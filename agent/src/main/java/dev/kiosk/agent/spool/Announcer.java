package dev.kiosk.agent.spool;

import java.util.List;

/** Turns a gap into the events that tell of it; the spool itself knows no event format. */
@FunctionalInterface
public interface Announcer {

  /**
   * The events to append to the alerts lane. The first is the gap itself, which is sent ahead of
   * its turn; what follows goes in turn.
   *
   * @return at least one event
   */
  List<byte[]> events(Gap gap);
}
