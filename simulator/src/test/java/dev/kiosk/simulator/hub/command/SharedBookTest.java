package dev.kiosk.simulator.hub.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.hub.HostId;
import dev.kiosk.simulator.hub.HubTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    private @Nullable Reader reader;
    private int read;
    private boolean fails;

    @Override
    public void open(Reader given) {
      reader = given;
      readOn();
    }

    void readOn() {
      while (reader != null && read < lines.size()) {
        read++;
        reader.line(read, lines.get(read - 1));
      }
      for (CompletableFuture<Long> back : List.copyOf(added)) {
        back.complete((long) read);
      }
      added.clear();
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
}
