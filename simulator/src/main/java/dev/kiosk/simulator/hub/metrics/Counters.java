package dev.kiosk.simulator.hub.metrics;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a hub counts. Any thread may count at any time; nothing here waits. */
public final class Counters {

  /** Who may be refused, by where it knocked. */
  public enum Door {
    AGENT,
    OPERATOR,
    HTTP
  }

  /**
   * All outcomes that have a label of their own; agents may invent words, those are {@code other}.
   */
  private static final List<String> OUTCOMES =
      List.of(
          "ack",
          "late",
          "timeout",
          "offline",
          "wrong-host",
          "invalid-threshold",
          "unknown-metric",
          "unsupported-command",
          "malformed",
          "storage-failed",
          "other");

  private final Map<Counter, LongAdder> counts = new EnumMap<>(Counter.class);
  private final Map<Door, LongAdder> refused = new EnumMap<>(Door.class);
  private final Map<String, LongAdder> outcomes = new LinkedHashMap<>();
  private final Latency store = new Latency();

  /** Counters at zero. */
  public Counters() {
    for (Counter counter : Counter.values()) {
      counts.put(counter, new LongAdder());
    }
    for (Door door : Door.values()) {
      refused.put(door, new LongAdder());
    }
    OUTCOMES.forEach(outcome -> outcomes.put(outcome, new LongAdder()));
  }

  /** Counts. */
  public void add(Counter counter, long more) {
    adder(counts, counter).add(more);
  }

  /** Counts a request that was not let in. */
  public void refused(Door door) {
    adder(refused, door).increment();
  }

  /** Counts the outcome of a command. */
  public void outcome(String word) {
    adder(outcomes, outcomes.containsKey(word) ? word : "other").increment();
  }

  /** Counts the time from the arrival of a frame to when all of it was on disk, in nanoseconds. */
  public void stored(long tookNanos) {
    store.add(tookNanos);
  }

  private static <K> LongAdder adder(Map<K, LongAdder> of, K key) {
    LongAdder adder = of.get(key);
    if (adder == null) {
      throw new IllegalStateException("not counted: " + key);
    }
    return adder;
  }

  /** Writes all of them. */
  public void write(Exposition out) {
    counts.forEach((counter, count) -> out.counter(counter.metric(), counter.help(), count.sum()));
    out.head("refused_logins_total", "counter", "Requests refused for who sent them, by door.");
    refused.forEach(
        (door, count) ->
            out.sample(
                "refused_logins_total", "door", door.name().toLowerCase(Locale.ROOT), count.sum()));
    out.head(
        "commands_total",
        "counter",
        "Commands by outcome: ack, the word of a nack, or late for an answer after a timeout.");
    outcomes.forEach((word, count) -> out.sample("commands_total", "outcome", word, count.sum()));
    store.write(out, "store_seconds", "From the arrival of a frame until all of it is on disk.");
  }
}
