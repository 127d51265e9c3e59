package dev.kiosk.agent.sampler;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * Asks the devices behind one endpoint, one after the other. A device that hangs stops this worker
 * only.
 */
final class EndpointWorker implements Step {

  /** While the kiosk's application holds the port, asking often only gets in its way. */
  private static final long FIRST_BACK_OFF_NANOS = Duration.ofSeconds(10).toNanos();

  private static final long MOST_BACK_OFF_NANOS = Duration.ofMinutes(5).toNanos();

  /**
   * What has just changed is asked again this soon, as often as the usual rules want to see it,
   * instead of one interval later each time.
   */
  private static final long AGAIN_NANOS = Duration.ofSeconds(3).toNanos();

  private static final int AGAIN_TIMES = 2;

  private static final class Task {
    final Sampler.DeviceTask device;
    final Schedule schedule;
    Set<Condition> shown = Set.of();
    int againLeft;
    long backOffNanos;
    boolean broken;

    Task(Sampler.DeviceTask device, Schedule schedule) {
      this.device = device;
      this.schedule = schedule;
    }
  }

  private final List<Task> tasks = new ArrayList<>();
  private final long roundNanos;
  private final SampleQueue queue;
  private final Time time;
  private final Counters counters;

  EndpointWorker(List<Sampler.DeviceTask> devices, IntSupplier pressure, Sampler.Outlet outlet) {
    this.queue = outlet.queue();
    this.time = outlet.time();
    this.counters = outlet.counters();
    this.roundNanos = Sampler.round(devices).toNanos();
    for (Sampler.DeviceTask device : devices) {
      tasks.add(new Task(device, new Schedule(device.interval(), pressure, time.nanos())));
    }
  }

  @Override
  public int step(long nowNanos) {
    int work = 0;
    for (Task task : tasks) {
      if (task.schedule.isDue(nowNanos)) {
        Observation seen = observe(task);
        task.backOffNanos = backOff(task, seen);
        count(task, seen);
        task.schedule.next(time.nanos(), task.backOffNanos);
        if (task.backOffNanos == 0 && toBeConfirmed(task, seen)) {
          task.schedule.soon(time.nanos(), AGAIN_NANOS);
        }
        queue.add(sample(task, seen));
        work++;
      }
    }
    return work;
  }

  private Observation observe(Task task) {
    Sampler.DeviceTask device = task.device;
    try {
      Observation seen = device.probe().observe(device.timeout());
      task.broken = false;
      return seen;
    } catch (VirtualMachineError worse) { // out of memory: no driver's mistake
      throw worse;
    } catch (RuntimeException | Error failure) {
      // A driver's mistake, or a native library that does not load, must not cost the other
      // devices.
      counters.count(Counter.PROBE_FAILURES);
      if (!task.broken) { // repeats are counted, not told again
        task.broken = true;
        tell(failure, device.id());
      }
      return Observation.blind(
          device.probe().endpoint(),
          Finding.of(Condition.STATUS_UNKNOWN, "driver failed: " + failure));
    }
  }

  private void count(Task task, Observation seen) {
    if (task.backOffNanos > 0) {
      counters.count(Counter.PROBES_PUT_OFF);
    } else if (shows(seen, Condition.NOT_RESPONDING) || shows(seen, Condition.LINK_DOWN)) {
      counters.count(Counter.PROBES_UNANSWERED);
    }
  }

  /** A library that this machine cannot load is expected trouble; anything else is a bug. */
  private static void tell(Throwable failure, String device) {
    if (failure instanceof LinkageError) {
      Log.error(
          "The driver of {} failed ({}); its state counts as unknown",
          device,
          failure.getMessage());
    } else {
      Log.error(failure, "The driver of {} failed; its state counts as unknown", device);
    }
  }

  private static boolean toBeConfirmed(Task task, Observation seen) {
    Set<Condition> shown =
        seen.findings().stream().map(Finding::condition).collect(Collectors.toSet());
    if (!shown.equals(task.shown)) {
      task.shown = shown;
      task.againLeft = AGAIN_TIMES;
    }
    if (task.againLeft == 0) {
      return false;
    }
    task.againLeft--;
    return true;
  }

  private static boolean shows(Observation seen, Condition condition) {
    return seen.findings().stream().anyMatch(found -> found.condition() == condition);
  }

  private static long backOff(Task task, Observation seen) {
    if (!shows(seen, Condition.PORT_IN_USE)) {
      return 0;
    }
    return task.backOffNanos == 0
        ? FIRST_BACK_OFF_NANOS
        : Math.min(MOST_BACK_OFF_NANOS, 2 * task.backOffNanos);
  }

  private Sample sample(Task task, Observation seen) {
    return new Sample.OfDevice(
        task.device.id(),
        new Sample.Source(task.device.source(), seen.authority().rank(), seen.source()),
        Sample.seen(seen),
        time.wallMillis(),
        time.nanos(),
        // A worker that is busy comes back no sooner, and may take that long each time.
        Math.max(task.schedule.inForceNanos(), roundNanos));
  }

  @Override
  public long wakeAtNanos(long nowNanos) {
    long soonest = nowNanos + Duration.ofMinutes(1).toNanos();
    for (Task task : tasks) {
      soonest = Math.min(soonest, task.schedule.dueNanos());
    }
    return soonest;
  }
}
