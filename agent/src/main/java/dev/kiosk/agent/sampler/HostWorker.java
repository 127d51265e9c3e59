package dev.kiosk.agent.sampler;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.host.HostProbe;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.telemetry.Reading;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntSupplier;

/** Reads the host: processor, memory, disk, temperature. */
final class HostWorker implements Step {

  private static final class Task {
    final HostProbe probe;
    final Schedule schedule;
    boolean broken;

    Task(HostProbe probe, Schedule schedule) {
      this.probe = probe;
      this.schedule = schedule;
    }
  }

  private final List<Task> tasks = new ArrayList<>();
  private final SampleQueue queue;
  private final Time time;
  private final Counters counters;

  HostWorker(List<Sampler.HostTask> tasks, IntSupplier pressure, Sampler.Outlet outlet) {
    this.queue = outlet.queue();
    this.time = outlet.time();
    this.counters = outlet.counters();
    for (Sampler.HostTask task : tasks) {
      Duration interval = task.interval();
      this.tasks.add(new Task(task.probe(), new Schedule(interval, pressure, time.nanos())));
    }
  }

  @Override
  public int step(long nowNanos) {
    int work = 0;
    for (Task task : tasks) {
      if (task.schedule.isDue(nowNanos)) {
        task.schedule.next(nowNanos, 0);
        OptionalDouble value = read(task);
        if (value.isEmpty()) { // no reading is better than one that was made up
          counters.count(Counter.READINGS_MISSING);
        } else {
          var reading = new Reading(task.probe.metric(), value.getAsDouble(), time.wallMillis());
          queue.add(new Sample.OfHost(reading, time.nanos()));
        }
        work++;
      }
    }
    return work;
  }

  /** A probe's mistake, or a library that does not load, costs its own reading only. */
  private OptionalDouble read(Task task) {
    try {
      OptionalDouble value = task.probe.read();
      task.broken = false;
      return value;
    } catch (VirtualMachineError worse) { // out of memory: no probe's mistake
      throw worse;
    } catch (RuntimeException | Error failure) {
      if (!task.broken) { // repeats are counted, not told again
        task.broken = true;
        Log.error(failure, "The reading of the {} failed", task.probe.metric().words());
      }
      counters.count(Counter.PROBE_FAILURES);
      return OptionalDouble.empty();
    }
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
