package dev.kiosk.agent.app;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.time.Alarm;
import dev.kiosk.agent.time.Loop;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An agent with a thread for each of its parts; one that asks devices or does commands has one
 * while it does.
 */
public final class RunningAgent implements AutoCloseable {

  /** A probe that waits for a hung device is not waited for; the rest is quick. */
  private static final Duration PROBE_PATIENCE = Duration.ofMillis(200);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final long STEP_LOOK_NANOS = Duration.ofMillis(5).toNanos();
  private static final String PROBE = "probe-";
  private static final String ALARM = "alarm";
  private static final String COMMAND = "command";
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long TELL_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

  private final Agent agent;
  private final Time time;
  private final Alarm alarm = new Alarm();
  private final Map<String, Loop> loops = new LinkedHashMap<>();
  private final Map<String, Long> failureToldNanos = new ConcurrentHashMap<>();
  private boolean closed;
  private boolean inOrder;

  private RunningAgent(Agent agent, Time time) {
    this.agent = agent;
    this.time = time;
  }

  /** Starts the threads of an assembled agent. */
  public static RunningAgent start(Agent agent, Time time) {
    var running = new RunningAgent(agent, time);
    running.alarm.onEarlier(() -> running.wake(ALARM));
    running.add(new Agent.Part(ALARM, running.alarm), UnaryOperator.identity());
    for (Agent.Part part : agent.parts()) {
      boolean seldom = part.name().startsWith(PROBE) || part.name().equals(COMMAND);
      running.add(part, loop -> seldom ? loop.calledBy(running.alarm) : loop);
    }
    agent.onWork(running::wake);
    running.loops.values().forEach(Loop::start);
    return running;
  }

  private void add(Agent.Part part, UnaryOperator<Loop> manner) {
    var loop = new Loop(part.name(), part.step(), time, failure -> failed(part, failure));
    loops.put(part.name(), manner.apply(loop));
  }

  /**
   * Told in full once a minute at the most: an error that comes back each second must not fill the
   * journal.
   */
  private void failed(Agent.Part part, Throwable failure) {
    agent.counters().count(Counter.LOOP_FAILURES);
    long now = time.nanos();
    Long last = failureToldNanos.get(part.name());
    if (last == null || now - last >= TELL_AGAIN_NANOS) {
      failureToldNanos.put(part.name(), now);
      Log.error(failure, "The {} met an unexpected error and goes on", part.name());
    }
  }

  private void wake(String part) {
    Loop loop = loops.get(part);
    if (loop != null) {
      loop.wake();
    }
  }

  /** Calls what has long to wait; it rings while the agent runs. */
  Alarm alarm() {
    return alarm;
  }

  /** The agent. */
  public Agent agent() {
    return agent;
  }

  /** The loops, in the order a reading travels. */
  public List<Loop> loops() {
    return new ArrayList<>(loops.values());
  }

  /**
   * Lets the devices have their say: no further question is put to them, and the answers to those
   * under way are waited for and recorded, while everything else goes on.
   *
   * @param most the longest to wait
   * @param giveUp asked often; true ends the wait
   */
  void endQuestions(Duration most, BooleanSupplier giveUp) {
    List<Loop> probes =
        loops.values().stream().filter(loop -> loop.name().startsWith(PROBE)).toList();
    probes.forEach(Loop::askToStop);
    long end = time.nanos() + most.toNanos();
    for (Loop probe : probes) {
      while (!giveUp.getAsBoolean() && end - time.nanos() > 0 && !probe.close(LOOK_AGAIN)) {
        // until it has come to its end
      }
    }
  }

  /**
   * Which of its parts could not be stopped now, because no step of it comes to an end; null when
   * all could. Those that ask devices do not count: they are not waited for.
   *
   * @param most how long a step may take
   */
  @Nullable String silentPart(Duration most) {
    var before = new LinkedHashMap<Loop, Long>();
    for (Loop loop : loops.values()) {
      if (!loop.name().startsWith(PROBE)) {
        before.put(loop, loop.steps());
      }
    }
    before.keySet().forEach(Loop::wake);
    long end = time.nanos() + most.toNanos();
    for (Map.Entry<Loop, Long> each : before.entrySet()) {
      while (each.getKey().steps() == each.getValue()) {
        if (end - time.nanos() <= 0) {
          return each.getKey().name();
        }
        LockSupport.parkNanos(this, STEP_LOOK_NANOS);
      }
    }
    return null;
  }

  /** Whether all was stopped and the spool closed in order; before {@link #close} it was not. */
  synchronized boolean stoppedInOrder() {
    return inOrder;
  }

  /**
   * Stops in the order a reading travels, so that nothing that was taken is lost: probes, recorder,
   * commands, link, spool. Takes at most about three seconds, whatever hangs.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    loops.values().forEach(Loop::askToStop);
    boolean probesOver = true;
    for (Map.Entry<String, Loop> loop : loops.entrySet()) {
      if (loop.getKey().startsWith(PROBE)) {
        probesOver &= loop.getValue().close(PROBE_PATIENCE);
      }
    }
    if (!probesOver) {
      Log.info("A device is still being asked; it is not waited for");
    }
    boolean allOver = stop("sampler");
    if (stop("recorder")) {
      finishRecorder();
    } else {
      allOver = false;
    }
    allOver &= stop(COMMAND);
    allOver &= stop(ALARM);
    if (stop("link")) {
      agent.link().shutDown();
    } else {
      allOver = false;
    }
    boolean spoolsOver = true;
    for (String name : loops.keySet()) {
      spoolsOver &= !(name.equals("spool") || name.startsWith("former-")) || stop(name);
    }
    inOrder = spoolsOver && closeSpool() && allOver;
  }

  private boolean stop(String name) {
    Loop loop = loops.get(name);
    boolean over = loop == null || loop.close(PATIENCE);
    if (!over) {
      Log.warn("The {} does not stop; the next start treats this stop as a crash", name);
    }
    return over;
  }

  private void finishRecorder() {
    for (int i = 0; i < 100 && agent.recorder().step(time.nanos()) > 0; i++) {
      // until what was sampled is recorded
    }
  }

  private boolean closeSpool() {
    try {
      agent.closeSpools();
      return true;
    } catch (IOException failure) {
      Log.warn(
          "The spool could not be closed in order ({}); the next start treats this stop as a crash",
          Messages.reason(failure));
      return false;
    }
  }
}
