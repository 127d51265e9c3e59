package dev.kiosk.simulator.hub.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiosk.simulator.hub.HostId;
import dev.kiosk.simulator.hub.HubTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandBookTest {

  private static final HostId K017 = new HostId("acme", "T1-K017");

  private final AtomicLong nowMillis = new AtomicLong(1_000);
  private Path dir;

  @BeforeEach
  void useFolder(@TempDir Path folder) {
    dir = folder;
  }

  private CommandBook open() throws Exception {
    return CommandBook.open(
        dir, new HubTime(() -> nowMillis.get() * 1_000_000, () -> 1_700_000_000_000L));
  }

  private static Command set(HostId host, String cid, double pct) {
    return new Command(host, cid, Command.SET, "cpu", pct, "{}");
  }

  private static long begun(CommandBook book, Command command, String who) {
    return book.begun(command, who).join();
  }

  private static void ended(CommandBook book, long number, Answer answer, boolean late) {
    assertThat(book.ended(number, answer, late)).isCompleted();
  }

  private static void unasked(CommandBook book, HostId host, Answer answer) {
    assertThat(book.unasked(host, answer)).isCompleted();
  }

  private static Answer ack(String cid, @Nullable Double previous) {
    return new Answer(cid, null, previous, "{}");
  }

  private static JsonNode entry(CommandBook book) throws Exception {
    return new ObjectMapper().readTree(book.audit("acme", null, 1)).at("/entries/0");
  }

  private static JsonNode cpu(CommandBook book) throws Exception {
    return new ObjectMapper().readTree(book.thresholds("acme", "T1-K017")).at("/thresholds/0");
  }

  @Test
  void anEntryTellsWhoSetWhatWhereWhenWithWhichOutcomeAndHowLongItTook() throws Exception {
    try (CommandBook book = open()) {
      long number = begun(book, set(K017, "c1", 85), "ana");
      assertThat(entry(book).path("outcome").asText()).isEqualTo("waiting");
      nowMillis.addAndGet(12);
      ended(book, number, ack("c1", 90.0), false);
      assertThat(book.audit("acme", null, 10))
          .isEqualTo(
              """
              {"entries":[{"at":1700000000000,"who":"ana","tenant":"acme",\
              "host":"T1-K017","cid":"c1","kind":"set-threshold","metric":"cpu","pct":85.0,\
              "outcome":"ack","previous":90.0,"tookMillis":12}]}
              """);
      assertThat(cpu(book).path("state").asText()).isEqualTo("set");
      assertThat(cpu(book).path("pct").asDouble()).isEqualTo(85);
      assertThat(cpu(book).path("previous").asDouble()).isEqualTo(90);
      assertThat(cpu(book).path("who").asText()).isEqualTo("ana");
    }
  }

  @Test
  void aTimeoutMakesTheLimitUnknownUntilTheLateAnswer() throws Exception {
    try (CommandBook book = open()) {
      ended(book, begun(book, set(K017, "c0", 90), "ana"), ack("c0", null), false);
      long number = begun(book, set(K017, "c1", 85), "ana");
      nowMillis.addAndGet(5_000);
      ended(book, number, Answer.nack("c1", "timeout: no answer"), false);
      assertThat(cpu(book).path("state").asText()).isEqualTo("unknown");
      assertThat(cpu(book).path("pct").asDouble()).isEqualTo(90);
      assertThat(cpu(book).path("unanswered").toString()).isEqualTo("[\"c1\"]");
      nowMillis.addAndGet(2_000);
      ended(book, number, ack("c1", 90.0), true);
      assertThat(entry(book).path("outcome").asText()).isEqualTo("timeout");
      assertThat(entry(book).path("tookMillis").asLong()).isEqualTo(5_000);
      assertThat(entry(book).path("late").toString())
          .isEqualTo("{\"outcome\":\"ack\",\"previous\":90.0,\"tookMillis\":7000}");
      assertThat(cpu(book).path("state").asText()).isEqualTo("set");
      assertThat(cpu(book).path("pct").asDouble()).isEqualTo(85);
    }
  }

  @Test
  void aLateRefusalSaysThatTheEarlierLimitHolds() throws Exception {
    try (CommandBook book = open()) {
      ended(book, begun(book, set(K017, "c0", 90), "ana"), ack("c0", null), false);
      long number = begun(book, set(K017, "c1", 85), "ana");
      ended(book, number, Answer.nack("c1", "timeout: no answer"), false);
      ended(book, number, Answer.nack("c1", "storage-failed: no"), true);
      assertThat(cpu(book).path("state").asText()).isEqualTo("set");
      assertThat(cpu(book).path("pct").asDouble()).isEqualTo(90);
    }
  }

  @Test
  void anAckThatIsRepeatedDoesNotBringBackAnOlderLimit() throws Exception {
    try (CommandBook book = open()) {
      ended(book, begun(book, set(K017, "c1", 85), "ana"), ack("c1", 90.0), false);
      ended(book, begun(book, set(K017, "c2", 70), "ben"), ack("c2", 85.0), false);
      ended(book, begun(book, set(K017, "c1", 85), "ana"), ack("c1", 90.0), false);
      assertThat(cpu(book).path("pct").asDouble()).isEqualTo(70);
      assertThat(cpu(book).path("who").asText()).isEqualTo("ben");
    }
  }

  @Test
  void anAckOfWhatWasNotAskedForHereLeavesADoubtThatLasts() throws Exception {
    try (CommandBook book = open()) {
      ended(book, begun(book, set(K017, "c1", 85), "ana"), ack("c1", 90.0), false);
      unasked(book, K017, ack("c1", 90.0)); // repeated, for one who asked twice
      unasked(book, K017, Answer.nack("x", "malformed: no"));
      unasked(book, new HostId("other", "T1-K017"), ack("x", 85.0));
      assertThat(cpu(book).path("state").asText()).isEqualTo("set");
      unasked(book, K017, ack("x", 85.0)); // by way of another hub, say
      assertThat(cpu(book).path("state").asText()).isEqualTo("unknown");
    }
    try (CommandBook book = open()) {
      assertThat(cpu(book).path("state").asText()).isEqualTo("unknown");
      assertThat(cpu(book).path("pct").asDouble()).isEqualTo(85);
      ended(book, begun(book, set(K017, "c2", 70), "ana"), ack("c2", 60.0), false);
      assertThat(cpu(book).path("state").asText()).isEqualTo("set");
    }
  }

  @Test
  void afterAClearTheConfiguredLimitHoldsWhateverThatIs() throws Exception {
    try (CommandBook book = open()) {
      var clear = new Command(K017, "c1", Command.CLEAR, "cpu", null, "{}");
      ended(book, begun(book, clear, "ana"), ack("c1", 85.0), false);
      assertThat(cpu(book).path("state").asText()).isEqualTo("configured");
      assertThat(cpu(book).path("pct").isNull()).isTrue();
    }
  }

  @Test
  void aNameThatWasNeverConnectedIsAsUnknownAsAnyOther() throws Exception {
    try (CommandBook book = open()) {
      var nack = Answer.nack("c1", "offline: none");
      assertThat(book.refused(set(K017, "c1", 85), "ana", nack)).isCompleted();
      assertThat(book.thresholds("acme", "T1-K017"))
          .isEqualTo(book.thresholds("acme", "T1-K099").replace("T1-K099", "T1-K017"));
      assertThat(book.thresholds("acme", null)).isEqualTo("{\"thresholds\":[]}\n");
      assertThat(entry(book).path("outcome").asText()).isEqualTo("offline");
      long sent = begun(book, set(K017, "c2", 85), "ana"); // to another hub, say, in vain
      ended(book, sent, Answer.nack("c2", "offline: none"), false);
      assertThat(book.thresholds("acme", null)).isEqualTo("{\"thresholds\":[]}\n");
    }
  }

  @Test
  void allIsThereAfterARestartAndWhatWaitedIsUnknown() throws Exception {
    String audit;
    String thresholds;
    try (CommandBook book = open()) {
      ended(book, begun(book, set(K017, "c1", 85), "ana"), ack("c1", 90.0), false);
      audit = book.audit(null, null, 10);
      thresholds = book.thresholds(null, null);
    }
    try (CommandBook book = open()) {
      assertThat(book.audit(null, null, 10)).isEqualTo(audit);
      assertThat(book.thresholds(null, null)).isEqualTo(thresholds);
      begun(book, set(K017, "c2", 70), "ben");
    }
    Files.writeString(dir.resolve("audit.jsonl"), "{\"number\":7,\"at", StandardOpenOption.APPEND);
    try (CommandBook book = open()) { // what was torn is cut off, the rest is read
      assertThat(entry(book).path("cid").asText()).isEqualTo("c2");
      assertThat(entry(book).path("outcome").asText()).isEqualTo("unknown");
      assertThat(cpu(book).path("state").asText()).isEqualTo("unknown");
      ended(book, begun(book, set(K017, "c3", 60), "ben"), ack("c3", 85.0), false);
      assertThat(cpu(book).path("pct").asDouble()).isEqualTo(60);
    }
  }

  @Test
  void theBookIsBoundedInMemoryAndOnDiskAndKeepsWhatHolds() throws Exception {
    try (CommandBook book = open()) {
      HostId other = new HostId("other", "T1-K017");
      ended(book, begun(book, set(other, "o", 55), "eve"), ack("o", null), false);
      for (int i = 0; i < 30_000; i++) {
        HostId host = new HostId("acme", i == 0 ? "T1-K001" : "T1-K017");
        ended(book, begun(book, set(host, "c" + i, i % 100), "ana"), ack("c" + i, null), false);
      }
    }
    assertThat(Files.size(dir.resolve("audit.jsonl"))).isLessThan(12L << 20);
    try (CommandBook book = open()) {
      JsonNode entries =
          new ObjectMapper().readTree(book.audit(null, null, 100_000)).path("entries");
      assertThat(entries).hasSize(5_001);
      assertThat(entries.get(0).path("cid").asText()).isEqualTo("c29999");
      assertThat(book.audit("other", null, 10)).contains("\"who\":\"eve\"");
      assertThat(book.thresholds("other", null)).contains("\"pct\":55.0");
      assertThat(book.thresholds("acme", "T1-K001")).contains("\"pct\":0.0", "\"cid\":\"c0\"");
      assertThat(book.thresholds("acme", "T1-K017")).contains("\"cid\":\"c29999\"");
    }
  }
}
