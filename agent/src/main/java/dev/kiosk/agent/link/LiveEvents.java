package dev.kiosk.agent.link;

import java.util.List;

/** What is told live, outside the spool, and encoded by those who know it. */
public interface LiveEvents {

  /** The hello, with the positions of this moment. */
  byte[] hello();

  /** The current states of all devices, as live events. */
  List<byte[]> states();

  /** A heartbeat. */
  byte[] heartbeat(long nowNanos);
}
