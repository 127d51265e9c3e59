package dev.kiosk.agent.device.snmp;

import static dev.kiosk.agent.condition.Condition.COVER_OPEN;
import static dev.kiosk.agent.condition.Condition.LINK_DOWN;
import static dev.kiosk.agent.condition.Condition.MEDIA_JAM;
import static dev.kiosk.agent.condition.Condition.MEDIA_LOW;
import static dev.kiosk.agent.condition.Condition.MEDIA_OUT;
import static dev.kiosk.agent.condition.Condition.NOT_RESPONDING;
import static dev.kiosk.agent.condition.Condition.PROTOCOL_MISMATCH;
import static dev.kiosk.agent.condition.Condition.STATUS_UNKNOWN;
import static dev.kiosk.agent.condition.Condition.SUPPLY_LOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Authority;
import dev.kiosk.agent.device.HeldOpen;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.device.transport.UdpDialers;
import dev.kiosk.agent.time.Time;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.VariableBinding;

class SnmpProbeTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration LONG = Duration.ofSeconds(6);
  private static final Duration SHORT = Duration.ofMillis(1_200);

  private final List<String> tapped = new ArrayList<>();
  private FakeAgent agent;
  private SnmpProbe probe;

  @BeforeEach
  void start() throws Exception {
    agent = FakeAgent.start().tells(Told.whole(2, 3, "00"));
    probe = probe("?community=s3cret");
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private SnmpProbe probe(String options) {
    var tap =
        new Wiretap() {
          @Override
          public void sent(byte[] bytes) {
            tapped.add("sent " + new String(bytes, StandardCharsets.ISO_8859_1));
          }

          @Override
          public void received(byte[] bytes) {
            tapped.add("received " + new String(bytes, StandardCharsets.ISO_8859_1));
          }

          @Override
          public void means(String meaning) {
            tapped.add(meaning);
          }
        };
    var machine = new Machine(Path.of("/"), Time.system(), tap, new HeldOpen());
    return SnmpProbe.of("snmp://127.0.0.1:" + agent.port() + options, machine);
  }

  private List<Condition> conditions(Duration timeout) {
    return probe.observe(timeout).findings().stream().map(Finding::condition).toList();
  }

  private long asked(OID entry) {
    return agent.questions().stream()
        .filter(question -> question.get(0).getOid().startsWith(entry))
        .count();
  }

  @Test
  void readsAWellPrinter() {
    Observation seen = probe.observe(TIMEOUT);

    assertThat(seen.findings()).isEmpty();
    assertThat(seen.model()).isEqualTo("Acme 80");
    assertThat(seen.serial()).isEqualTo("SN1");
    assertThat(seen.uptime()).isEqualTo(Duration.ofSeconds(60));
    assertThat(seen.authority()).isEqualTo(Authority.SNMP_ALERTS);
  }

  @Test
  void tellsThatSupplyAndPaperAreFarFromLow() {
    agent.tells(Told.whole(2, 3, "00").supply(1, 3, 100, 90).tray(1, 500, 400));

    assertThat(probe.observe(TIMEOUT).surelyGone())
        .containsExactlyInAnyOrder(MEDIA_LOW, SUPPLY_LOW);
  }

  @Test
  void fallsBackToV1AndStaysThereWithFewObjectsInAQuestion() {
    agent.onlyV1().tells(Told.whole(5, 1, "4400").alert(135, 3, Alert.COVER, 3));

    assertThat(conditions(LONG)).contains(COVER_OPEN, MEDIA_OUT, MEDIA_JAM);
    int before = agent.questions().size();
    assertThat(conditions(TIMEOUT)).contains(COVER_OPEN, MEDIA_OUT, MEDIA_JAM);

    List<PDU> later = agent.questions().subList(before, agent.questions().size());
    assertThat(later)
        .allMatch(question -> question.getType() != PDU.GETBULK)
        .allMatch(question -> question.size() <= 4)
        .allMatch(question -> question instanceof org.snmp4j.PDUv1);
  }

  @Test
  void walksTheAlertsOnlyWhenTheirNumberChangedOrThereWereSome() {
    conditions(TIMEOUT);
    assertThat(asked(Oids.ALERTS)).isEqualTo(1);
    conditions(TIMEOUT);
    assertThat(asked(Oids.ALERTS)).as("same number, none the last time").isEqualTo(1);

    agent.tells(
        Told.whole(5, 1, "00")
            .number(Oids.of(Oids.PRT_ALL_EVENTS, 1), 4)
            .alert(610, 3, Alert.INPUT, 808));
    assertThat(conditions(TIMEOUT)).containsExactly(MEDIA_OUT);
    assertThat(conditions(TIMEOUT)).containsExactly(MEDIA_OUT);
    assertThat(asked(Oids.ALERTS)).isEqualTo(3);
  }

  @Test
  void findsThePrinterAnewAfterARestart() {
    conditions(TIMEOUT);
    long before = asked(Oids.HR_DEVICE_TYPE.trim());
    conditions(TIMEOUT);
    assertThat(asked(Oids.HR_DEVICE_TYPE.trim())).isEqualTo(before);

    agent.tells(Told.whole(2, 3, "80").ticks(Oids.SYS_UP_TIME, 10));

    assertThat(conditions(TIMEOUT)).containsExactly(MEDIA_LOW);
    assertThat(asked(Oids.HR_DEVICE_TYPE.trim())).isGreaterThan(before);
  }

  @Test
  void findsThePrinterInWhateverRowItIs() {
    agent.tells(
        new Told()
            .ticks(Oids.SYS_UP_TIME, 6_000)
            .name(Oids.of(Oids.HR_DEVICE_TYPE, 196_608), new OID("1.3.6.1.2.1.25.3.1.3"))
            .name(Oids.of(Oids.HR_DEVICE_TYPE, 327_680), Oids.HR_DEVICE_PRINTER)
            .number(Oids.of(Oids.HR_PRINTER_STATUS, 327_680), 3)
            .hex(Oids.of(Oids.HR_PRINTER_ERROR_STATE, 327_680), "04"));

    assertThat(conditions(TIMEOUT)).containsExactly(MEDIA_JAM);
  }

  @Test
  void aZebraPrintServerTellsByItsOwnObjects() {
    agent.tells(
        new Told()
            .ticks(Oids.SYS_UP_TIME, 6_000)
            .text(Oids.SYS_DESCR, "Zebra Wired PS")
            .text(Oids.ZEBRA_HEAD_LATCH, "open")
            .text(Oids.ZEBRA_MEDIA_STATUS, "?")
            .text(Oids.ZEBRA_PAPER_SUPPLY, "ok"));

    Observation seen = probe.observe(TIMEOUT);

    assertThat(seen.findings())
        .containsExactly(new Finding(COVER_OPEN, null, "Zebra head latch \"open\""));
    assertThat(seen.unobservable()).contains(MEDIA_JAM);
    assertThat(seen.model()).isEqualTo("Zebra Wired PS");
  }

  @Test
  void whatIsNoPrinterIsToldByItsName() {
    agent.tells(new Told().ticks(Oids.SYS_UP_TIME, 1).text(Oids.SYS_DESCR, "Ethernet Switch"));

    Observation seen = probe.observe(TIMEOUT);

    assertThat(conditions(TIMEOUT)).containsExactly(PROTOCOL_MISMATCH);
    assertThat(seen.findings().get(0).raw()).contains("no printer (Ethernet Switch)");
  }

  @Test
  void silenceIsNotHealthAndNeverTakesLongerThanAllowed() {
    agent.network(answer -> List.of());

    long startNanos = Time.system().nanos();
    assertThat(conditions(SHORT)).containsExactly(NOT_RESPONDING);
    assertThat(Duration.ofNanos(Time.system().nanos() - startNanos))
        .isLessThan(SHORT.plusSeconds(2));
  }

  @Test
  void aLostDatagramIsAskedForAgain() {
    int[] count = {0};
    agent.network(answer -> count[0]++ % 5 == 0 ? List.of() : List.of(answer));

    assertThat(conditions(LONG)).isEmpty();
  }

  @Test
  void whenTheTablesDoNotComeTheBitsStandByThemselves() {
    agent.tells(Told.whole(5, 1, "0400"));
    agent.quirk(
        answer -> answer.get(0).getOid().startsWith(new OID("1.3.6.1.2.1.43")) ? null : answer);

    Observation seen = probe.observe(SHORT);

    assertThat(seen.findings()).extracting(Finding::condition).containsExactly(MEDIA_JAM);
    assertThat(seen.authority()).isEqualTo(Authority.SNMP_BITS);
    assertThat(seen.unobservable()).contains(COVER_OPEN);
  }

  @Test
  void anAnswerToAnotherQuestionCountsForNothing() {
    agent.quirk(
        answer -> {
          answer.setRequestID(new Integer32(answer.getRequestID().getValue() + 1));
          return answer;
        });

    assertThat(conditions(SHORT)).containsExactly(NOT_RESPONDING);
  }

  @Test
  void anAnswerThatNamesOtherObjectsIsRefused() {
    agent.quirk(
        answer -> {
          answer.set(0, new VariableBinding(new OID("1.3.6.1.2.1.1.9.0"), new Integer32(1)));
          return answer;
        });

    assertThat(conditions(TIMEOUT)).containsExactly(PROTOCOL_MISMATCH);
  }

  @Test
  void anAgentThatWalksInCirclesDoesNotHoldUs() {
    agent.quirk(
        answer -> {
          answer
              .getVariableBindings()
              .forEach(
                  each -> {
                    if (each.getOid().startsWith(Oids.SUPPLIES)) {
                      each.setOid(Oids.column(Oids.SUPPLIES, 4).append("1.1"));
                    }
                  });
          return answer;
        });
    agent.tells(Told.whole(2, 3, "00").supply(1, 3, 100, 50).supply(2, 3, 100, 50));

    assertThat(conditions(TIMEOUT)).isEmpty();
  }

  @Test
  void bytesThatAreNoAnswerAreRefused() {
    agent.network(answer -> List.of(HexFormat.of().parseHex("00ff93")));

    assertThat(conditions(SHORT)).containsExactly(PROTOCOL_MISMATCH);
  }

  @Test
  void aClosedPortIsKnownAtOnce() {
    agent.close();

    long startNanos = Time.system().nanos();
    assertThat(conditions(TIMEOUT)).containsExactly(LINK_DOWN);
    assertThat(Duration.ofNanos(Time.system().nanos() - startNanos)).isLessThan(TIMEOUT);
  }

  @Test
  void theCommunityIsNeverShown() {
    probe.observe(TIMEOUT);

    assertThat(tapped)
        .noneMatch(line -> line.contains("s3cret"))
        .anyMatch(line -> line.startsWith("sent ") && line.contains("******"))
        .anyMatch(line -> line.startsWith("received ") && line.contains("******"))
        .contains("SNMP v2c GET: sysUpTime.0")
        .anyMatch(line -> line.startsWith("SNMP v2c answer: sysUpTime.0 = "));
    assertThat(probe.endpoint() + probe.observe(TIMEOUT).source()).doesNotContain("s3cret");
  }

  @Test
  void aCommunityMayStandInAFileThatOthersMayNotRead(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("community"), "s3cret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    probe = probe("?community_file=" + file);

    Observation refused = probe.observe(TIMEOUT);
    assertThat(refused.findings()).extracting(Finding::condition).containsExactly(STATUS_UNKNOWN);
    assertThat(refused.findings().get(0).raw()).contains("can be read by everybody");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(conditions(TIMEOUT)).isEmpty();
  }

  @Test
  void manyProbesNeedNoThreadOfTheirOwn() {
    List<SnmpProbe> probes =
        IntStream.range(0, 20).mapToObj(i -> probe("?community=s3cret")).toList();
    int before = Thread.activeCount();

    probes.forEach(each -> assertThat(each.observe(TIMEOUT).findings()).isEmpty());

    assertThat(Thread.activeCount()).isLessThanOrEqualTo(before);
  }

  @Test
  void silenceOfADeviceThatGivesItsOtherServicesIsNoFault() throws Exception {
    agent.network(answer -> List.of());
    try (var web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      probe = probeBeside(web);

      Observation seen = probe.observe(TIMEOUT);
      assertThat(seen.findings()).extracting(Finding::condition).containsExactly(STATUS_UNKNOWN);
      assertThat(seen.findings().get(0).raw())
          .contains("SNMP is disabled there")
          .contains("not a device fault");

      agent.close();
      assertThat(conditions(TIMEOUT)).as("a closed port, too").containsExactly(STATUS_UNKNOWN);
    }
    assertThat(conditions(TIMEOUT)).containsExactly(LINK_DOWN);
  }

  @Test
  void silenceOfADeviceThatHasAnsweredBeforeDoesNotMeanThatSnmpIsDisabled() throws Exception {
    try (var web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      probe = probeBeside(web);
      assertThat(conditions(TIMEOUT)).isEmpty();

      agent.network(answer -> List.of());
      Observation silent = probe.observe(TIMEOUT);
      assertThat(silent.findings()).extracting(Finding::condition).containsExactly(NOT_RESPONDING);
      assertThat(silent.findings().get(0).raw()).contains("answered before");

      agent.network(List::of);
      assertThat(conditions(TIMEOUT)).isEmpty();
      agent.close();
      assertThat(conditions(TIMEOUT)).as("a closed port, too").containsExactly(NOT_RESPONDING);
    }
    assertThat(conditions(TIMEOUT)).containsExactly(LINK_DOWN);
  }

  /** A probe of a device that has a web page, too. */
  private SnmpProbe probeBeside(ServerSocket web) {
    SnmpEndpoint endpoint = SnmpEndpoint.parse("snmp://127.0.0.1:" + agent.port());
    Machine machine = Machine.of(Path.of("/"), Time.system());
    return SnmpProbe.of(
        endpoint, machine, UdpDialers.beside("it", endpoint.place(), machine, web.getLocalPort()));
  }
}
