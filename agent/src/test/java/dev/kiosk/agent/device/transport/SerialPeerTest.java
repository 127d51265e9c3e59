package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.peer.Peer;
import dev.kiosk.agent.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Serial ports that are real terminals of the kernel, with a cable by socat. */
class SerialPeerTest {

  private static final Path ROOT = Path.of("/");
  private static final Duration LATE = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofMillis(300);

  private final Path dir;
  private final Time time = Time.system();
  private final Machine machine = Machine.of(ROOT, time);

  SerialPeerTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void isInstalled() {
    Peer.needs("socat", "socat");
  }

  @Test
  void allBytesPassUnchangedInBothDirections() throws Exception {
    try (PtyPair cable = PtyPair.start(dir)) {
      cable.serve(64, request -> request);
      try (Line line = dial(cable.host(), "?baud=19200&parity=even&stop=2")) {
        for (int first = 0; first < 256; first += 64) {
          var some = new byte[64];
          for (int i = 0; i < some.length; i++) {
            some[i] = (byte) (first + i);
          }
          line.send(some);
          for (byte each : some) {
            assertThat(read(line)).isEqualTo(each & 0xFF);
          }
        }
      }
      assertThat(machine.held().times()).hasSize(1);
    }
  }

  @Test
  void silenceIsToldInTimeAndAPulledCableAtOnce() throws Exception {
    PtyPair cable = PtyPair.start(dir);
    try (cable;
        Line line = dial(cable.host(), "")) {
      long startNanos = time.nanos();
      assertThat(trouble(() -> line.read(time.nanos() + SOON.toNanos()))).isEqualTo(Trouble.SILENT);
      assertThat(Duration.ofNanos(time.nanos() - startNanos))
          .isBetween(SOON, Duration.ofSeconds(15)); // the line's own deadline is later

      cable.close();
      assertThat(trouble(() -> line.read(time.nanos() + Duration.ofSeconds(20).toNanos())))
          .isEqualTo(Trouble.CLOSED);
    }
  }

  @Test
  void whatCameUnaskedIsDrainedWithoutWaiting() throws Exception {
    try (PtyPair cable = PtyPair.start(dir);
        Line line = dial(cable.host(), "")) {
      assertThat(line.drain()).isEmpty();
      Files.write(cable.device(), new byte[] {1, 2, 3});
      var came = new ByteArrayOutputStream();
      await()
          .until(
              () -> {
                came.writeBytes(line.drain());
                return came.size() == 3;
              });
    }
  }

  @Test
  void aPortThatAProgramHasIsNeverOpened() throws Exception {
    try (PtyPair cable = PtyPair.start(dir);
        Peer application =
            Peer.start(dir.resolve("app.log"), "socat", "-u", host(cable), "STDOUT")) {
      await().until(() -> new Holders(ROOT).lookPastUs(cable.host()).holder().isPresent());
      assertThat(failure(() -> dial(cable.host(), "")))
          .hasMessageContaining("in use by socat (" + application.pid() + ")")
          .returns(Trouble.IN_USE, TransportException::trouble);
      Files.write(cable.device(), "for the application".getBytes(StandardCharsets.US_ASCII));
      await().until(() -> application.printed().equals("for the application"));
    }
  }

  @Test
  void aProgramThatOpensThePortMeanwhileExplainsTheSilence() throws Exception {
    try (PtyPair cable = PtyPair.start(dir);
        Line line = dial(cable.host(), "");
        Peer application =
            Peer.start(dir.resolve("app.log"), "socat", "-u", host(cable), "STDOUT")) {
      var holders = new Holders(ROOT);
      await().until(() -> holders.lookPastUs(cable.host()).holder().isPresent());
      assertThat(failure(() -> line.read(time.nanos() + SOON.toNanos())))
          .hasMessageContaining("(" + application.pid() + ")")
          .returns(Trouble.IN_USE, TransportException::trouble);
    }
  }

  @Test
  void thePortIsGivenBackWithTheSettingsItHad() throws Exception {
    try (PtyPair cable = PtyPair.start(dir)) {
      String port = cable.host().toString();
      Peer.run("stty", "-F", port, "sane", "speed", "4800", "cstopb", "-hupcl");
      String before = Peer.run("stty", "-F", port, "-a");
      try (Line line = dial(cable.host(), "?baud=115200")) {
        assertThat(line.drain()).isEmpty();
        assertThat(Peer.run("stty", "-F", port, "-a")).contains("115200", "-icanon", "-hupcl");
      }
      assertThat(Peer.run("stty", "-F", port, "-a")).isEqualTo(before);
    }
  }

  @Test
  void settingsThatAnApplicationMadeMeanwhileStay() throws Exception {
    try (PtyPair cable = PtyPair.start(dir)) {
      String port = cable.host().toString();
      try (Line line = dial(cable.host(), "?baud=115200")) {
        assertThat(line.drain()).isEmpty();
        Peer.run("stty", "-F", port, "57600");
      }
      assertThat(Peer.run("stty", "-F", port, "-a")).contains("57600");
    }
  }

  /** Its settings may be the same as ours, and are its own all the same. */
  @Test
  void settingsOfAPortThatAnApplicationHasMeanwhileStay() throws Exception {
    try (PtyPair cable = PtyPair.start(dir)) {
      String port = cable.host().toString();
      Peer.run("stty", "-F", port, "sane", "speed", "4800");
      Line line = dial(cable.host(), "?baud=115200");
      String hold = "exec sleep 600 <>" + port;
      try (line;
          Peer application = Peer.start(dir.resolve("app.log"), "sh", "-c", hold)) {
        var holders = new Holders(ROOT);
        await().until(() -> holders.lookPastUs(cable.host()).holder().isPresent());
        line.close();
        assertThat(Peer.run("stty", "-F", port, "-a")).contains("115200", "-icanon");
        assertThat(application.alive()).isTrue();
      }
    }
  }

  @Test
  void settingsOfAPortThatIsClaimedMeanwhileStayThoughNobodyIsSeen() throws Exception {
    Path root = Files.createDirectories(dir.resolve("root"));
    try (PtyPair cable = PtyPair.start(dir)) {
      Files.createDirectories(root.resolve("dev"));
      Files.createSymbolicLink(root.resolve("dev/ttyS7"), cable.host());
      String port = cable.host().toString();
      Peer.run("stty", "-F", port, "sane", "speed", "4800");
      String endpoint = "serial:/dev/ttyS7?baud=115200&unseen=open";
      Line line =
          Dialers.of(endpoint, 9100, Machine.of(root, time))
              .dial(Duration.ofSeconds(1), time.nanos() + LATE.toNanos());
      String claim = "exec 3<>" + port + "; flock -x 3; echo has it; exec sleep 600";
      try (line;
          Peer application = Peer.start(dir.resolve("app.log"), "sh", "-c", claim)) {
        await().until(() -> application.printed().contains("has it"));
        line.close();
        assertThat(Peer.run("stty", "-F", port, "-a")).contains("115200", "-icanon");
      }
    }
  }

  @Test
  void aMissingPortAndAFileThatIsNoneAreToldApart() throws Exception {
    assertThat(failure(() -> dial(dir.resolve("ttyNONE"), "")))
        .hasMessageContaining("there is no device " + dir.resolve("ttyNONE"))
        .returns(Trouble.ABSENT, TransportException::trouble);
    Path file = Files.createFile(dir.resolve("file"));
    assertThat(failure(() -> dial(file, "")))
        .hasMessageContaining("is not a serial port that works")
        .returns(Trouble.ABSENT, TransportException::trouble);
  }

  /** As for an agent that may not see the open files of the application's user. */
  @ParameterizedTest
  @ValueSource(strings = {"ioctl-void=0x540C", "flock-ex"})
  void aPortThatIsClaimedIsLeftAloneThoughNobodyIsSeen(String claim) throws Exception {
    Path root = Files.createDirectories(dir.resolve("root"));
    try (PtyPair cable = PtyPair.start(dir)) {
      Files.createDirectories(root.resolve("dev"));
      Files.createSymbolicLink(root.resolve("dev/ttyS7"), cable.host());
      Dialer dialer = Dialers.of("serial:/dev/ttyS7?unseen=open", 9100, Machine.of(root, time));
      String port = host(cable) + "," + claim;
      try (Peer application = Peer.start(dir.resolve("app.log"), "socat", "-u", port, "STDOUT")) {
        await().until(() -> new Holders(ROOT).holder(cable.host()).isPresent());
        await()
            .untilAsserted(
                () ->
                    assertThat(failure(() -> openAndClose(dialer)))
                        .hasMessage(
                            "serial:/dev/ttyS7?baud=9600&unseen=open: another program has claimed it for itself")
                        .returns(Trouble.IN_USE, TransportException::trouble));
        assertThat(application.alive()).isTrue();
      }
      Peer.run("flock", "-xn", cable.host().toString(), "true");
    }
  }

  private void openAndClose(Dialer dialer) throws IOException {
    long deadlineNanos = time.nanos() + Duration.ofSeconds(20).toNanos();
    dialer.dial(Duration.ofSeconds(1), deadlineNanos).close();
  }

  private static String host(PtyPair cable) {
    return cable.host() + ",raw,echo=0";
  }

  /** Whoever runs the test may not see all programs of this machine; those that matter, it does. */
  private Line dial(Path port, String options) throws TransportException {
    String endpoint = "serial:" + port + "?unseen=open" + options.replace('?', '&');
    long deadlineNanos = time.nanos() + Duration.ofSeconds(20).toNanos();
    return Dialers.of(endpoint, 9100, machine).dial(Duration.ofSeconds(1), deadlineNanos);
  }

  private int read(Line line) throws TransportException {
    return line.read(time.nanos() + LATE.toNanos());
  }

  private static Trouble trouble(Asking asking) {
    return failure(asking).trouble();
  }

  private static TransportException failure(Asking asking) {
    return catchThrowableOfType(TransportException.class, asking::ask);
  }

  private interface Asking {
    void ask() throws IOException;
  }
}
