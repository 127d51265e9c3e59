package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.time.Loop;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Steps many kiosks in one thread: those for which something arrived, and those whose time has
 * come. Whoever is not concerned costs nothing.
 */
final class Crew implements Step {

  /** No look is planned. */
  static final long NEVER = Long.MAX_VALUE;

  /** The closest that two looks at a kiosk for which nothing arrives may be. */
  private static final long CLOSEST_NANOS = 1_000_000;

  private static final int MOST_A_STEP = 256;
  private static final long IDLE_NANOS = 1_000_000_000;

  private final Time time;
  private final ConcurrentLinkedQueue<Kiosk> called = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Errand> errands = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Due> due =
      new PriorityQueue<>((one, other) -> Long.compare(one.atNanos - other.atNanos, 0));
  private volatile @Nullable Loop loop;
  private volatile @Nullable Throwable failure;

  private record Due(long atNanos, Kiosk kiosk) {}

  /** Something to be done with a kiosk by the thread that steps it. */
  interface Deed {
    /** Does it. */
    void to(Kiosk kiosk) throws IOException;
  }

  private record Errand(Kiosk kiosk, Deed deed) {}

  /** A crew without kiosks. */
  Crew(Time time) {
    this.time = time;
  }

  /** Gives it its thread. */
  Loop start(String name) {
    Loop started = new Loop(name, this, time, this::failed);
    loop = started;
    return started.start();
  }

  private void failed(Throwable broken) {
    if (failure == null) {
      failure = broken;
    }
  }

  /** What went wrong first in a kiosk's code; null when nothing did. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Something arrived for a kiosk. From any thread. */
  void call(Kiosk kiosk) {
    if (kiosk.called.compareAndSet(false, true)) {
      called.add(kiosk);
      wake();
    }
  }

  /** Has something done. From any thread. */
  void have(Kiosk kiosk, Deed deed) {
    errands.add(new Errand(kiosk, deed));
    wake();
  }

  private void wake() {
    Loop running = loop;
    if (running != null) {
      running.wake();
    }
  }

  @Override
  public int step(long nowNanos) {
    int work = 0;
    for (Errand errand = errands.poll(); errand != null; errand = errands.poll()) {
      work += turn(errand.kiosk, errand.deed);
    }
    Kiosk kiosk = called.poll();
    while (kiosk != null) {
      kiosk.called.set(false);
      work += turn(kiosk, null);
      kiosk = work < MOST_A_STEP ? called.poll() : null;
    }
    Due first = due.peek();
    while (first != null && first.atNanos - time.nanos() <= 0 && work < MOST_A_STEP) {
      due.poll();
      if (first.atNanos == first.kiosk.dueNanos) { // else it was put forward meanwhile
        first.kiosk.dueNanos = NEVER;
        work += turn(first.kiosk, null);
      }
      first = due.peek();
    }
    return work;
  }

  private int turn(Kiosk kiosk, @Nullable Deed deed) {
    long now = time.nanos();
    try {
      if (deed != null) {
        deed.to(kiosk);
      }
      kiosk.step(now);
    } catch (IOException | RuntimeException broken) { // of one kiosk; the others go on
      failed(broken);
    }
    long next = Math.max(kiosk.wakeAtNanos(now), now + CLOSEST_NANOS);
    if (kiosk.dueNanos == NEVER || next - kiosk.dueNanos < 0) {
      kiosk.dueNanos = next;
      due.add(new Due(next, kiosk));
    }
    return 1;
  }

  @Override
  public long wakeAtNanos(long nowNanos) {
    Due first = due.peek();
    return first == null ? nowNanos + IDLE_NANOS : first.atNanos;
  }
}
