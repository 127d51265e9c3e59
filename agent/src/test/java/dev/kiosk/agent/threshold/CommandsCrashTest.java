package dev.kiosk.agent.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.command.Command;
import dev.kiosk.agent.command.Commands;
import dev.kiosk.agent.command.Outcome;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One story of commands, told again and again, with the power going or the disk failing at each
 * point: an answer that was given stays, and the limit is always that of the last command that was
 * acknowledged.
 */
class CommandsCrashTest {

  private static final int OUTCOMES = 6;
  private static final double CONFIGURED = 90;

  /** Commands to an agent, and what its operator may believe after each answer. */
  private static final class Operator {
    final FakeDisk disk;
    final Map<String, Outcome> answers = new LinkedHashMap<>();
    double limit = CONFIGURED;
    @Nullable Command underway;
    Thresholds thresholds = thresholds();
    @Nullable Commands commands;

    Operator(FakeDisk disk) {
      this.disk = disk;
    }

    private static Thresholds thresholds() {
      var configured = new Limit(Metric.CPU, CONFIGURED, 80, Duration.ofSeconds(10), null);
      return new Thresholds("K", List.of(configured), new ManualTime());
    }

    void start() {
      thresholds = thresholds();
      commands = Commands.open(disk, Path.of("/state"), thresholds, new Counters()).commands();
    }

    void restart() {
      disk.killProcess();
      start();
    }

    void tell(Command command) {
      underway = command;
      Commands to = commands;
      if (to == null) {
        throw new IllegalStateException("not started");
      }
      Outcome outcome = to.answer(command);
      underway = null;
      boolean refusedByDisk =
          outcome instanceof Outcome.Nack nack && nack.reason() == Outcome.Reason.STORAGE_FAILED;
      if (refusedByDisk) {
        return;
      }
      Outcome before = answers.putIfAbsent(command.cid(), outcome);
      if (before != null) {
        assertThat(outcome).as("the answer to %s", command.cid()).isEqualTo(before);
        return;
      }
      if (outcome instanceof Outcome.Ack ack) {
        assertThat(ack.previous()).as("previous of %s", command.cid()).isEqualTo(limit);
        limit = after(command);
      }
    }

    double inForce() {
      Limit holds = thresholds.limits().get(Metric.CPU);
      return holds == null ? Double.NaN : holds.value();
    }

    /** The same operator before another disk. */
    Operator at(FakeDisk other) {
      var same = new Operator(other);
      same.answers.putAll(answers);
      same.limit = limit;
      same.underway = underway;
      return same;
    }

    /** What must hold after a start. */
    void check() {
      Command open = underway;
      Set<Double> may = new HashSet<>(Collections.singleton(limit));
      if (open != null && !answers.containsKey(open.cid())) {
        may.add(after(open));
      }
      assertThat(may).as("the limit in force").contains(inForce());
      Map.copyOf(answers).keySet().forEach(cid -> tell(set(cid, 1)));
      if (open != null) {
        tell(open); // answered against the limit before it, whether it had taken hold or not
        assertThat(inForce()).isEqualTo(limit);
      }
      tell(set("afterwards", 55));
      assertThat(inForce()).isEqualTo(55);
    }
  }

  private static Command set(String cid, double pct) {
    return new Command.SetThreshold(cid, "K", "cpu", pct);
  }

  private static double after(Command command) {
    return command instanceof Command.SetThreshold set && set.pct() <= 100
        ? set.pct()
        : command instanceof Command.ClearThreshold ? CONFIGURED : Double.NaN;
  }

  private static void story(Operator operator) {
    operator.start();
    operator.tell(set("a", 85));
    operator.tell(set("b", 70));
    operator.tell(set("wrong", 140));
    operator.tell(set("a", 85)); // again: its connection had broken
    operator.restart();
    operator.tell(new Command.ClearThreshold("c", "K", "cpu"));
    operator.tell(set("d", 60));
    operator.tell(set("b", 70));
    operator.restart();
    operator.tell(set("e", 65));
  }

  @Test
  void thePowerMayGoBeforeAnyOperationOfTheDisk() {
    int cuts = 0;
    boolean over = false;
    for (long n = 1; !over; n++) {
      var operator = new Operator(new FakeDisk());
      operator.disk.cutPowerBefore(n);
      try {
        story(operator);
        over = true;
      } catch (FakeDisk.PowerCutException cut) {
        for (int outcome = 0; outcome < OUTCOMES; outcome++) {
          cuts++;
          Operator after = operator.at(operator.disk.afterPowerCut(new Random(n * 31 + outcome)));
          checked(after, "cut before operation %d, outcome %d".formatted(n, outcome));
        }
      }
    }
    assertThat(cuts).isGreaterThan(200);
  }

  private static void checked(Operator after, String when) {
    try {
      after.start();
      after.check();
    } catch (AssertionError wrong) {
      throw new AssertionError(when + ": " + wrong.getMessage(), wrong);
    }
  }

  @ParameterizedTest
  @EnumSource(FakeDisk.Errno.class)
  void anyOneOperationMayFailAndThePowerMayGoThen(FakeDisk.Errno how) throws IOException {
    for (long n = 1; ; n++) {
      var operator = new Operator(new FakeDisk());
      operator.disk.failOperation(n, how);
      story(operator);
      assertThat(operator.inForce()).as("%s at %d", how, n).isEqualTo(operator.limit);
      boolean over = operator.disk.operations() < n;
      for (int outcome = 0; outcome < OUTCOMES; outcome++) {
        Operator after = operator.at(operator.disk.afterPowerCut(new Random(n * 31 + outcome)));
        checked(after, "%s at operation %d, then a power cut".formatted(how, n));
      }
      if (over) {
        return;
      }
    }
  }
}
