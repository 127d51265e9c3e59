package dev.kiosk.agent.counters;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The agent's numbers. An instance, handed to whoever counts; safe for all threads. */
public final class Counters {

  private final Map<Counter, LongAdder> values = new EnumMap<>(Counter.class);

  /** All counters at 0. */
  public Counters() {
    for (Counter counter : Counter.values()) {
      values.put(counter, new LongAdder());
    }
  }

  /** Adds one. */
  public void count(Counter counter) {
    add(counter, 1);
  }

  /** Adds {@code n}, which is not negative. */
  public void add(Counter counter, long n) {
    adder(counter).add(n);
  }

  /** The sum so far. */
  public long value(Counter counter) {
    return adder(counter).sum();
  }

  private LongAdder adder(Counter counter) {
    LongAdder adder = values.get(counter);
    if (adder == null) {
      throw new IllegalStateException("no such counter: " + counter);
    }
    return adder;
  }
}
