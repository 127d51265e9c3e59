package dev.kiosk.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.disk.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommandsTest {

  private final Path dir = Path.of("/state");
  private final FakeDisk disk = new FakeDisk();
  private final List<Map<String, PushedLimit>> applied = new ArrayList<>();
  private final Counters counters = new Counters();

  /** Acknowledges every set with the limit before, and counts. */
  private final Carrier carrier =
      new Carrier() {
        @Override
        public Decision decide(Command command, Map<String, PushedLimit> limits) {
          if (!(command instanceof Command.SetThreshold set)) {
            return new Decision(new Outcome.Nack(Outcome.Reason.MALFORMED, "no"), limits);
          }
          PushedLimit before = limits.get(set.metric());
          var changed = new HashMap<>(limits);
          changed.put(set.metric(), new PushedLimit(set.metric(), set.pct(), set.cid(), 1));
          return new Decision(new Outcome.Ack(before == null ? null : before.value()), changed);
        }

        @Override
        public void apply(Map<String, PushedLimit> limits) {
          applied.add(limits);
        }
      };

  private Commands open() throws IOException {
    Commands.Opened opened = Commands.open(disk, dir, carrier, counters);
    assertThat(opened.incident()).isNull();
    return opened.commands();
  }

  private static Command set(String cid, double pct) {
    return new Command.SetThreshold(cid, "T1-K017", "cpu", pct);
  }

  @Test
  void theSameCidIsCarriedOutOnceAndAnsweredTheSame() throws IOException {
    Commands commands = open();
    assertThat(commands.answer(set("a", 85))).isEqualTo(new Outcome.Ack(null));
    assertThat(commands.answer(set("b", 70))).isEqualTo(new Outcome.Ack(85.0));
    assertThat(commands.answer(set("a", 85))).isEqualTo(new Outcome.Ack(null));
    assertThat(commands.limits().get("cpu")).extracting(PushedLimit::value).isEqualTo(70.0);
    assertThat(counters.value(Counter.COMMANDS_REPEATED)).isEqualTo(1);
  }

  @Test
  void answersAndLimitsSurviveAPowerCutOnceTheAnswerIsGiven() throws IOException {
    for (long seed = 0; seed < 100; seed++) {
      var cut = new CommandsTest();
      Commands commands = cut.open();
      commands.answer(set("a", 85));
      commands.answer(new Command.Malformed("b \"quoted\"\n", "x"));
      cut.disk.cutPower(new Random(seed));
      Commands again = cut.open();
      assertThat(again.answer(set("a", 10))).isEqualTo(new Outcome.Ack(null));
      assertThat(again.answer(set("b \"quoted\"\n", 10)))
          .isEqualTo(new Outcome.Nack(Outcome.Reason.MALFORMED, "no"));
      assertThat(again.limits().get("cpu")).isEqualTo(new PushedLimit("cpu", 85, "a", 1));
      assertThat(cut.applied.get(cut.applied.size() - 1)).isEqualTo(again.limits());
    }
  }

  @Test
  void aPowerCutInTheMiddleLeavesLimitAndAnswerTogether() throws IOException {
    for (int n = 1; n <= 12; n++) {
      for (long seed = 0; seed < 20; seed++) {
        var cut = new CommandsTest();
        Commands commands = cut.open();
        commands.answer(set("a", 85));
        cut.disk.failOperation(n);
        Outcome outcome = commands.answer(set("b", 70));
        cut.disk.heal();
        cut.disk.cutPower(new Random(seed));
        Commands again = cut.open();
        PushedLimit limit = again.limits().get("cpu");
        assertThat(limit).isNotNull();
        if (outcome instanceof Outcome.Ack) {
          assertThat(limit).extracting(PushedLimit::cid).isEqualTo("b");
        }
        boolean tookHold = limit != null && limit.cid().equals("b");
        assertThat(again.answer(set("b", 70)))
            .isEqualTo(new Outcome.Ack(85.0)); // carried out now, or then: never against 70 itself
        assertThat(tookHold || outcome instanceof Outcome.Nack).isTrue();
      }
    }
  }

  @Test
  void aDiskThatRefusesIsAnsweredAndChangesNothing() throws IOException {
    Commands commands = open();
    disk.refuse("Read-only file system");
    assertThat(commands.answer(set("a", 85)))
        .isInstanceOfSatisfying(
            Outcome.Nack.class,
            nack -> assertThat(nack.text()).startsWith("storage-failed: ").contains("Read-only"));
    assertThat(counters.value(Counter.COMMAND_SAVES_FAILED)).isPositive();
    disk.heal();
    assertThat(commands.limits()).isEmpty();
    assertThat(commands.answer(set("a", 85))).isEqualTo(new Outcome.Ack(null));
  }

  @Test
  void onlyTheLastThousandAnswersAreKept() throws IOException {
    Commands commands = open();
    for (int i = 0; i <= CommandTable.MOST_ANSWERS; i++) {
      commands.answer(set("cid" + i, i % 100));
    }
    assertThat(commands.answer(set("cid1", 50))).isEqualTo(new Outcome.Ack(0.0));
    assertThat(commands.limits().get("cpu")).extracting(PushedLimit::value).isEqualTo(0.0);
    commands.answer(set("cid0", 50));
    assertThat(commands.limits().get("cpu")).extracting(PushedLimit::value).isEqualTo(50.0);
  }

  @Test
  void anUnreadableFileIsSetAsideAndTold() throws IOException {
    Path file = dir.resolve("commands.json");
    SmallFile.replace(disk, file, "{\"limits\":[{".getBytes(StandardCharsets.UTF_8));
    Commands.Opened opened = Commands.open(disk, dir, carrier, new Counters());
    assertThat(opened.incident()).contains("commands.json").contains("set aside");
    assertThat(disk.files()).containsKey(dir.resolve("commands.json.damaged"));
    assertThat(opened.commands().answer(set("a", 1))).isEqualTo(new Outcome.Ack(null));
  }

  @Test
  void aCommandThatWasRefusedIsNotInForceAfterARestart() throws IOException {
    for (int n = 1; n <= 8; n++) {
      var failing = new CommandsTest();
      Commands commands = failing.open();
      commands.answer(set("a", 85));
      failing.disk.failOperation(n);
      Outcome outcome = commands.answer(set("b", 70));
      failing.disk.heal();
      failing.disk.killProcess();
      PushedLimit limit = failing.open().limits().get("cpu");
      assertThat(limit)
          .extracting(PushedLimit::cid)
          .as("operation %d", n)
          .isEqualTo(outcome instanceof Outcome.Ack ? "b" : "a");
    }
  }

  @Test
  void aRefusedCommandThatTheDiskMayHoldIsTakenBackOnceTheDiskIsWell() throws IOException {
    Commands commands = open();
    var desk = new CommandDesk(commands, 0);
    commands.answer(set("a", 85));
    for (int n = 1; n <= 8; n++) {
      disk.failOperation(n);
      disk.duringForce(() -> disk.refuse("Input/output error"));
      assertThat(commands.answer(set("b", 70))).isInstanceOf(Outcome.Nack.class);
      disk.refuse("Input/output error");
      commands.settle();
      assertThat(commands.isUnsettled()).isTrue();
      disk.duringForce(() -> {});
      disk.heal();
      desk.step(n * 2_000_000_000L);
      assertThat(commands.isUnsettled()).isFalse();
      disk.killProcess();
      commands = open();
      assertThat(commands.limits().get("cpu")).extracting(PushedLimit::cid).isEqualTo("a");
      desk = new CommandDesk(commands, 0);
    }
  }

  @Test
  void limitsThatCouldNotBeReadAtTheStartHoldAsSoonAsTheDiskIsWell() throws IOException {
    open().answer(set("a", 85));
    disk.killProcess();
    disk.refuseReads("Input/output error");
    Commands.Opened opened = Commands.open(disk, dir, carrier, new Counters());
    assertThat(opened.incident()).contains("could not be read");
    var desk = new CommandDesk(opened.commands(), 0);
    desk.step(1);
    assertThat(opened.commands().limits()).isEmpty();
    disk.heal();
    desk.step(desk.wakeAtNanos(1));
    assertThat(opened.commands().limits().get("cpu")).extracting(PushedLimit::cid).isEqualTo("a");
    assertThat(applied.get(applied.size() - 1)).isEqualTo(opened.commands().limits());
  }
}
