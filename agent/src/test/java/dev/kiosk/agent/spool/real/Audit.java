package dev.kiosk.agent.spool.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.spool.Batch;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Gap;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.LossReason;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Opens a spool after an end and holds it to what was promised: accepted events are there, each
 * position is accounted for, none names two events, and nothing is called damage.
 */
final class Audit {

  private final Facts facts;
  private final Set<LossReason> allowed;

  /**
   * @param allowed why an accepted event may be gone; empty when nothing may be
   */
  Audit(Facts facts, Set<LossReason> allowed) {
    this.facts = facts;
    this.allowed = allowed;
  }

  /**
   * Checks the spool that a life would open, and closes it in an orderly way. Settles what was
   * uncertain in the facts.
   *
   * @param what names this audit in failures
   */
  void of(Life life, String what) throws IOException {
    assertThat(facts.troubles()).as(what).isEmpty();
    try (Spool spool = life.open();
        Drain drain = spool.drain()) {
      assertThat(spool.refusing()).as("%s: opening", what).isEmpty();
      assertThat(spool.takeIncidents()).as("%s: incidents of opening", what).isEmpty();
      if (facts.spoolId() != null) {
        assertThat(spool.id()).as(what).hasToString(facts.spoolId());
      }
      for (Lane lane : Lane.values()) {
        assertThat(drain.receipted(lane))
            .as("%s: receipts of %s that the spool claims", what, lane)
            .isLessThanOrEqualTo(facts.mostReceipted(lane));
        assertThat(drain.resume(lane, serverNext(drain, lane)))
            .as("%s: what the server knows of %s", what, lane)
            .isEqualTo(Drain.Resume.READY);
      }
      writeAll(spool);
      for (Lane lane : Lane.values()) {
        lane(drain, lane, what);
      }
      assertThat(drain.isCurrent()).as("%s: the spool id stays", what).isTrue();
      assertThat(spool.takeIncidents()).as("%s: incidents of reading", what).isEmpty();
    }
  }

  /** Between what the server had for certain and what it may have had, the spool knows best. */
  private long serverNext(Drain drain, Lane lane) {
    return Math.max(facts.receipted(lane), drain.receipted(lane));
  }

  private static void writeAll(Spool spool) {
    while (spool.step(Time.system().nanos()) > 0) {
      // until the alerts that tell of gaps are on disk
    }
    assertThat(spool.refusing()).isEmpty();
  }

  private void lane(Drain drain, Lane lane, String what) {
    var events = new TreeMap<Long, String>();
    List<long[]> holes = readAll(drain, lane, events);
    var gaps = new ArrayList<>(facts.allGaps());
    for (Gap gap : drain.openGaps()) {
      gaps.add(Range.of(gap));
    }
    for (long[] hole : holes) {
      assertThat(Range.behind(gaps, lane, hole[0]))
          .as("%s: %s %d to %d are not there; gaps %s", what, lane, hole[0], hole[1], gaps)
          .isGreaterThanOrEqualTo(hole[1]);
    }
    events.forEach(
        (position, hash) -> {
          String before = facts.named(lane, position);
          assertThat(hash)
              .as("%s: content of %s %d", what, lane, position)
              .isEqualTo(before == null ? hash : before);
        });
    long had = Math.max(facts.mostReceipted(lane), drain.receipted(lane));
    facts
        .accepted(lane)
        .tailMap(had)
        .forEach(
            (position, hash) -> {
              if (!events.containsKey(position)) {
                assertThat(reason(gaps, lane, position))
                    .as("%s: accepted %s %d is gone", what, lane, position)
                    .isIn(allowed);
              }
            });
    facts.settle(lane, serverNext(drain, lane), events);
  }

  private static Object reason(List<Range> gaps, Lane lane, long position) {
    for (Range gap : gaps) {
      if (gap.contains(lane, position)) {
        return gap.reason();
      }
    }
    return "silently";
  }

  /** Reads as a session does, and returns what was passed over. */
  private List<long[]> readAll(Drain drain, Lane lane, Map<Long, String> events) {
    var holes = new ArrayList<long[]>();
    long at = serverNext(drain, lane);
    long next = drain.next(lane);
    while (at < next) {
      Batch batch = drain.read(lane, at, 512, 1 << 20);
      if (batch.isEmpty() && batch.first() <= at) {
        if (at < next) {
          holes.add(new long[] {at, next});
        }
        break;
      }
      if (batch.first() > at) {
        holes.add(new long[] {at, batch.first()});
      }
      for (int i = 0; i < batch.events().size(); i++) {
        events.put(batch.first() + i, Life.hash(batch.events().get(i)));
      }
      at = batch.end();
    }
    return holes;
  }
}
