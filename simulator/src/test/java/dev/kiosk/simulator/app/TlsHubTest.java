package dev.kiosk.simulator.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.link.websocket.Authority;
import dev.kiosk.simulator.hub.HubConfig;
import dev.kiosk.simulator.hub.HubServer;
import dev.kiosk.simulator.hub.HubTime;
import dev.kiosk.simulator.hub.access.TlsFiles;
import dev.kiosk.simulator.hub.fault.Faults;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands that talk to a hub, with one whose certificate is of an authority of its own. */
@Timeout(60)
class TlsHubTest {

  private static Path folder;
  private static HubServer hub;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start(@TempDir Path fresh) throws Exception {
    folder = fresh;
    Authority authority = Authority.in(fresh).sign("hub", "ip:127.0.0.1");
    Authority other = Authority.in(Files.createDirectory(fresh.resolve("other")));
    Files.writeString(fresh.resolve("ca.pem"), authority.certificate("ca"));
    Files.writeString(
        fresh.resolve("both.pem"), other.certificate("ca") + authority.certificate("ca"));
    Files.writeString(fresh.resolve("other.pem"), other.certificate("ca"));
    Files.writeString(fresh.resolve("empty.pem"), "");
    Files.writeString(fresh.resolve("words.pem"), "these are words");
    var tls =
        new TlsFiles(
            Files.writeString(fresh.resolve("cert.pem"), authority.certificate("hub")),
            Files.writeString(fresh.resolve("key.pem"), authority.key("hub")),
            null);
    var time = new HubTime(System::nanoTime, System::currentTimeMillis);
    var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    hub =
        HubServer.start(
            HubConfig.of(listen, fresh.resolve("data"), time).withTls(tls).withFaults(Faults.NONE));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private int run(String arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String given =
        arguments
            .replace("DIR", folder.toString())
            .replace("HUB", "127.0.0.1:" + hub.httpUri().getPort());
    return line.execute(given.split(" +"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.pem", "both.pem"})
  void healthAsksIt(String file) {
    assertThat(run("health https://HUB/healthz --ca-file DIR/" + file)).as("%s", err).isZero();
    assertThat(out.toString()).contains("\"status\":\"ok\"");
  }

  @Test
  void faultsAreSetAndMended() {
    String where = " --control https://HUB --ca-file DIR/ca.pem";
    assertThat(run("fault hub receipts late:1s" + where)).as("%s", err).isZero();
    assertThat(run("fault hub all off" + where)).as("%s", err).isZero();
  }

  @Test
  void aFleetRunsAndProvesThatNothingIsLost() {
    String fleet = "fleet --kiosks 3 --rate 5 --for 3s --ramp 1s";
    assertThat(run(fleet + " --server wss://HUB/ws/agent --ca-file DIR/ca.pem"))
        .as("%s%s", out, err)
        .isZero();
    assertThat(out.toString()).containsPattern("lost +0\n").contains("3 of 3 set-threshold acked");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "health https://HUB/healthz",
        "health https://HUB/healthz --ca-file DIR/other.pem",
        "fault hub silent on --control https://HUB",
        "fault hub silent on --control https://HUB --ca-file DIR/other.pem",
        "fleet --kiosks 3 --server wss://HUB/ws/agent",
        "fleet --kiosks 3 --server wss://HUB/ws/agent --ca-file DIR/other.pem",
      })
  void aCertificateOfSomebodyElseIsNotAccepted(String arguments) {
    assertThat(run(arguments)).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString())
        .containsPattern("the certificate that \\S+:\\d+\\S* shows is not accepted \\(")
        .contains("--ca-file names who issued it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          health https://HUB/healthz --ca-file DIR/absent                     | --ca-file: there is no file DIR/absent
          health https://HUB/healthz --ca-file DIR/empty.pem                  | --ca-file: DIR/empty.pem holds no certificate
          fault hub silent on --control https://HUB --ca-file DIR/words.pem   | --ca-file: DIR/words.pem
          fleet --kiosks 3 --server wss://HUB --ca-file DIR                   | --ca-file: DIR cannot be read
          fleet --kiosks 3 --server ws://HUB --ca-file DIR/ca.pem             | --ca-file goes with wss
          health http://HUB/healthz --ca-file DIR/ca.pem                      | --ca-file goes with https
          fault hub silent on --control http://HUB --ca-file DIR/ca.pem       | --ca-file goes with https
          fault bagtag media-out on --ca-file DIR/ca.pem                      | --ca-file goes with hub only
          """)
  void aFileThatCannotServeIsAUsageErrorThatNamesIt(String arguments, String words) {
    assertThat(run(arguments)).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains(words.replace("DIR", folder.toString()));
  }
}
