package dev.kiosk.simulator.surface.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.peer.Peer;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Traffic;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmp4j.smi.OID;

/** The simulated agent, asked by the tools of Net-SNMP. */
class SnmpOutletPeerTest {

  private static final String V3 =
      "-v3 -l authPriv -u kiosk -a SHA-256 -A authpass123 -x AES -X privpass123";
  private static final String BITS = "1.3.6.1.2.1.25.3.5.1.2.1";

  private final SimulatedPrinter printer =
      new SimulatedPrinter(
          new Identity("gate", "Acme", "Gate Printer 80", "SIM00161"), SnmpOutlet.SHOWS);
  private SnmpOutlet outlet;

  @BeforeEach
  void start() throws Exception {
    Peer.needs("snmpwalk", "snmp");
    var place =
        new SnmpPlace(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "public",
            new SnmpPlace.User("kiosk", "authpass123", "privpass123"),
            7);
    outlet =
        SnmpOutlet.start(
            printer,
            place,
            new SnmpOutlet.Around(() -> 500_000, (device, what) -> {}, Traffic.UNSEEN));
  }

  @AfterEach
  @SuppressWarnings("NullAway") // there is none when the test is skipped
  void stop() {
    if (outlet != null) {
      outlet.close();
    }
  }

  private String run(String tool, String options, String... oids) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(tool);
    command.addAll(List.of(options.split(" ")));
    command.addAll(
        List.of(
            "-m",
            "",
            "-On",
            "-Oe",
            "-t",
            "5",
            "-r",
            "1",
            "127.0.0.1:" + outlet.address().getPort()));
    command.addAll(List.of(oids));
    return Peer.run(command.toArray(new String[0]));
  }

  private static List<OID> names(String walked) {
    return walked
        .lines()
        .filter(line -> line.startsWith(".1.3.6.1") && !line.contains("No more variables"))
        .map(line -> new OID(line.substring(1, line.indexOf(' '))))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snmpwalk -v1 -c public",
        "snmpwalk -v2c -c public",
        "snmpwalk " + V3,
        "snmpbulkwalk -v2c -c public",
        "snmpbulkwalk " + V3
      })
  void aWalkMeetsEveryObjectInOrderAndEnds(String command) throws Exception {
    printer.set(DeviceCondition.COVER_OPEN, true);
    int space = command.indexOf(' ');

    List<OID> names =
        names(run(command.substring(0, space), command.substring(space + 1), ".1.3.6.1"));

    List<OID> expected = new ArrayList<>(PrinterTree.of(printer, () -> 0).objects().keySet());
    assertThat(names).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v1 -c public", "-v2c -c public", V3})
  void tellsTheErrorStateOfAnyVersion(String options) throws Exception {
    assertThat(run("snmpget", options, BITS)).contains("Hex-STRING: 00 00");

    printer.set(DeviceCondition.MEDIA_OUT, true);
    printer.set(DeviceCondition.INPUT_TRAY_MISSING, true);

    assertThat(run("snmpget", options, BITS)).contains("Hex-STRING: 40 80");
    assertThat(run("snmpget", options, "1.3.6.1.2.1.25.3.2.1.5.1")).contains("INTEGER: 5");
  }

  @Test
  void theIndexOfAlertsOnlyGrows() throws Exception {
    printer.set(DeviceCondition.MEDIA_OUT, true);
    printer.set(DeviceCondition.COVER_OPEN, true);
    printer.set(DeviceCondition.MEDIA_OUT, false);
    printer.set(DeviceCondition.MEDIA_JAM, true);

    String codes = run("snmpwalk", "-v2c -c public", "1.3.6.1.2.1.43.18.1.1.7");

    assertThat(codes.lines())
        .containsExactly(
            ".1.3.6.1.2.1.43.18.1.1.7.1.2 = INTEGER: 3",
            ".1.3.6.1.2.1.43.18.1.1.7.1.3 = INTEGER: 8");
    assertThat(run("snmpget", "-v2c -c public", "1.3.6.1.2.1.43.5.1.1.19.1")).contains(": 3");
    printer.set(DeviceCondition.MEDIA_JAM, false);
    printer.set(DeviceCondition.COVER_OPEN, false);
    assertThat(run("snmpwalk", "-v2c -c public", "1.3.6.1.2.1.43.18"))
        .contains("No more variables");
  }

  @Test
  void tellsApartWhatIsNotThere() throws Exception {
    assertThat(run("snmpget", "-v2c -c public", "1.3.6.1.2.1.25.3.5.1.2.9"))
        .contains("No Such Instance");
    assertThat(run("snmpget", "-v2c -c public", "1.3.6.1.2.1.99.1.0")).contains("No Such Object");
    assertThat(run("snmpget", "-v2c -c public", "1.3.6.1.2.1.1.3.0")).contains("Timeticks: (0)");
  }
}
