package dev.kiosk.simulator.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiosk.agent.spool.Batch;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the spool whenever it has worked, and notes what it shows and what it promised to
 * keep. Complains at once when an event stays unwritten for too long, when a position names two
 * events, or when the agent is silent about a disk that refuses.
 */
final class Promises {

  /** The flush interval, and the finest step of the world. */
  private static final long READING_NANOS = Duration.ofMillis(1_001).toNanos();

  /** The recorder looks at the disk each second. */
  private static final long TELLING_NANOS = Duration.ofSeconds(2).toNanos();

  private static final String WRITE_FAILED = "SPOOL_WRITE_FAILED ";

  private final ObjectMapper json = new ObjectMapper();
  private final Map<Identity, String> seen = new LinkedHashMap<>();
  private final Set<Identity> accepted = new LinkedHashSet<>();
  private final Set<String> readings = new HashSet<>();
  private final Set<String> texts = new HashSet<>();
  private final Map<Identity, Turn> turns = new LinkedHashMap<>();
  private final Map<String, Boolean> conditions = new LinkedHashMap<>();
  private final Set<Identity> sinceRefusal = new HashSet<>();
  private final Set<Identity> forgotten = new HashSet<>();
  private final Map<Lane, Deque<Waiting>> waiting = new EnumMap<>(Lane.class);
  private final Map<Lane, Long> watched = new EnumMap<>(Lane.class);
  private final List<String> complaints = new ArrayList<>();
  private final List<String> toldAgain = new ArrayList<>();
  private @Nullable Drain drain;
  private String refusing = "";
  private long refusingSinceNanos;

  /** Whether the last run ended so that this one may or may not know what was told of the disk. */
  private boolean mayHaveForgotten;

  /** An event that can be read and is not accepted yet. */
  private record Waiting(Spool.Place place, Identity identity, long sinceNanos) {}

  /**
   * An alert that tells of a condition.
   *
   * @param key code and device or subject
   */
  record Turn(String key, boolean begins) {}

  /** All events that the spool showed, by identity, in the order of their first showing. */
  Map<Identity, String> seen() {
    return seen;
  }

  /** Those of them that it had on disk or knew to be with the server. */
  Set<Identity> accepted() {
    return accepted;
  }

  /** How many different readings it showed. */
  int readings() {
    return readings.size();
  }

  /** The alerts that told of a condition's beginning or end, in the order of their showing. */
  Map<Identity, Turn> turns() {
    return turns;
  }

  /**
   * Of them those that were told while the disk refused until the run ended, and those before a
   * start that could not read which conditions were raised, and said so. The agent cannot know of
   * them any more.
   */
  Set<Identity> forgotten() {
    return forgotten;
  }

  /**
   * Beginnings of what had begun already and ends of what was over. Where the disk fails, the agent
   * may not know what it told before a restart.
   */
  List<String> toldAgain() {
    return toldAgain;
  }

  /** What was not kept. */
  List<String> complaints() {
    return complaints;
  }

  /** Another run of the agent begins; what was not accepted in the last one was not promised. */
  void begin(long nowNanos) {
    drain = null;
    refusing = "";
    refusingSinceNanos = nowNanos;
    mayHaveForgotten |= !sinceRefusal.isEmpty();
    forgotten.addAll(sinceRefusal);
    conditions.clear();
    turns.forEach(
        (identity, turn) -> {
          if (accepted.contains(identity) && !forgotten.contains(identity)) {
            conditions.put(turn.key(), turn.begins());
          } else if (sinceRefusal.contains(identity)) {
            conditions.remove(turn.key());
          }
        });
    sinceRefusal.clear();
  }

  /** To be called whenever the spool may have changed. */
  void look(Spool spool, long nowNanos) {
    Drain current = drain;
    if (current == null || !current.isCurrent()) {
      boolean sameRun = current != null;
      current = spool.drain();
      drain = current;
      watched.clear();
      List<Identity> before =
          waiting.values().stream().flatMap(Deque::stream).map(Waiting::identity).toList();
      waiting.clear();
      for (Lane lane : Lane.values()) {
        read(current, lane, nowNanos);
      }
      if (sameRun) {
        before.forEach(this::hasMoved);
      }
    }
    for (Lane lane : Lane.values()) {
      read(current, lane, nowNanos);
      settle(spool, lane);
    }
  }

  /** What waits when another spool id begins is shown again under that, or the server has it. */
  private void hasMoved(Identity identity) {
    String text = String.valueOf(seen.get(identity));
    boolean shown =
        waiting.getOrDefault(identity.lane(), new ArrayDeque<>()).stream()
            .anyMatch(one -> text.equals(seen.get(one.identity())));
    boolean dies = text.contains("\"type\":\"gap\""); // it told of positions of the old id
    if (!shown && !dies) {
      accepted.add(identity);
    }
  }

  private void read(Drain current, Lane lane, long nowNanos) {
    long from = watched.getOrDefault(lane, 0L);
    Batch batch = current.read(lane, from, 1000, 1 << 20);
    while (!batch.isEmpty()) {
      for (int i = 0; i < batch.events().size(); i++) {
        long position = batch.first() + i;
        note(
            new Spool.Place(current.id(), lane, position),
            new String(batch.events().get(i), StandardCharsets.UTF_8),
            nowNanos);
      }
      watched.put(lane, batch.end());
      batch = current.read(lane, batch.end(), 1000, 1 << 20);
    }
  }

  private void note(Spool.Place place, String text, long nowNanos) {
    var identity = new Identity(place.spool().toString(), place.lane(), place.position());
    String before = seen.putIfAbsent(identity, text);
    if (before != null && !before.equals(text)) {
      complaints.add(identity + " names two events: " + before + " and " + text);
    }
    if (place.lane() == Lane.READINGS) {
      readings.add(text);
    } else if (before == null && text.contains("/raised could not be read (")) {
      forgotten.addAll(turns.keySet());
      conditions.clear();
    } else if (before == null) {
      noteTurn(identity, text);
    }
    waiting
        .computeIfAbsent(place.lane(), key -> new ArrayDeque<>())
        .add(new Waiting(place, identity, nowNanos));
  }

  private void noteTurn(Identity identity, String text) {
    try {
      JsonNode event = json.readTree(text);
      if (event.has("active")) {
        String of = event.path("device").asText() + event.path("subject").asText();
        String key = event.path("code").asText() + " " + of;
        var turn = new Turn(key, event.path("active").asBoolean());
        boolean same = turn.begins() == conditions.getOrDefault(key, !turn.begins());
        if (same && !event.path("flapping").asBoolean() && texts.add(text)) {
          toldAgain.add(identity + " " + text);
        }
        texts.add(text); // it may be shown again under another id
        turns.put(identity, turn);
        sinceRefusal.add(identity);
        conditions.put(turn.key(), turn.begins());
        mayHaveForgotten &= !key.equals(WRITE_FAILED);
      }
    } catch (JsonProcessingException malformed) {
      complaints.add("not JSON: " + text);
    }
  }

  private void settle(Spool spool, Lane lane) {
    Deque<Waiting> queue = waiting.computeIfAbsent(lane, key -> new ArrayDeque<>());
    while (!queue.isEmpty() && spool.isAccepted(queue.element().place())) {
      accepted.add(queue.remove().identity());
    }
    if (!queue.isEmpty() && spool.isAccepted(queue.getLast().place())) {
      // one that is in a gap by now was in the way
      queue.removeIf(one -> spool.isAccepted(one.place()) && accepted.add(one.identity()));
      queue.clear();
    }
  }

  /** To be called when the agent has nothing more to do at this time. */
  void rest(Spool spool, long nowNanos) {
    String now = spool.refusing();
    if (now.isEmpty() != refusing.isEmpty()) {
      refusingSinceNanos = nowNanos;
    }
    refusing = now;
    if (now.isEmpty()) {
      sinceRefusal.clear();
      writtenInTime(Lane.ALERTS, nowNanos, 0);
      writtenInTime(Lane.READINGS, nowNanos, READING_NANOS);
    }
    boolean told = conditions.getOrDefault(WRITE_FAILED, false);
    boolean wrong = told == now.isEmpty() && !mayHaveForgotten;
    if (wrong && nowNanos - refusingSinceNanos > TELLING_NANOS) {
      complaints.add(
          "at %d the disk %s for %d s, and SPOOL_WRITE_FAILED is told to %s"
              .formatted(
                  nowNanos,
                  now.isEmpty() ? "is well" : "refuses (" + now + ")",
                  (nowNanos - refusingSinceNanos) / 1_000_000_000,
                  told ? "hold" : "be over"));
      refusingSinceNanos = Long.MAX_VALUE; // once is enough
    }
  }

  private void writtenInTime(Lane lane, long nowNanos, long mostNanos) {
    Deque<Waiting> queue = waiting.getOrDefault(lane, new ArrayDeque<>());
    if (!queue.isEmpty() && nowNanos - queue.element().sinceNanos() > mostNanos) {
      Identity late = queue.element().identity();
      complaints.add(
          "the disk is well, and %s is unwritten after %d ms: %s"
              .formatted(
                  late, (nowNanos - queue.element().sinceNanos()) / 1_000_000, seen.get(late)));
      queue.clear(); // once is enough
    }
  }
}
