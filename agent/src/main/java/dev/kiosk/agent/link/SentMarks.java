package dev.kiosk.agent.link;

import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Lane;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far each lane was ever sent, over all sessions of one spool id: a server may hold more than
 * this session sent, and its receipts may say so. What no session can have sent, no server can
 * have.
 */
final class SentMarks {

  private final Map<Lane, Long> ends = new EnumMap<>(Lane.class);
  private @Nullable UUID spool;

  /**
   * A session begins. Under another spool id than the one before, everything that the spool holds
   * may have been sent by an earlier run.
   */
  void begin(Drain drain) {
    if (!drain.id().equals(spool)) {
      spool = drain.id();
      ends.clear();
      for (Lane lane : Lane.values()) {
        sent(lane, drain.next(lane));
      }
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
