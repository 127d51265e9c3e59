package dev.kiosk.simulator.world;

import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.LossReason;
import dev.kiosk.agent.spool.SpoolStats;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.threshold.Limit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares, in a world that is quiet again, what was promised with what is at the server. */
final class Verdict {

  /** Enough to see what is wrong. */
  private static final int MOST_OF_A_KIND = 5;

  private static final List<LossReason> REASONS = List.of(LossReason.FULL, LossReason.EXPIRED);

  private final World world;
  private final Map<Identity, String> kept;
  private final Map<Identity, String> seen;
  private final List<String> complaints = new ArrayList<>();
  private final Map<Lane, Map<LossReason, Set<String>>> missing = new EnumMap<>(Lane.class);

  private Verdict(World world) {
    this.world = world;
    this.kept = world.server().kept();
    this.seen = world.promises().seen();
  }

  /** All that is wrong; empty when the agent kept its promises. */
  static List<String> of(World world) {
    var verdict = new Verdict(world);
    verdict.complaints.addAll(world.server().complaints());
    verdict.complaints.addAll(world.promises().complaints());
    verdict.complaints.addAll(world.kiosk().complaints());
    verdict.complaints.addAll(world.operator().complaints());
    verdict.theLimitIsTheLastOneAcknowledged();
    verdict.nothingIsInvented();
    verdict.nothingIsTwice();
    verdict.allThatWasAcceptedIsThereOrTold();
    verdict.theLedgerAgrees();
    verdict.nothingIsLeft();
    verdict.nothingIsShownThatIsOver();
    verdict.noDamageIsTold();
    return verdict.complaints;
  }

  private void complain(List<String> some) {
    complaints.addAll(some.subList(0, Math.min(MOST_OF_A_KIND, some.size())));
    if (some.size() > MOST_OF_A_KIND) {
      complaints.add("and %d more like these".formatted(some.size() - MOST_OF_A_KIND));
    }
  }

  private void theLimitIsTheLastOneAcknowledged() {
    Limit holds = world.agent().thresholds().limits().get(Metric.CPU);
    if (!world.operator().waits() && holds != null && holds.value() != world.operator().limit()) {
      complaints.add(
          "the limit in force is %s, the last one acknowledged %s"
              .formatted(holds.value(), world.operator().limit()));
    }
  }

  /** The server has only what the spool showed, and the same under each identity. */
  private void nothingIsInvented() {
    var wrong = new ArrayList<String>();
    kept.forEach(
        (identity, text) -> {
          if (!text.equals(seen.get(identity))) {
            wrong.add(
                "%s is %s at the server, the spool had %s"
                    .formatted(identity, text, seen.get(identity)));
          }
        });
    complain(wrong);
  }

  /** No reading stands at two positions of one spool id: each is different from all others. */
  private void nothingIsTwice() {
    var wrong = new ArrayList<String>();
    var places = new HashMap<String, Identity>();
    kept.forEach(
        (identity, text) -> {
          if (identity.lane() == Lane.READINGS) {
            Identity other = places.put(identity.spool() + text, identity);
            if (other != null) {
              wrong.add("%s stands at %s and at %s".formatted(text, other, identity));
            }
          }
        });
    complain(wrong);
  }

  /**
   * At the server under its identity or, where the spool went on under another id meanwhile, under
   * another one; else in a gap that the server was told of.
   */
  private void allThatWasAcceptedIsThereOrTold() {
    var wrong = new ArrayList<String>();
    var texts = new HashSet<String>(kept.values());
    for (Identity identity : world.promises().accepted()) {
      String text = String.valueOf(seen.get(identity));
      if (kept.containsKey(identity) || texts.contains(text)) {
        continue;
      }
      LossReason reason = told(identity, text);
      if (reason == null) {
        wrong.add(
            "%s was accepted, is not at the server and in no gap: %s".formatted(identity, text));
      } else {
        missing
            .computeIfAbsent(identity.lane(), lane -> new EnumMap<>(LossReason.class))
            .computeIfAbsent(reason, key -> new HashSet<>())
            .add(text); // it may have had several places
      }
    }
    complain(wrong);
  }

  private @Nullable LossReason told(Identity identity, String text) {
    LossReason reason = told(identity);
    if (reason == null) { // it may have been at another place when it was lost
      for (Map.Entry<Identity, String> other : seen.entrySet()) {
        boolean same = other.getKey().lane() == identity.lane() && other.getValue().equals(text);
        reason = same && reason == null ? told(other.getKey()) : reason;
      }
    }
    return reason;
  }

  private @Nullable LossReason told(Identity place) {
    for (LossReason reason : REASONS) {
      for (Server.ToldGap gap : world.server().toldGaps()) {
        if (gap.covers(place) && gap.reason().equals(reason.wireName())) {
          return reason;
        }
      }
    }
    return null;
  }

  /**
   * The sums count what is missing; an event that was lost here may be at the server all the same.
   */
  private void theLedgerAgrees() {
    SpoolStats stats = world.agent().spool().stats();
    for (Lane lane : Lane.values()) {
      for (LossReason reason : REASONS) {
        long gone = missing.getOrDefault(lane, Map.of()).getOrDefault(reason, Set.of()).size();
        long counted = stats.of(lane).lost().getOrDefault(reason, 0L);
        long told = positionsTold(lane, reason);
        if (gone > counted || counted > told) {
          complaints.add(
              "%s, %s: %d are missing, the ledger counts %d, %d positions were told"
                  .formatted(lane, reason, gone, counted, told));
        }
      }
    }
  }

  private long positionsTold(Lane lane, LossReason reason) {
    Set<String> positions = new HashSet<>();
    for (Server.ToldGap gap : world.server().toldGaps()) {
      if (gap.first().lane() == lane && gap.reason().equals(reason.wireName())) {
        for (long i = 0; i < gap.count(); i++) {
          positions.add(gap.first().spool() + (gap.first().position() + i));
        }
      }
    }
    return positions.size();
  }

  private void nothingIsLeft() {
    SpoolStats stats = world.agent().spool().stats();
    if (stats.alerts().held() > 0 || stats.readings().held() > 1) {
      complaints.add("not drained: " + stats);
    }
    if (!stats.openGaps().isEmpty()) {
      complaints.add("open gaps: " + stats.openGaps());
    }
    if (stats.refusing() != null) {
      complaints.add("the disk is well, and is said to refuse: " + stats.refusing());
    }
  }

  /** All is well, so the server must not show anything as wrong. */
  private void nothingIsShownThatIsOver() {
    var shown = new LinkedHashMap<String, Identity>();
    world
        .promises()
        .turns()
        .forEach(
            (identity, turn) -> {
              boolean forgotten = world.promises().forgotten().contains(identity);
              if (turn.begins() && !forgotten && kept.containsKey(identity)) {
                shown.put(turn.key(), identity);
              } else if (kept.containsKey(identity)) {
                shown.remove(turn.key());
              }
            });
    shown.forEach(
        (key, identity) -> {
          if (!key.startsWith("THRESHOLD_EXCEEDED")) { // the load is as it is
            complaints.add("never ended: " + identity + " " + kept.get(identity));
          }
        });
  }

  /** The medium never failed, and the server never had more than the spool. */
  private void noDamageIsTold() {
    SpoolStats stats = world.agent().spool().stats();
    for (Lane lane : Lane.values()) {
      if (stats.of(lane).lost().containsKey(LossReason.DAMAGED)) {
        complaints.add("the ledger counts damage: " + stats.of(lane));
      }
    }
    var wrong = new ArrayList<String>();
    seen.forEach(
        (identity, text) -> {
          boolean gap = text.contains("\"type\":\"gap\"") && text.contains("damaged");
          boolean alert = text.contains("SPOOL_DAMAGED") && !text.contains("could not be read (");
          if (gap || alert) {
            wrong.add("damage is told where there was none: " + text);
          }
        });
    complain(wrong);
  }
}
