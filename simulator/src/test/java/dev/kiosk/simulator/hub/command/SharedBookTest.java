package dev.kiosk.simulator.hub.command;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.hub.HostId;
import dev.kiosk.simulator.hub.HubEvents;
import dev.kiosk.simulator.hub.HubTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two books over the same lines, which each reads when the test lets it. */
class SharedBookTest {

  private static final HostId HOST = new HostId("acme", "T1-K017");

  private final AtomicLong nowMillis = new AtomicLong(1_000);
  private final List<String> lines = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  /** A hub's way to the lines. */
  private final class Lines implements Ledger {
    private final List<CompletableFuture<Long>> added = new ArrayList<>();
    private final Set<Long> givenUp = new HashSet<>();
    private @Nullable Reader reader;
    private int read;
    private boolean fails;

    @Override
    public void open(Reader given) {
      reader = given;
      readOn();
    }

    /** As when the stream keeps a line and does not say so in time. */
    void giveUp() {
      givenUp.add((long) lines.size());
      added.remove(added.size() - 1).completeExceptionally(new IOException("late"));
    }

    void readOn() {
      while (reader != null && read < lines.size()) {
        read++;
        reader.line(read, lines.get(read - 1));
        if (givenUp.remove((long) read)) {
          reader.wasGivenUp(read);
        }
      }
      for (CompletableFuture<Long> back : List.copyOf(added)) {
        back.complete((long) read);
      }
      added.clear();
    }

    void startOver() {
      read = 0;
      if (reader != null) {
        reader.startOver();
      }
    }

    @Override
    public boolean isShared() {
      return true;
    }

    @Override
    public CompletableFuture<Long> add(Subject subject, String line) {
      if (fails) {
        return CompletableFuture.failedFuture(new IOException("away"));
      }
      lines.add(line);
      CompletableFuture<Long> back = new CompletableFuture<>();
      added.add(back);
      return back;
    }

    @Override
    public CompletableFuture<Long> note(Subject subject, String line) {
      return add(subject, line);
    }

    @Override
    public long lagMillis() {
      return 60_000;
    }

    @Override
    public long behindMillis() {
      return 0;
    }

    @Override
    public void sync() {}

    @Override
    public void close() {}
  }

  private final Lines here = new Lines();
  private final Lines there = new Lines();

  private CommandBook open(Lines its) throws Exception {
    HubTime time = new HubTime(() -> nowMillis.get() * 1_000_000, nowMillis::get);
    return CommandBook.open(its, time, host -> told.add(host.host()));
  }

  private static Command set(String cid, double pct) {
    return new Command(HOST, cid, Command.SET, "cpu", pct, "{}");
  }

  private static Answer ack(String cid) {
    return new Answer(cid, null, 90.0, "{}");
  }

  private void set(Lines lines, CommandBook book, String cid, double pct) {
    CompletableFuture<Long> begun = book.begun(set(cid, pct), "ana");
    assertThat(begun).isNotDone();
    lines.readOn();
    CompletableFuture<?> ended = book.ended(begun.join(), ack(cid), false);
    lines.readOn();
    assertThat(ended).isCompleted();
  }

  @Test
  void bothSayTheSameOnceTheyHaveReadTheSame() throws Exception {
    try (CommandBook one = open(here);
        CommandBook other = open(there)) {
      set(here, one, "c1", 85);
      assertThat(other.audit("acme", null, 10)).isEqualTo("{\"entries\":[]}\n");
      there.readOn();
      set(there, other, "c2", 80);
      here.readOn();
      assertThat(one.audit("acme", null, 10))
          .isEqualTo(other.audit("acme", null, 10))
          .containsSubsequence("c2", "c1");
      assertThat(one.thresholds("acme", "T1-K017"))
          .isEqualTo(other.thresholds("acme", "T1-K017"))
          .contains("\"state\":\"set\",\"pct\":80.0");
      assertThat(told).hasSize(4);
    }
  }

  @Test
  void aCommandWhoseHubIsGoneIsUnknownAfterAWhile() throws Exception {
    try (CommandBook one = open(here);
        CommandBook other = open(there)) {
      set(here, one, "c1", 85);
      CompletableFuture<Long> waits = one.begun(set("c2", 70), "ana");
      here.readOn();
      there.readOn();
      assertThat(waits).isCompleted();
      assertThat(other.audit("acme", null, 1)).contains("\"outcome\":\"waiting\"");
      assertThat(other.thresholds("acme", "T1-K017")).contains("\"state\":\"set\",\"pct\":85.0");
      nowMillis.addAndGet(31_000);
      assertThat(one.audit("acme", null, 1)).as("it is there").contains("\"waiting\"");
      assertThat(other.audit("acme", null, 1)).contains("\"outcome\":\"unknown\"");
      assertThat(other.thresholds("acme", "T1-K017"))
          .contains("\"state\":\"unknown\",\"pct\":85.0", "\"unanswered\":[\"c2\"]");
    }
  }

  @Test
  void aDoubtIsSharedAndEndsWithTheNextAck() throws Exception {
    try (CommandBook one = open(here);
        CommandBook other = open(there)) {
      set(here, one, "c1", 85);
      there.readOn();
      assertThat(other.unasked(HOST, ack("c1"))).as("asked for at the other hub").isCompleted();
      CompletableFuture<?> doubt = other.unasked(HOST, ack("x"));
      there.readOn();
      here.readOn();
      assertThat(doubt).isCompleted();
      assertThat(one.thresholds("acme", "T1-K017")).contains("\"state\":\"unknown\",\"pct\":85.0");
      set(here, one, "c2", 70);
      there.readOn();
      assertThat(other.thresholds("acme", "T1-K017")).contains("\"state\":\"set\",\"pct\":70.0");
    }
  }

  @Test
  void anOutcomeThatCannotBeWrittenIsKnownWhereItHappened() throws Exception {
    try (CommandBook one = open(here)) {
      CompletableFuture<Long> begun = one.begun(set("c1", 85), "ana");
      here.readOn();
      here.fails = true;
      assertThat(one.ended(begun.join(), ack("c1"), false)).isCompletedExceptionally();
      assertThat(one.audit("acme", null, 1)).contains("\"outcome\":\"ack\"");
      assertThat(one.begun(set("c2", 80), "ana")).isCompletedExceptionally();
      assertThat(one.audit("acme", null, 10)).doesNotContain("c2");
    }
  }

  @Test
  void aCommandThatWasGivenUpAndIsKeptAllTheSameIsListedAsNotSent() throws Exception {
    try (CommandBook one = open(here);
        CommandBook other = open(there)) {
      set(here, one, "c1", 85);
      CompletableFuture<Long> begun = one.begun(set("c2", 80), "ana");
      here.giveUp();
      assertThat(begun).isCompletedExceptionally();
      here.readOn();
      here.readOn();
      there.readOn();
      for (CommandBook book : List.of(one, other)) {
        assertThat(book.audit("acme", null, 1)).contains("c2", "storage-failed");
        assertThat(book.thresholds("acme", "T1-K017")).contains("\"state\":\"set\",\"pct\":85.0");
      }
    }
  }

  @Test
  void aListThatBeginsAnewIsReadAsIfNothingHadBeen() throws Exception {
    try (CommandBook one = open(here)) {
      set(here, one, "c1", 85);
      CompletableFuture<Long> begun = one.begun(set("c2", 80), "ana");
      here.readOn();
      lines.clear();
      here.startOver();
      assertThat(one.audit("acme", null, 10)).isEqualTo("{\"entries\":[]}\n");
      assertThat(one.thresholds("acme", null)).isEqualTo("{\"thresholds\":[]}\n");
      set(here, one, "c3", 70);
      set(here, one, "c4", 75);
      assertThat(one.ended(begun.join(), ack("c2"), false)).isCompleted();
      here.readOn();
      assertThat(one.audit("acme", null, 10)).doesNotContain("c2").containsSubsequence("c4", "c3");
    }
  }

  @Test
  void anAnswerToAnotherHubPutsNothingInDoubtBeforeTheBookCanTell() throws Exception {
    var timer = new ScheduledThreadPoolExecutor(1);
    try (CommandBook one = open(here)) {
      var watch = new CommandRelay.Watch(HubEvents.NONE, outcome -> {});
      CommandRelay relay = new CommandRelay(host -> null, one, timer, Duration.ofSeconds(5), watch);
      set(here, one, "c1", 85);
      relay.answered(HOST, ack("elsewhere"));
      assertThat(timer.getQueue())
          .singleElement()
          .satisfies(
              doubt -> assertThat(((Delayed) doubt).getDelay(MILLISECONDS)).isGreaterThan(50_000));
      assertThat(one.thresholds("acme", "T1-K017")).contains("\"state\":\"set\",\"pct\":85.0");
    } finally {
      timer.shutdownNow();
    }
  }
}
