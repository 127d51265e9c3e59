package dev.kiosk.agent.device.escpos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.RefusingPort;
import dev.kiosk.agent.device.transport.TcpDialer;
import dev.kiosk.agent.device.transport.TcpEndpoint;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscPosProbeTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Path root;
  private final Time time = Time.system();

  EscPosProbeTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void aPrinterThatIsWellGivesNoFindingAndWasAskedNothingElse() throws IOException {
    try (var printer = FakePrinter.answering("12", "12", "12", "12")) {
      Observation seen = observe(printer);

      assertThat(seen.findings()).isEmpty();
      assertThat(seen.unobservable())
          .doesNotContain(Condition.MEDIA_OUT, Condition.COVER_OPEN, Condition.DEVICE_OFFLINE)
          .contains(Condition.SUPPLY_LOW, Condition.POWER_FAULT);
      assertThat(seen.source()).isEqualTo("ESC/POS tcp://127.0.0.1:" + printer.port());
      assertThat(printer.received())
          .containsExactly("10 04 01", "10 04 02", "10 04 03", "10 04 04");
    }
  }

  @Test
  void paperEndIsSeen() throws IOException {
    try (var printer = FakePrinter.answering("1A", "32", "12", "7E")) {
      assertThat(conditions(observe(printer)))
          .containsExactlyInAnyOrder(Condition.MEDIA_OUT, Condition.MEDIA_LOW);
    }
  }

  /** Whoever closes sends nothing more, so what was answered before belongs to what was asked. */
  @Test
  void aPrinterThatClosesBehindItsLastAnswerHasAnswered() throws IOException {
    try (var printer =
        FakePrinter.start(
            client -> {
              for (int answer : new int[] {0x1A, 0x52, 0x1A, 0x12}) {
                client.getInputStream().readNBytes(3);
                client.getOutputStream().write(answer);
              }
            })) {
      assertThat(conditions(observe(printer))).containsExactly(Condition.CUTTER_FAULT);
    }
  }

  /** Without a near-end sensor it says for ever that there is enough. */
  @Test
  void aPrinterThatHasNeverSaidThatItsRollNearsItsEndDoesNotSayThatItIsFull() throws IOException {
    var rolls = List.of(0x12, 0x12, 0x1E, 0x12).iterator();
    try (var printer =
        FakePrinter.start(
            client -> {
              for (int roll = rolls.next(), n = 1; n <= 4; n++) {
                client.getInputStream().readNBytes(3);
                client.getOutputStream().write(n == 4 ? roll : 0x12);
              }
              FakePrinter.sayNothing(client);
            })) {
      EscPosProbe probe = probe(printer.port());
      for (int look = 1; look <= 2; look++) {
        assertThat(probe.observe(TIMEOUT).unobservable()).contains(Condition.MEDIA_LOW);
      }
      assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.MEDIA_LOW);

      Observation after = probe.observe(TIMEOUT);
      assertThat(after.findings()).isEmpty();
      assertThat(after.unobservable()).doesNotContain(Condition.MEDIA_LOW);
    }
  }

  @Test
  void anOpenCoverFreezesWhatIsKnownOfThePaper() throws IOException {
    try (var printer = FakePrinter.answering("1A", "16", "12", "7E")) {
      Observation seen = observe(printer);

      assertThat(conditions(seen)).containsExactly(Condition.COVER_OPEN);
      assertThat(seen.unobservable()).contains(Condition.MEDIA_OUT, Condition.MEDIA_LOW);
    }
  }

  @Test
  void automaticStatusAndFlowControlBetweenTheAnswersChangeNothing() throws IOException {
    try (var printer =
        FakePrinter.answering("10 00 00 00 12", "12 13 18 00 0F 00", "11 12", "14 00 00 00 1E")) {
      assertThat(conditions(observe(printer))).containsExactly(Condition.MEDIA_LOW);
    }
  }

  @Test
  void whatAnEarlierClientLeftBehindIsNoAnswer() throws IOException {
    try (var printer =
        FakePrinter.start(
            client -> {
              client.getOutputStream().write("_TM-T88\0".getBytes(StandardCharsets.US_ASCII));
              client.getOutputStream().write(0x7E);
              client.getOutputStream().flush();
              for (int i = 0; i < 4; i++) {
                client.getInputStream().readNBytes(3);
                client.getOutputStream().write(0x12);
              }
              FakePrinter.sayNothing(client);
            })) {
      // In time to be thrown away or too late for it: the 7E never counts as an answer.
      assertThat(conditions(observe(printer))).isSubsetOf(Condition.PROTOCOL_MISMATCH);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "FF", "10", "18", "93", "48 54 54 50", "00 00 00 00", "12 12"})
  void bytesThatAreNoStatusAreAMismatchAndNoOtherBitIsRead(String bytes) throws IOException {
    try (var printer = FakePrinter.answering(bytes, "32", "32", "7E")) {
      Observation seen = observe(printer);

      assertThat(conditions(seen)).containsExactly(Condition.PROTOCOL_MISMATCH);
      assertThat(seen.unobservable())
          .contains(Condition.MEDIA_OUT, Condition.COVER_OPEN, Condition.HARDWARE_FAULT)
          .doesNotContain(Condition.PROTOCOL_MISMATCH, Condition.LINK_DOWN);
    }
  }

  @Test
  void randomBytesNeverMakeItFailOrCallThePrinterHealthyByAccident() throws IOException {
    var random = new Random(3);
    try (var printer =
        FakePrinter.start(
            client -> {
              var noise = new byte[64];
              random.nextBytes(noise);
              noise[0] = (byte) 0x80;
              client.getInputStream().readNBytes(3);
              client.getOutputStream().write(noise);
              FakePrinter.sayNothing(client);
            })) {
      for (int round = 0; round < 100; round++) {
        assertThat(conditions(observe(printer))).containsExactly(Condition.PROTOCOL_MISMATCH);
      }
    }
  }

  @Test
  void aSilentPrinterIsNotRespondingWithinTheLimits() throws IOException {
    try (var printer = FakePrinter.start(FakePrinter::sayNothing)) {
      long startNanos = time.nanos();
      Observation seen = observe(printer);

      assertThat(conditions(seen)).containsExactly(Condition.NOT_RESPONDING);
      assertThat(seen.unobservable()).contains(Condition.MEDIA_OUT);
      assertThat(Duration.ofNanos(time.nanos() - startNanos))
          .isBetween(Duration.ofMillis(450), Duration.ofSeconds(3));
    }
  }

  @Test
  void aPrinterThatStopsHalfwayIsNotRespondingAndItsHalfIsNotUsed() throws IOException {
    try (var printer = FakePrinter.answering("1A", "32")) {
      assertThat(conditions(observe(printer))).containsExactly(Condition.NOT_RESPONDING);
    }
  }

  @Test
  void aPeerThatAcceptsAndClosesIsNotResponding() throws IOException {
    try (var printer = FakePrinter.start(client -> client.close())) {
      assertThat(conditions(observe(printer))).containsExactly(Condition.NOT_RESPONDING);
    }
  }

  @Test
  void slowAnswersAreWaitedForButNotBeyondTheTimeout() throws IOException {
    try (var printer = FakePrinter.start(client -> answerSlowly(client, Duration.ofMillis(100)))) {
      assertThat(observe(printer).findings()).isEmpty();

      long startNanos = time.nanos();
      Observation seen = probe(printer.port()).observe(Duration.ofMillis(250));
      assertThat(conditions(seen)).containsExactly(Condition.NOT_RESPONDING);
      assertThat(Duration.ofNanos(time.nanos() - startNanos)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void whenAnotherProgramHoldsTheOnlyConnectionThePortIsInUse() throws IOException {
    try (var printer = FakePrinter.start(FakePrinter::sayNothing)) {
      var endpoint = new TcpEndpoint("127.0.0.1", printer.port());
      var dialer = new TcpDialer(endpoint, Machine.of(Path.of("/"), time));
      var probe = new EscPosProbe(dialer, new EpsonLanguage(), Machine.of(root, time));
      try (var application = new Socket(InetAddress.getLoopbackAddress(), printer.port())) {
        await().until(() -> printer.connections() == 1);

        assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.PORT_IN_USE);
        assertThat(application.isConnected()).isTrue();
      }
      await().until(() -> conditions(probe.observe(TIMEOUT)).contains(Condition.NOT_RESPONDING));
    }
  }

  @Test
  void aRefusedConnectionToThisMachineIsALinkThatIsDown() throws IOException {
    try (RefusingPort port = RefusingPort.take()) {
      assertThat(conditions(probe(port.number()).observe(TIMEOUT)))
          .containsExactly(Condition.LINK_DOWN);
    }
  }

  @Test
  void aPrinterThatRefusesWhileAProgramHereIsConnectedIsInUse() throws IOException {
    Files.createDirectories(root.resolve("proc/net"));
    try (RefusingPort port = RefusingPort.take()) {
      Files.writeString(
          root.resolve("proc/net/tcp"),
          "   0: 0100007F:C350 0100007F:%04X 01 00000000:00000000 00:00000000 00000000 0 0 1\n"
              .formatted(port.number()));

      assertThat(conditions(probe(port.number()).observe(TIMEOUT)))
          .containsExactly(Condition.PORT_IN_USE);
    }
  }

  @Test
  void anAddressWhereNothingAnswersIsALinkThatIsDown() {
    var nowhere = new TcpEndpoint("no-such-printer.invalid", 9100);
    var probe = overTcp(nowhere);

    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.LINK_DOWN);
  }

  @Test
  void eachLookIsOneShortConnection() throws IOException {
    try (var printer = FakePrinter.start(client -> answerSlowly(client, Duration.ZERO))) {
      for (int look = 1; look <= 5; look++) {
        assertThat(observe(printer).findings()).isEmpty();
        assertThat(printer.connections()).isEqualTo(look);
      }
    }
  }

  private static void answerSlowly(Socket client, Duration each) throws IOException {
    while (client.getInputStream().readNBytes(3).length == 3) {
      LockSupport.parkNanos(each.toNanos());
      client.getOutputStream().write(0x12);
    }
  }

  private Observation observe(FakePrinter printer) {
    return probe(printer.port()).observe(TIMEOUT);
  }

  /** With an empty /proc: nobody else is connected. */
  private EscPosProbe probe(int port) {
    var endpoint = new TcpEndpoint("127.0.0.1", port);
    return overTcp(endpoint);
  }

  private EscPosProbe overTcp(TcpEndpoint endpoint) {
    Machine machine = Machine.of(root, time);
    return new EscPosProbe(new TcpDialer(endpoint, machine), new EpsonLanguage(), machine);
  }

  private static List<Condition> conditions(Observation observation) {
    return observation.findings().stream().map(Finding::condition).toList();
  }
}
