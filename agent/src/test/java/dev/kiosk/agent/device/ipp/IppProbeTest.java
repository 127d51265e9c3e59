package dev.kiosk.agent.device.ipp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Authority;
import dev.kiosk.agent.device.HeldOpen;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.RefusingPort;
import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.device.transport.TransportException;
import dev.kiosk.agent.time.Time;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class IppProbeTest {

  private static final Duration ENOUGH = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(400);

  private final HeldOpen held = new HeldOpen();
  private final List<String> meanings = new ArrayList<>();

  @TempDir private Path root = Path.of("");

  @Test
  void readsAPrinterThatKeepsItsConnectionOpen() throws Exception {
    byte[] answer =
        Answer.ofPrinter()
            .state(3)
            .keywords("printer-state-reasons", "media-empty-report")
            .integers("printer-up-time", 90)
            .text(0x41, "printer-make-and-model", "Acme Kiosk 80")
            .end();
    try (var server = FakeServer.onTcp(FakeServer.http(answer))) {
      Observation seen = probe(server).observe(ENOUGH);

      assertThat(conditions(seen)).containsExactly(Condition.MEDIA_OUT);
      assertThat(seen.authority()).isEqualTo(Authority.IPP);
      assertThat(seen.uptime()).isEqualTo(Duration.ofSeconds(90));
      assertThat(seen.model()).isEqualTo("Acme Kiosk 80");
      assertThat(seen.source()).isEqualTo("IPP ipp://127.0.0.1:" + server.port() + "/ipp/print");
      assertThat(server.requests().get(0))
          .startsWith("POST /ipp/print HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n");
      assertThat(held.times()).containsOnlyKeys("ipp://127.0.0.1:" + server.port() + "/ipp/print");
      assertThat(meanings)
          .contains(
              "IPP status 0000 (ok)",
              "printer-state = 3",
              "printer-state-reasons = media-empty-report")
          .anyMatch(each -> each.contains("IPP 2.0 Get-Printer-Attributes of ipp://127.0.0.1:"));
    }
  }

  @Test
  void asksAgainInTheOlderVersionAndRemembersIt() throws Exception {
    byte[] tooNew = Answer.of(0x0101, 0x0503, 1).end();
    byte[] second = Answer.of(0x0101, 0, 2).group(4).state(3).end();
    byte[] third = Answer.of(0x0101, 0, 3).group(4).state(5).end();
    try (var server =
        FakeServer.onTcp(
            FakeServer.http(tooNew), FakeServer.http(second), FakeServer.http(third))) {
      IppProbe probe = probe(server);

      assertThat(probe.observe(ENOUGH).findings()).isEmpty();
      assertThat(conditions(probe.observe(ENOUGH))).containsExactly(Condition.DEVICE_OFFLINE);
      assertThat(server.requests())
          .extracting(each -> each.split("\r\n\r\n", 2)[1].substring(0, 2))
          .containsExactly("\2\0", "\1\1", "\1\1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0500, NOT_RESPONDING, cannot answer now: IPP status 0500 (internal error)",
    "0507, NOT_RESPONDING, 'IPP status 0507 (busy), \"come back\"'",
    "0501, PROTOCOL_MISMATCH, 0501 (the operation is not supported)",
    "0402, STATUS_UNKNOWN, does not let this kiosk ask",
    "0403, STATUS_UNKNOWN, does not let this kiosk ask",
    "0406, STATUS_UNKNOWN, there is no such printer",
    "0412, PROTOCOL_MISMATCH, does not understand the question"
  })
  void aRefusalIsNoFaultOfThePrinter(String status, Condition expected, String words)
      throws Exception {
    byte[] answer =
        Answer.of(0x0200, Integer.parseInt(status, 16), 1)
            .text(0x41, "status-message", "come back")
            .group(4)
            .state(5)
            .end();
    try (var server = FakeServer.onTcp(FakeServer.http(answer))) {
      Observation seen = probe(server).observe(ENOUGH);

      assertThat(conditions(seen)).containsExactly(expected);
      assertThat(seen.findings().get(0).raw()).startsWith("ipp://127.0.0.1:").contains(words);
      assertThat(seen.unobservable()).contains(Condition.MEDIA_OUT);
    }
  }

  @Test
  void anAnswerToAnotherRequestCountsForNothing() throws Exception {
    byte[] answer = Answer.of(0x0200, 0, 2).group(4).state(3).end();
    try (var server = FakeServer.onTcp(FakeServer.http(answer))) {
      assertThat(conditions(probe(server).observe(ENOUGH)))
          .containsExactly(Condition.PROTOCOL_MISMATCH);
    }
  }

  @Test
  void silenceIsNotHealth() throws Exception {
    try (var server = FakeServer.onTcp(FakeServer.SILENCE)) {
      Observation seen = probe(server).observe(SHORT);

      assertThat(conditions(seen)).containsExactly(Condition.NOT_RESPONDING);
      assertThat(held.times().values()).singleElement().satisfies(this::wasShort);
    }
  }

  @Test
  void anAnswerThatDribblesEndsAtTheDeadline() throws Exception {
    byte[] answer = FakeServer.http(Answer.ofPrinter().state(3).end());
    try (var server = FakeServer.dribbling(2, answer)) {
      assertThat(conditions(probe(server).observe(SHORT)))
          .containsExactly(Condition.NOT_RESPONDING);
      assertThat(held.times().values()).singleElement().satisfies(this::wasShort);
    }
  }

  @Test
  void whatIsNoIppAtAllIsAMismatch() throws Exception {
    byte[] foreign = "220 ready\r\n".getBytes(StandardCharsets.US_ASCII);
    try (var server = FakeServer.onTcp(foreign)) {
      assertThat(conditions(probe(server).observe(ENOUGH)))
          .containsExactly(Condition.PROTOCOL_MISMATCH);
    }
  }

  @Test
  void aPrinterThatIsNotThereIsALinkThatIsDown() throws Exception {
    try (RefusingPort port = RefusingPort.take()) {
      var nobody = IppEndpoint.parse("ipp://127.0.0.1:" + port.number() + "/ipp/print");

      Observation seen = new IppProbe(nobody, machine()).observe(ENOUGH);

      assertThat(conditions(seen)).containsExactly(Condition.LINK_DOWN);
      assertThat(held.times()).isEmpty();
    }
  }

  @Test
  void aQueueTakesBackWhatItSaidAndNothingElse() throws Exception {
    byte[] jam = Answer.ofPrinter().state(4).keywords("printer-state-reasons", "media-jam").end();
    byte[] well = Answer.of(0x0200, 0, 2).group(4).state(3).end();
    try (var server =
        FakeServer.onSocket(cupsSocket(), FakeServer.http(jam), FakeServer.http(well))) {
      var probe = new IppProbe(IppEndpoint.parse("cups:bagtag"), machine());

      Observation first = probe.observe(ENOUGH);
      Observation second = probe.observe(ENOUGH);

      assertThat(conditions(first)).contains(Condition.MEDIA_JAM);
      assertThat(first.authority()).isEqualTo(Authority.QUEUE);
      assertThat(conditions(second)).containsExactly(Condition.STATUS_UNKNOWN);
      assertThat(second.unobservable())
          .contains(Condition.MEDIA_OUT, Condition.LINK_DOWN)
          .doesNotContain(Condition.MEDIA_JAM);
      assertThat(server.requests().get(0))
          .startsWith("POST /printers/bagtag HTTP/1.1\r\nHost: localhost\r\n");
    }
  }

  @Test
  void aMisspeltQueueIsToldWhichThereAre() throws Exception {
    byte[] none = Answer.of(0x0200, 0x0406, 1).end();
    byte[] list =
        Answer.of(0x0200, 0, 2)
            .group(4)
            .text(0x42, "printer-name", "bagtag")
            .group(4)
            .text(0x42, "printer-name", "boarding")
            .end();
    try (var server =
        FakeServer.onSocket(cupsSocket(), FakeServer.http(none), FakeServer.http(list))) {
      Observation seen = new IppProbe(IppEndpoint.parse("cups:bagtags"), machine()).observe(ENOUGH);

      assertThat(conditions(seen)).containsExactly(Condition.STATUS_UNKNOWN);
      assertThat(seen.findings().get(0).raw())
          .isEqualTo("cups:bagtags: CUPS has no queue \"bagtags\"; it has bagtag, boarding");
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void withoutCupsNothingIsKnownOfAQueue() {
    Observation seen = new IppProbe(IppEndpoint.parse("cups:bagtag"), machine()).observe(ENOUGH);

    assertThat(conditions(seen)).containsExactly(Condition.STATUS_UNKNOWN);
    assertThat(seen.findings().get(0).raw()).contains("there is no socket").contains("cups.sock");
    assertThat(seen.unobservable())
        .contains(Condition.LINK_DOWN, Condition.NOT_RESPONDING, Condition.DEVICE_PAUSED);
    assertThatThrownBy(() -> CupsQueues.list(machine()))
        .isInstanceOfSatisfying(
            TransportException.class,
            absent -> assertThat(absent.trouble()).isEqualTo(TransportException.Trouble.ABSENT));
  }

  @Test
  void listsQueuesWithTheWayToTheirPrintersAndNoPassword() throws Exception {
    byte[] list =
        Answer.of(0x0200, 0, 1)
            .group(4)
            .text(0x42, "printer-name", "bagtag")
            .text(0x45, "device-uri", "usb://Acme/Kiosk%2080?serial=1")
            .text(0x41, "printer-make-and-model", "Acme Kiosk 80")
            .group(4)
            .text(0x42, "printer-name", "office")
            .text(0x45, "device-uri", "ipp://me:hunter2@10.0.0.8/ipp/print?x=y")
            .group(4)
            .text(0x42, "printer-name", "raw")
            .text(0x45, "device-uri", "socket://10.0.0.9:9100")
            .group(4)
            .text(0x42, "printer-name", "shy")
            .group(4)
            .end();
    try (var server = FakeServer.onSocket(cupsSocket(), FakeServer.http(list))) {
      List<CupsQueue> queues = CupsQueues.list(machine());

      assertThat(queues)
          .extracting(CupsQueue::name)
          .containsExactly("bagtag", "office", "raw", "shy");
      assertThat(queues)
          .extracting(CupsQueue::likely)
          .containsExactly(
              CupsQueue.Likely.LOCAL_PRINTER,
              CupsQueue.Likely.IPP_PRINTER,
              CupsQueue.Likely.RAW_PRINTER,
              CupsQueue.Likely.UNKNOWN);
      assertThat(queues.get(0).makeAndModel()).isEqualTo("Acme Kiosk 80");
      assertThat(queues.get(0).printerEndpoint()).isEmpty();
      assertThat(queues.get(1).printerEndpoint()).hasValue("ipp://10.0.0.8:631/ipp/print");
      assertThat(queues.get(2).printerEndpoint()).hasValue("tcp://10.0.0.9:9100");
      assertThat(queues.toString()).doesNotContain("hunter2");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aCupsWithoutQueuesHasNone() throws Exception {
    byte[] none = Answer.of(0x0200, 0x0406, 1).end();
    try (var server = FakeServer.onSocket(cupsSocket(), FakeServer.http(none))) {
      assertThat(CupsQueues.list(machine())).isEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }

  private void wasShort(HeldOpen.Times times) {
    assertThat(Duration.ofNanos(times.lastNanos())).isLessThan(Duration.ofSeconds(2));
  }

  private Path cupsSocket() throws Exception {
    return Files.createDirectories(root.resolve("run/cups")).resolve("cups.sock");
  }

  private IppProbe probe(FakeServer server) throws Exception {
    return new IppProbe(IppEndpoint.parse("ipp://127.0.0.1:" + server.port()), machine());
  }

  private Machine machine() {
    var tap =
        new Wiretap() {
          @Override
          public void sent(byte[] bytes) {
            assertThat(bytes).isNotEmpty();
          }

          @Override
          public void received(byte[] bytes) {
            assertThat(bytes).isNotEmpty();
          }

          @Override
          public void means(String meaning) {
            meanings.add(meaning);
          }
        };
    return new Machine(root, Time.system(), tap, held);
  }

  private static List<Condition> conditions(Observation seen) {
    return seen.findings().stream().map(Finding::condition).toList();
  }
}
