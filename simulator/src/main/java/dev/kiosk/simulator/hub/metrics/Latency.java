package dev.kiosk.simulator.hub.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** How long something took, counted in steps. */
final class Latency {

  /** Upper ends of the steps, in seconds; slower ones have no end. */
  private static final double[] STEPS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private final LongAdder[] counts = new LongAdder[STEPS.length + 1];
  private final LongAdder sumNanos = new LongAdder();

  Latency() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void add(long tookNanos) {
    double seconds = (double) tookNanos / TimeUnit.SECONDS.toNanos(1);
    int step = 0;
    while (step < STEPS.length && seconds > STEPS[step]) {
      step++;
    }
    counts[step].increment();
    sumNanos.add(tookNanos);
  }

  /** Writes it as a histogram. */
  void write(Exposition out, String name, String help) {
    out.head(name, "histogram", help);
    long below = 0;
    for (int i = 0; i < STEPS.length; i++) {
      below += counts[i].sum();
      out.sample(name + "_bucket", "le", Double.toString(STEPS[i]), below);
    }
    below += counts[STEPS.length].sum();
    out.sample(name + "_bucket", "le", "+Inf", below);
    out.value(name + "_sum", (double) sumNanos.sum() / TimeUnit.SECONDS.toNanos(1));
    out.value(name + "_count", (double) below);
  }
}
