package dev.kiosk.agent.device.snmp;

import static dev.kiosk.agent.condition.Condition.COVER_OPEN;
import static dev.kiosk.agent.condition.Condition.MEDIA_FEED_FAULT;
import static dev.kiosk.agent.condition.Condition.MEDIA_JAM;
import static dev.kiosk.agent.condition.Condition.MEDIA_LOW;
import static dev.kiosk.agent.condition.Condition.MEDIA_OUT;
import static dev.kiosk.agent.condition.Condition.SUPPLY_LOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmp4j.PDU;
import org.snmp4j.smi.OID;

/** A look that did not get all that there is takes nothing back. */
class PartialLookTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(6);

  private FakeAgent agent;
  private SnmpProbe probe;

  @BeforeEach
  void start() throws Exception {
    agent = FakeAgent.start();
    probe = probe("");
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private SnmpProbe probe(String options) {
    return SnmpProbe.of(
        "snmp://127.0.0.1:" + agent.port() + options, Machine.of(Path.of("/"), Time.system()));
  }

  private List<Condition> conditions() {
    return probe.observe(TIMEOUT).findings().stream().map(Finding::condition).toList();
  }

  @ParameterizedTest(name = "version {0}")
  @ValueSource(strings = {"1", "2c"})
  void whatTheAlertsToldIsNotTakenBackByAWalkThatEndsInAnError(String version) {
    probe = probe("?version=" + version);
    agent.tells(Told.whole(3, 3, "00").alert(7, 3, 13, 8));
    assertThat(probe.observe(TIMEOUT).unobservable()).doesNotContain(MEDIA_JAM, MEDIA_FEED_FAULT);

    fails(Oids.ALERTS);
    Observation cut = probe.observe(TIMEOUT);
    assertThat(cut.findings()).extracting(Finding::condition).doesNotContain(MEDIA_JAM);
    assertThat(cut.unobservable()).contains(MEDIA_JAM, MEDIA_FEED_FAULT);

    agent.quirk(answer -> answer);
    agent.tells(Told.whole(2, 3, "00").number(Oids.of(Oids.PRT_ALL_EVENTS, 1), 4));
    Observation well = probe.observe(TIMEOUT);
    assertThat(well.findings()).isEmpty();
    assertThat(well.unobservable()).doesNotContain(MEDIA_JAM, MEDIA_FEED_FAULT);
  }

  @Test
  void whatTheAlertsToldIsNotTakenBackByATableThatIsTooLong() {
    Told many = Told.whole(3, 3, "00").alert(100, 3, 13, 8);
    agent.tells(many);
    assertThat(conditions()).containsExactly(MEDIA_JAM);

    for (int row = 1; row < 32; row++) {
      many.alert(row, 4, Alert.GENERAL, 507);
    }
    agent.tells(many);
    assertThat(conditions()).as("32 rows").containsExactly(MEDIA_JAM);
    agent.tells(many.alert(32, 4, Alert.GENERAL, 507));
    Observation cut = probe.observe(TIMEOUT);
    assertThat(cut.findings()).extracting(Finding::condition).doesNotContain(MEDIA_JAM);
    assertThat(cut.unobservable()).contains(MEDIA_JAM);
  }

  @Test
  void whatCoversAndLevelsToldIsNotTakenBackByAWalkThatEndsInAnError() {
    agent.tells(
        Told.whole(2, 3, "00").cell(Oids.COVERS, 3, 1, 3).supply(1, 3, 100, 80).tray(1, 500, 400));
    Observation whole = probe.observe(TIMEOUT);
    assertThat(whole.findings()).extracting(Finding::condition).containsExactly(COVER_OPEN);
    assertThat(whole.surelyGone()).containsExactlyInAnyOrder(MEDIA_LOW, SUPPLY_LOW);

    fails(Oids.COVERS);
    Observation cut = probe.observe(TIMEOUT);
    assertThat(cut.findings()).isEmpty();
    assertThat(cut.unobservable()).contains(COVER_OPEN).doesNotContain(MEDIA_JAM);
    assertThat(cut.surelyGone()).isEmpty();
  }

  @Test
  void whatTheBitsToldTheyTakeBackThemselvesWhileTheTablesFail() {
    for (OID table : List.of(Oids.ALERTS, Oids.COVERS, Oids.INPUTS, Oids.SUPPLIES)) {
      agent.tells(Told.whole(5, 1, "4000").cell(table, 3, 1, 1).cell(table, 2, 1, 1));
      fails(table);
      assertThat(conditions()).containsExactly(MEDIA_OUT);

      agent.tells(Told.whole(2, 3, "0000").cell(table, 3, 1, 1).cell(table, 2, 1, 1));
      Observation refilled = probe.observe(TIMEOUT);
      assertThat(refilled.findings()).isEmpty();
      assertThat(refilled.unobservable()).doesNotContain(MEDIA_OUT);
    }
  }

  /** Answers a question for this table with an error that says nothing. */
  private void fails(OID table) {
    agent.quirk(
        answer -> {
          if (answer.size() > 0 && answer.get(0).getOid().startsWith(table)) {
            answer.setErrorStatus(PDU.genErr);
            answer.setErrorIndex(1);
          }
          return answer;
        });
  }

  @ParameterizedTest(name = "latch {0}, media {1}, paper {2}")
  @CsvSource({
    "ok,     ok,    ok,  ''",
    "ok,     ?,     ?,   MEDIA_OUT MEDIA_LOW",
    "?,      ok,    ?,   COVER_OPEN",
    "?,      ?,     ok,  COVER_OPEN",
    "closed, ok,    ok,  COVER_OPEN",
    "ok,     weird, ok,  MEDIA_OUT MEDIA_LOW",
    "open,   weird, out, MEDIA_LOW"
  })
  void ofAZebraPrintServerOnlyWordsThatAreUnderstoodJudge(
      String latch, String media, String paper, String unknown) {
    agent.tells(
        new Told()
            .ticks(Oids.SYS_UP_TIME, 6_000)
            .text(Oids.ZEBRA_HEAD_LATCH, latch)
            .text(Oids.ZEBRA_MEDIA_STATUS, media)
            .text(Oids.ZEBRA_PAPER_SUPPLY, paper));

    Set<Condition> judged = EnumSet.of(COVER_OPEN, MEDIA_OUT, MEDIA_LOW);
    judged.removeAll(probe.observe(TIMEOUT).unobservable());

    Set<Condition> wanted = EnumSet.of(COVER_OPEN, MEDIA_OUT, MEDIA_LOW);
    Arrays.stream(unknown.split(" "))
        .filter(each -> !each.isEmpty())
        .map(Condition::valueOf)
        .forEach(wanted::remove);
    assertThat(judged).isEqualTo(wanted);
  }
}
