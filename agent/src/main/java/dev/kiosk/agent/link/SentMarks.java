package dev.kiosk.agent.link;

import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Lane;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far each lane was ever sent, over all sessions: a server may hold more than this session
 * sent, and its receipts may say so. What no session can have sent, no server can have.
 */
final class SentMarks {

  private final UUID spool;
  private final Map<Lane, Long> ends = new EnumMap<>(Lane.class);

  private SentMarks(Drain drain) {
    this.spool = drain.id();
  }

  /**
   * The marks of the drain's spool id: those of earlier sessions if they had the same, else new
   * ones. Everything that the spool holds then may have been sent by an earlier run.
   */
  static SentMarks of(Drain drain, @Nullable SentMarks earlier) {
    if (earlier != null && earlier.spool.equals(drain.id())) {
      return earlier;
    }
    var marks = new SentMarks(drain);
    for (Lane lane : Lane.values()) {
      marks.sent(lane, drain.next(lane));
    }
    return marks;
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
