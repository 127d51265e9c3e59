package dev.kiosk.agent.link;

import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far each lane was ever sent, over all sessions: a server may hold more than this session
 * sent, and its receipts may say so. What no session can have sent, no server can have.
 */
final class SentMarks {

  private final Map<Lane, Long> ends = new EnumMap<>(Lane.class);

  /** Everything that the spool held when the agent started may have been sent by an earlier run. */
  SentMarks(Spool spool) {
    for (Lane lane : Lane.values()) {
      ends.put(lane, spool.next(lane));
    }
  }

  /** Events before a position were sent, or told to be in a gap. */
  void sent(Lane lane, long end) {
    ends.merge(lane, end, Math::max);
  }

  /** The highest next that a receipt may name. */
  long end(Lane lane) {
    return ends.getOrDefault(lane, 0L);
  }
}
