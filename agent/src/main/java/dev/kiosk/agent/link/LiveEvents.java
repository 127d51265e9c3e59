package dev.kiosk.agent.link;

import dev.kiosk.agent.spool.Drain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told live, outside the spool, and encoded by those who know it. */
public interface LiveEvents {

  /** The hello, with the spool id and the positions that a session begins with. */
  byte[] hello(Drain drain);

  /** The current states of all devices, as live events. */
  List<byte[]> states();

  /** A heartbeat; null when nobody's heart beats, as the sender's name is one of the past. */
  byte @Nullable [] heartbeat(long nowNanos);
}
