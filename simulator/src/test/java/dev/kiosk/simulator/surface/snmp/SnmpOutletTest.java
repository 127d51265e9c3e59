package dev.kiosk.simulator.surface.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.snmp.SnmpProbe;
import dev.kiosk.agent.time.Time;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.NetworkFault;
import dev.kiosk.simulator.surface.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulated agent, asked by the agent's own driver. */
class SnmpOutletTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration SHORT = Duration.ofMillis(1_500);

  private final SimulatedPrinter printer =
      new SimulatedPrinter(
          new Identity("gate", "Acme", "Gate Printer 80", "SIM00161"), SnmpOutlet.SHOWS);
  private final AtomicLong nowMillis = new AtomicLong(10_000);
  private final List<byte[]> toHost = new CopyOnWriteArrayList<>();
  private SnmpOutlet outlet;
  private SnmpProbe probe;

  @BeforeEach
  void start() throws Exception {
    outlet = open(0);
    probe = SnmpProbe.of(outlet.endpoint(), Machine.of(Path.of("/"), Time.system()));
  }

  private SnmpOutlet open(int port) throws IOException {
    var place =
        new SnmpPlace(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "public", null, 7);
    return SnmpOutlet.start(
        printer,
        place,
        new SnmpOutlet.Around(
            nowMillis::get,
            (device, what) -> {},
            (device, direction, bytes) -> {
              if (direction == Traffic.Direction.TO_HOST) {
                toHost.add(bytes);
              }
            }));
  }

  @AfterEach
  void stop() {
    outlet.close();
  }

  private List<Condition> conditions(Duration timeout) {
    return probe.observe(timeout).findings().stream().map(Finding::condition).toList();
  }

  private void network(String name, @Nullable Integer amount) throws IOException {
    outlet.network(NetworkFault.of(name, amount));
  }

  @ParameterizedTest
  @EnumSource(DeviceCondition.class)
  void eachConditionIsSeenByItsNameAndEnds(DeviceCondition condition) {
    if (!printer.possible().contains(condition)) {
      return;
    }
    assertThat(conditions(TIMEOUT)).isEmpty();

    printer.set(condition, true);
    assertThat(conditions(TIMEOUT)).containsExactly(Condition.valueOf(condition.name()));

    printer.set(condition, false);
    assertThat(conditions(TIMEOUT)).isEmpty();
  }

  @Test
  void tellsWhoItIsAndHowLongItRuns() {
    nowMillis.addAndGet(90_000);

    Observation seen = probe.observe(TIMEOUT);

    assertThat(seen.model()).isEqualTo("Acme Gate Printer 80");
    assertThat(seen.serial()).isEqualTo("SIM00161");
    assertThat(seen.uptime()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void theAlertsOfARestartedPrinterAreReadAnew() throws Exception {
    nowMillis.addAndGet(90_000);
    assertThat(conditions(TIMEOUT)).isEmpty();
    printer.set(DeviceCondition.WASTE_FULL, true);
    int port = outlet.address().getPort();
    outlet.close();
    outlet = open(port);

    assertThat(conditions(TIMEOUT)).containsExactly(Condition.WASTE_FULL);
    assertThat(probe.observe(TIMEOUT).uptime()).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @CsvSource({
    "silent,,NOT_RESPONDING",
    "refuse,,LINK_DOWN",
    "garbage,,PROTOCOL_MISMATCH",
    "half,,PROTOCOL_MISMATCH",
    "drop,10,PROTOCOL_MISMATCH",
    "drop,0,NOT_RESPONDING",
    "slow,5000,NOT_RESPONDING"
  })
  void aBrokenNetworkShowsAndMends(String fault, @Nullable Integer amount, Condition expected)
      throws Exception {
    assertThat(conditions(TIMEOUT)).isEmpty();
    network(fault, amount);

    assertThat(conditions(SHORT)).containsExactly(expected);

    network("ok", null);
    assertThat(conditions(TIMEOUT)).isEmpty();
  }

  @Test
  void aSlowAgentIsHeardWhenItIsNotTooSlow() throws Exception {
    network("slow", 50);

    assertThat(conditions(TIMEOUT)).isEmpty();
  }

  @Test
  void takesNoFaultThatDatagramsCannotHave() {
    assertThat(outlet.faults())
        .doesNotContain(NetworkFault.Mode.CLOSE, NetworkFault.Mode.SINGLE)
        .contains(NetworkFault.Mode.REFUSE, NetworkFault.Mode.DROP);
  }

  @Test
  void aPortThatIsTakenIsToldByName() {
    assertThatThrownBy(() -> open(outlet.address().getPort()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("gate cannot listen on 127.0.0.1:");
  }

  @Test
  void itsTrafficIsShown() {
    probe.observe(TIMEOUT);

    assertThat(toHost).hasSizeGreaterThan(3).allMatch(bytes -> bytes[0] == 0x30);
  }

  @Test
  void aUserIsStillBelievedAfterARestart(@TempDir Path dir) throws Exception {
    Path phrase = Files.writeString(dir.resolve("phrase"), "authpass123");
    Files.setPosixFilePermissions(phrase, PosixFilePermissions.fromString("rw-------"));
    outlet.close();
    outlet = secure(outlet.address().getPort(), 7);
    probe =
        SnmpProbe.of(
            "snmp://127.0.0.1:%d?user=kiosk&auth=SHA-256&auth_file=%s&priv=AES&priv_file=%s"
                .formatted(outlet.address().getPort(), phrase, phrase),
            Machine.of(Path.of("/"), Time.system()));
    assertThat(conditions(TIMEOUT)).isEmpty();

    int port = outlet.address().getPort();
    outlet.close();
    outlet = secure(port, 8);
    printer.set(DeviceCondition.MEDIA_JAM, true);

    assertThat(conditions(TIMEOUT)).containsExactly(Condition.MEDIA_JAM);
  }

  private SnmpOutlet secure(int port, int boots) throws IOException {
    var user = new SnmpPlace.User("kiosk", "authpass123", "authpass123");
    var place =
        new SnmpPlace(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "public", user, boots);
    return SnmpOutlet.start(
        printer,
        place,
        new SnmpOutlet.Around(nowMillis::get, (device, what) -> {}, Traffic.UNSEEN));
  }
}
