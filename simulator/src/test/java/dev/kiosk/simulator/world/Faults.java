package dev.kiosk.simulator.world;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Plans faults at random times, and ends them all. */
final class Faults {

  private static final List<Condition> PRINTER_FAULTS =
      List.of(
          Condition.MEDIA_OUT, Condition.COVER_OPEN, Condition.CUTTER_FAULT, Condition.MEDIA_JAM);

  private final Timeline timeline;
  private final Random random;
  private final Targets on;
  private final Consumer<Kiosk.End> end;

  /** What can fail. */
  record Targets(
      ManualTime time,
      FakeDisk disk,
      Network network,
      Server server,
      FakeDevice printer,
      FakeDevice scanner) {}

  /**
   * Faults of a world.
   *
   * @param end ends the agent's run; it is started again some time later
   */
  Faults(Timeline timeline, Random random, Targets on, Consumer<Kiosk.End> end) {
    this.timeline = timeline;
    this.random = random;
    this.on = on;
    this.end = end;
  }

  /** Plans one fault within the time to come. */
  void plan(Fault fault, Duration within) {
    long at = (long) (random.nextDouble() * within.toNanos());
    switch (fault) {
      case DROPPED_LINK -> timeline.after(at, on.network()::drop);
      case SERVER_DOWN -> during(at, seconds(5, 600), down -> on.network().setUp(!down));
      case LONG_OUTAGE -> during(at, seconds(1_800, 7_200), down -> on.network().setUp(!down));
      case SILENT_LINK -> during(at, seconds(5, 120), on.network()::setSilent);
      case SLOW_SERVER -> during(at, seconds(5, 180), slow -> on.network().setReading(!slow));
      case SERVER_FORGETS -> timeline.after(at, this::forget);
      case POWER_CUT -> timeline.after(at, () -> end.accept(Kiosk.End.POWER_CUT));
      case KILL -> timeline.after(at, () -> end.accept(Kiosk.End.KILL));
      case ORDERLY_RESTART -> timeline.after(at, () -> end.accept(Kiosk.End.IN_ORDER));
      case DEVICE_FAULT -> {
        Condition condition = any(PRINTER_FAULTS);
        during(at, seconds(5, 300), shown -> on.printer().set(condition, shown));
      }
      case HUNG_DEVICE -> during(at, seconds(20, 300), on.scanner()::hang);
      case CLOCK_STEP -> {
        Duration step = Duration.ofSeconds(random.nextInt(20_000) - 10_000);
        timeline.after(at, () -> on.time().stepWall(step));
      }
      case FULL_DISK -> {
        int left = random.nextBoolean() ? random.nextInt(600) : random.nextInt(40_000);
        withAnEnd(at, seconds(10, 1_200), full -> fill(full, left));
      }
      case DISK_REFUSES -> withAnEnd(at, seconds(10, 1_200), this::refuse);
      case DISK_AWAY -> withAnEnd(at, seconds(3_000, 6_000), this::refuse);
      case FAILING_OPERATION -> {
        int number = 1 + random.nextInt(20);
        FakeDisk.Errno how = any(List.of(FakeDisk.Errno.values()));
        timeline.after(at, () -> on.disk().failOperation(number, how));
      }
    }
  }

  private void forget() {
    on.server().forget();
    on.network().drop();
  }

  private void fill(boolean full, int left) {
    on.disk().capacity(full ? on.disk().used() + left : Long.MAX_VALUE);
  }

  private void refuse(boolean refuses) {
    if (refuses) {
      on.disk().refuse("Read-only file system");
    } else {
      on.disk().heal();
    }
  }

  private interface Switch {
    void set(boolean on);
  }

  private void during(long at, long lengthNanos, Switch fault) {
    timeline.after(at, () -> fault.set(true));
    timeline.after(at + lengthNanos, () -> fault.set(false));
  }

  /** During the fault the agent ends too, now and then, and is mostly back before it is over. */
  private void withAnEnd(long at, long lengthNanos, Switch fault) {
    during(at, lengthNanos, fault);
    if (random.nextBoolean()) {
      Kiosk.End how = any(List.of(Kiosk.End.values()));
      long then = at + (long) (random.nextDouble() * lengthNanos);
      timeline.after(then, () -> end.accept(how));
    }
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private long seconds(int least, int most) {
    return Duration.ofSeconds(least + random.nextInt(most - least)).toNanos();
  }

  /** Everything is well again from now on. */
  void heal() {
    on.network().setUp(true);
    on.network().setSilent(false);
    on.network().setReading(true);
    on.printer().heal();
    on.scanner().heal();
    on.disk().heal();
    on.disk().capacity(Long.MAX_VALUE);
  }
}
