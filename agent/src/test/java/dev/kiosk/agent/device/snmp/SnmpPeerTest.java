package dev.kiosk.agent.device.snmp;

import static dev.kiosk.agent.condition.Condition.COVER_OPEN;
import static dev.kiosk.agent.condition.Condition.DEVICE_BUSY;
import static dev.kiosk.agent.condition.Condition.MEDIA_JAM;
import static dev.kiosk.agent.condition.Condition.MEDIA_LOW;
import static dev.kiosk.agent.condition.Condition.MEDIA_OUT;
import static dev.kiosk.agent.condition.Condition.NOT_RESPONDING;
import static dev.kiosk.agent.condition.Condition.STATUS_UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Authority;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.peer.Peer;
import dev.kiosk.agent.time.Time;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver against the agent of Net-SNMP. */
class SnmpPeerTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final String BITS = "1.3.6.1.2.1.25.3.5.1.2.3";
  private static final String DEVICE_STATUS = "1.3.6.1.2.1.25.3.2.1.5.3";
  private static final String PRINTER_STATUS = "1.3.6.1.2.1.25.3.5.1.1.3";
  private static final String ALERT_SEVERITY = "1.3.6.1.2.1.43.18.1.1.2.3.135";
  private static final String ALERT_CODE = "1.3.6.1.2.1.43.18.1.1.7.3.135";

  private Path dir;
  private Snmpd snmpd;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    Peer.needs("snmpd", "snmpd");
    Peer.needs("snmpset", "snmp");
    dir = temporary;
    snmpd = Snmpd.start(dir, true);
  }

  @AfterEach
  @SuppressWarnings("NullAway") // there is none when the test is skipped
  void stop() {
    if (snmpd != null) {
      snmpd.close();
    }
  }

  private SnmpProbe probe(String options) {
    return SnmpProbe.of(snmpd.endpoint() + options, Machine.of(dir, Time.system()));
  }

  private static SnmpProbe heard(SnmpProbe probe) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                !conditions(probe.observe(TIMEOUT)).contains(NOT_RESPONDING)
                    && !conditions(probe.observe(TIMEOUT)).contains(Condition.LINK_DOWN));
    return probe;
  }

  private static List<Condition> conditions(Observation seen) {
    return seen.findings().stream().map(Finding::condition).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&version=1", "&version=2c"})
  void readsStatesAlertsLevelsAndNames(String version) throws Exception {
    SnmpProbe probe = heard(probe("?community=" + Snmpd.COMMUNITY + version));

    Observation seen = probe.observe(TIMEOUT);

    assertThat(seen.findings())
        .containsExactly(
            new Finding(
                MEDIA_LOW, "tray 1", "alert 807 in group 8.1, critical: \"Roll nearly empty\""));
    assertThat(seen.model()).isEqualTo("Acme Gate Printer");
    assertThat(seen.serial()).isEqualTo("SN4711");
    assertThat(seen.authority()).isEqualTo(Authority.SNMP_ALERTS);
    assertThat(seen.uptime()).isBetween(Duration.ofMillis(10), Duration.ofMinutes(5));
    assertThat(seen.source()).startsWith("SNMP snmp://127.0.0.1:").doesNotContain("kioskread");
  }

  @Test
  void seesEachChangeWhileItRuns() throws Exception {
    SnmpProbe probe = heard(probe("?community=" + Snmpd.COMMUNITY));

    snmpd.set(BITS, "x", "4400");
    snmpd.set(DEVICE_STATUS, "i", "5");
    snmpd.set(PRINTER_STATUS, "i", "1");
    snmpd.set(ALERT_CODE, "i", "808");
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(MEDIA_OUT, MEDIA_JAM);

    snmpd.set(BITS, "x", "08");
    snmpd.set(ALERT_SEVERITY, "i", "1");
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(COVER_OPEN);

    snmpd.set(BITS, "x", "0000");
    snmpd.set(DEVICE_STATUS, "i", "2");
    snmpd.set(PRINTER_STATUS, "i", "4");
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(DEVICE_BUSY);

    snmpd.set(PRINTER_STATUS, "i", "3");
    assertThat(probe.observe(TIMEOUT).findings()).isEmpty();
  }

  @Test
  void aUserIsBelievedByPassPhrasesThatStandInFiles() throws Exception {
    SnmpProbe probe =
        heard(
            probe(
                "?user=kiosk&auth=SHA-256&priv=AES&auth_file="
                    + secret("auth", Snmpd.AUTH_PHRASE)
                    + "&priv_file="
                    + secret("priv", Snmpd.PRIV_PHRASE)));

    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(MEDIA_LOW);
    assertThat(probe.endpoint()).endsWith("?user=kiosk");
  }

  @Test
  void aUserWithoutPrivacyIsBelievedToo() throws Exception {
    SnmpProbe probe =
        heard(probe("?user=plain&auth=MD5&auth_file=" + secret("auth", Snmpd.AUTH_PHRASE)));

    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(MEDIA_LOW);
  }

  @Test
  void aWrongPassPhraseIsToldAsSuchAndTheFileIsReadAgain() throws Exception {
    Path auth = secret("auth", "wrong-one");
    SnmpProbe probe =
        heard(
            probe(
                "?user=kiosk&auth=SHA-256&priv=AES&auth_file="
                    + auth
                    + "&priv_file="
                    + secret("priv", Snmpd.PRIV_PHRASE)));

    Observation refused = probe.observe(TIMEOUT);
    assertThat(conditions(refused)).containsExactly(STATUS_UNKNOWN);
    assertThat(refused.findings().get(0).raw())
        .contains("the device answers, but the authentication pass phrase is not its")
        .doesNotContain("wrong-one");

    secret("auth", Snmpd.AUTH_PHRASE);
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(MEDIA_LOW);
  }

  @Test
  void anUnknownUserIsToldAsSuch() throws Exception {
    SnmpProbe probe = heard(probe("?user=nobody"));

    assertThat(probe.observe(TIMEOUT).findings().get(0).raw()).contains("does not know this user");
  }

  @Test
  void aWrongCommunityIsSilenceWithinTheDeadline() {
    heard(probe("?community=" + Snmpd.COMMUNITY));
    SnmpProbe wrong = probe("?community=wrong");

    long startNanos = Time.system().nanos();
    Observation seen = wrong.observe(SHORT);

    assertThat(conditions(seen)).containsExactly(NOT_RESPONDING);
    assertThat(Duration.ofNanos(Time.system().nanos() - startNanos))
        .isLessThan(SHORT.plusSeconds(2));
  }

  @Test
  void withoutPrinterMibTheBitsAreLeft() throws Exception {
    snmpd.close();
    snmpd = Snmpd.start(dir, false);
    SnmpProbe probe = heard(probe("?community=" + Snmpd.COMMUNITY));

    assertThat(probe.observe(TIMEOUT).findings()).isEmpty();
    snmpd.set(BITS, "x", "80");
    Observation seen = probe.observe(TIMEOUT);

    assertThat(conditions(seen)).containsExactly(MEDIA_LOW);
    assertThat(seen.authority()).isEqualTo(Authority.SNMP_BITS);
  }

  private Path secret(String name, String phrase) throws Exception {
    Path file = dir.resolve(name);
    Files.writeString(file, phrase + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    return file;
  }
}
