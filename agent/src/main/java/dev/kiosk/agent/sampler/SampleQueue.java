package dev.kiosk.agent.sampler;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Hands samples from the workers to the recorder. Bounded: when the recorder is behind (a disk that
 * stalls), the oldest sample goes and is counted, since the newest state is the one that matters.
 */
public final class SampleQueue {

  /** Over an hour of readings at the default intervals. */
  private static final int MOST = 4096;

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private final Counters counters;
  private volatile Runnable onSample = () -> {};

  /** An empty queue. */
  public SampleQueue(Counters counters) {
    this.counters = counters;
  }

  /** Whom to wake when there is something. */
  public void onSample(Runnable wake) {
    onSample = wake;
  }

  /** Adds a sample; never blocks. */
  public void add(Sample sample) {
    synchronized (samples) {
      if (samples.size() == MOST) {
        samples.removeFirst();
        counters.count(Counter.SAMPLES_DROPPED);
      }
      samples.addLast(sample);
    }
    counters.count(Counter.READINGS_TAKEN);
    onSample.run();
  }

  /** The oldest sample, or null when there is none. */
  public @Nullable Sample poll() {
    synchronized (samples) {
      return samples.pollFirst();
    }
  }
}
