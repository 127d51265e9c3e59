package dev.kiosk.simulator.scenario;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** When something begins. A function of time alone, so any stretch of time can be asked for. */
sealed interface Occasion {

  /**
   * The moments of beginning from {@code fromMillis} on, before {@code toMillis}, in rising order.
   */
  LongStream within(long fromMillis, long toMillis);

  /** The shortest time between two beginnings, in milliseconds. */
  long leastGapMillis();

  /** One moment. */
  record Once(long atMillis) implements Occasion {

    @Override
    public LongStream within(long fromMillis, long toMillis) {
      return LongStream.of(atMillis).filter(at -> at >= fromMillis && at < toMillis);
    }

    @Override
    public long leastGapMillis() {
      return Long.MAX_VALUE;
    }
  }

  /** Again and again, the first time after one period. */
  record Every(long periodMillis) implements Occasion {

    @Override
    public LongStream within(long fromMillis, long toMillis) {
      long first = Math.max(1, -Math.floorDiv(-fromMillis, periodMillis));
      return LongStream.iterate(first * periodMillis, at -> at < toMillis, at -> at + periodMillis);
    }

    @Override
    public long leastGapMillis() {
      return periodMillis;
    }
  }

  /**
   * Once in each slot of time, at a moment that seed and slot decide, early enough to last.
   *
   * @param lastsMillis shorter than a slot: what begins in a slot also ends in it
   */
  record Random(long seed, long slotMillis, long lastsMillis) implements Occasion {

    /** Keeps neighbouring slots and seeds from looking alike. */
    private static final long MIX = 0x9E3779B97F4A7C15L;

    @Override
    public LongStream within(long fromMillis, long toMillis) {
      long first = Math.max(0, Math.floorDiv(fromMillis, slotMillis));
      return LongStream.iterate(first, slot -> slot * slotMillis < toMillis, slot -> slot + 1)
          .map(this::moment)
          .filter(at -> at >= fromMillis && at < toMillis);
    }

    private long moment(long slot) {
      return slot * slotMillis + of(slot).nextLong(slotMillis - lastsMillis);
    }

    /** Which of so many things begins at a moment; the second draw of its slot. */
    int choice(long atMillis, int count) {
      SplittableRandom random = of(Math.floorDiv(atMillis, slotMillis));
      random.nextLong();
      return random.nextInt(count);
    }

    private SplittableRandom of(long slot) {
      return new SplittableRandom((seed + 1) * MIX + slot);
    }

    @Override
    public long leastGapMillis() {
      return slotMillis;
    }
  }
}
