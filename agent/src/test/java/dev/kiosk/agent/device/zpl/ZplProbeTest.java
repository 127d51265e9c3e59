package dev.kiosk.agent.device.zpl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.HeldOpen;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.RefusingPort;
import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.time.ManualTime;
import dev.kiosk.agent.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZplProbeTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Map<String, String> OUT_OF_PAPER =
      Map.of(
          "~HS",
          Vectors.host(Vectors.ZT410_FIRST, Vectors.ZT410_SECOND),
          "~HQES",
          Vectors.ZT410_ERRORS,
          "~HI",
          Vectors.IDENTITY);

  private final Path root;
  private final Time time = Time.system();
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  ZplProbeTest(@TempDir Path root) {
    this.root = root;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 60})
  void anAnswerIsReadInHoweverManyPiecesItComes(int pieces) throws IOException {
    try (var printer = FakeZebra.answering(pieces, OUT_OF_PAPER)) {
      Observation seen = probe(printer, "off").observe(TIMEOUT);

      assertThat(conditions(seen))
          .containsExactlyInAnyOrder(Condition.MEDIA_OUT, Condition.SUPPLY_OUT);
      assertThat(seen.model()).isEqualTo("ZT410-200dpi");
      assertThat(seen.source()).isEqualTo("ZPL tcp://127.0.0.1:" + printer.port());
    }
  }

  @Test
  void asksForTheModelOnceAndKeepsNoConnection() throws IOException {
    try (var printer = FakeZebra.answering(1, OUT_OF_PAPER)) {
      ZplProbe probe = probe(printer, "off");
      for (int look = 0; look < 3; look++) {
        assertThat(probe.observe(TIMEOUT).model()).isEqualTo("ZT410-200dpi");
      }

      assertThat(printer.received())
          .containsExactly("~HS", "~HQES", "~HI", "~HS", "~HQES", "~HS", "~HQES");
      assertThat(printer.connections()).isEqualTo(3);
    }
  }

  @Test
  void thePasswordIsShownToNobody() throws IOException {
    try (var printer = FakeZebra.answering(3, OUT_OF_PAPER)) {
      probe(printer, "off").observe(TIMEOUT);

      assertThat(shown.toString(ISO_8859_1))
          .contains("~HS<", "****,0", "paper out, paused, ribbon out", "<model ZT410-200dpi")
          .doesNotContain("1234");
    }
  }

  @Test
  void aPrinterWithoutErrorStatusIsJudgedByItsHostStatus() throws IOException {
    var old = Map.of("~HS", Vectors.host(Vectors.WELL_FIRST, Vectors.WELL_SECOND));
    try (var printer = FakeZebra.answering(1, old)) {
      Observation seen = probe(printer, "off").observe(TIMEOUT);

      assertThat(seen.findings()).isEmpty();
      assertThat(seen.unobservable()).contains(Condition.CUTTER_FAULT, Condition.MEDIA_LOW);
    }
  }

  @Test
  void aPrinterThatKeepsSilentAtTheHostStatusStillTellsItsErrors() throws IOException {
    try (var printer = FakeZebra.answering(1, Map.of("~HQES", Vectors.ZE500_ERRORS))) {
      Observation seen = probe(printer, "off").observe(TIMEOUT);

      assertThat(conditions(seen)).containsExactly(Condition.COVER_OPEN);
      assertThat(seen.unobservable()).contains(Condition.BUFFER_FULL, Condition.MEDIA_OUT);
    }
  }

  @Test
  void aHostStatusThatComesLateIsNotTakenForTheErrors() throws IOException {
    String late = Vectors.host(Vectors.WELL_FIRST, Vectors.WELL_SECOND) + Vectors.ZE500_ERRORS;
    try (var printer = FakeZebra.answering(1, Map.of("~HS~HQES", late))) {
      assertThat(conditions(probe(printer, "off").observe(TIMEOUT)))
          .containsExactly(Condition.COVER_OPEN);
    }
  }

  @Test
  void aPrinterThatDoesNotSayWhatItIsDoesNotSayThatItsRollIsFull() throws IOException {
    Map<String, String> answers = new ConcurrentHashMap<>();
    answers.put("~HQES", Vectors.WELL_ERRORS);
    try (var printer = FakeZebra.answering(1, answers)) {
      ZplProbe probe = probe(printer, "off");
      assertThat(probe.observe(TIMEOUT).unobservable()).contains(Condition.MEDIA_LOW);

      answers.put("~HQES", Vectors.errors("0 00000000 00000000", "1 00000000 00000008"));
      assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.MEDIA_LOW);
      answers.put("~HQES", Vectors.WELL_ERRORS);
      assertThat(probe.observe(TIMEOUT).unobservable()).doesNotContain(Condition.MEDIA_LOW);
    }
  }

  @Test
  void silenceIsAskedAboutAtTheSettingsChannel() throws IOException {
    try (var printer = FakeZebra.start(FakeZebra::sayNothing);
        var settings = settings("1,1,00000000,00010001,0,00000000,00000000")) {
      Observation seen = probe(printer, String.valueOf(settings.port())).observe(TIMEOUT);

      assertThat(conditions(seen)).containsExactly(Condition.MEDIA_OUT);
      assertThat(seen.source()).isEqualTo("Zebra JSON tcp://127.0.0.1:" + settings.port());
      assertThat(seen.serial()).isEqualTo("XXQLJ1");
      assertThat(seen.unobservable()).contains(Condition.BUFFER_FULL);
      assertThat(settings.received()).containsExactly(JsonSettings.REQUEST);
    }
  }

  @Test
  void theSettingsChannelIsOnlyEverAsked() {
    assertThat(JsonSettings.REQUEST.replaceAll("\"[a-z._]+\":null,?", "")).isEqualTo("{}{}");
    assertThat(JsonSettings.REQUEST.length()).isLessThanOrEqualTo(256);
  }

  @Test
  void aPrintPortThatIsSilentForNoReasonIsNotResponding() throws IOException {
    try (var printer = FakeZebra.start(FakeZebra::sayNothing);
        var settings = settings("0,0,00000000,00000000,0,00000000,00000000")) {
      Observation seen = probe(printer, String.valueOf(settings.port())).observe(TIMEOUT);

      assertThat(conditions(seen)).containsExactly(Condition.NOT_RESPONDING);
      assertThat(seen.unobservable()).doesNotContain(Condition.MEDIA_OUT);
    }
  }

  @Test
  void aPortThatIsTakenIsNoFaultAndTheSettingsTellTheState() throws IOException {
    try (var printer = FakeZebra.start(FakeZebra::sayNothing);
        var settings = settings("0,0,00000000,00000000,1,00000000,00000002")) {
      holdHere(printer.port());
      assertThat(conditions(probe(printer, "off").observe(TIMEOUT)))
          .containsExactly(Condition.PORT_IN_USE);
      assertThat(conditions(probe(printer, String.valueOf(settings.port())).observe(TIMEOUT)))
          .containsExactly(Condition.SERVICE_DUE);
    }
  }

  /** A printer that prints for somebody else, or not at all: nobody knows, so it is not well. */
  @Test
  void aPrintPortThatRefusesIsNotWellThoughTheSettingsKnowOfNoFault() throws IOException {
    try (RefusingPort refusing = RefusingPort.take();
        var settings = settings("0,0,00000000,00000000,1,00000000,00000002")) {
      String endpoint = "tcp://127.0.0.1:" + refusing.number() + "?json=" + settings.port();
      Observation seen = ZplProbe.of(endpoint, machine()).observe(TIMEOUT);

      assertThat(conditions(seen))
          .containsExactlyInAnyOrder(Condition.PORT_IN_USE, Condition.SERVICE_DUE);
      assertThat(seen.findings().get(1).raw()).contains("refused", "settings channel");
      assertThat(seen.unobservable()).doesNotContain(Condition.MEDIA_OUT);
    }
  }

  @Test
  void aPrintPortThatRefusesBesideAFaultIsToldByTheFault() throws IOException {
    try (RefusingPort refusing = RefusingPort.take();
        var settings = settings("1,1,00000000,00010001,0,00000000,00000000")) {
      String endpoint = "tcp://127.0.0.1:" + refusing.number() + "?json=" + settings.port();

      assertThat(conditions(ZplProbe.of(endpoint, machine()).observe(TIMEOUT)))
          .containsExactly(Condition.MEDIA_OUT);
    }
  }

  @Test
  void aPortThatIsTakenIsLeftAloneWhileTheSettingsTell() throws IOException {
    var clock = new ManualTime();
    var machine = new Machine(root, clock, Wiretap.NONE, new HeldOpen());
    Map<String, String> answers = new ConcurrentHashMap<>();
    answers.put(JsonSettings.REQUEST, "{\"head.latch\":\"open\"}");
    try (var printer = FakeZebra.start(FakeZebra::sayNothing);
        var settings = FakeZebra.answering(1, answers)) {
      holdHere(printer.port());
      String channel = "?json=" + settings.port();
      ZplProbe probe = ZplProbe.of("tcp://127.0.0.1:" + printer.port() + channel, machine);
      for (int look = 1; look <= 3; look++) { // the third after 10 s
        assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.COVER_OPEN);
        assertThat(printer.connections()).isEqualTo(look < 3 ? 1 : 2);
        clock.pass(Duration.ofSeconds(5));
      }

      answers.clear(); // nobody tells any more, so the print port is asked again
      assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.PORT_IN_USE);
      assertThat(printer.connections()).isEqualTo(3);
    }
  }

  @Test
  void olderSettingsTellHeadAndMedia() throws IOException {
    var old = "{\"zpl.system_status\":\"?\",\"head.latch\":\"ok\",\"media.status\":\"out\"}";
    try (var printer = FakeZebra.start(FakeZebra::sayNothing);
        var settings = FakeZebra.answering(1, Map.of(JsonSettings.REQUEST, old))) {
      Observation seen = probe(printer, String.valueOf(settings.port())).observe(TIMEOUT);

      assertThat(conditions(seen)).containsExactly(Condition.MEDIA_OUT);
      assertThat(seen.unobservable()).contains(Condition.CUTTER_FAULT);
    }
  }

  @Test
  void aSilentPrinterIsNotRespondingInTimeAndTheHintSaysWhereToLook() throws IOException {
    try (var printer = FakeZebra.start(FakeZebra::sayNothing);
        var settings = FakeZebra.start(FakeZebra::sayNothing)) {
      long startNanos = time.nanos();
      Observation seen = probe(printer, String.valueOf(settings.port())).observe(TIMEOUT);

      assertThat(Duration.ofNanos(time.nanos() - startNanos)).isLessThan(TIMEOUT);
      assertThat(conditions(seen)).containsExactly(Condition.NOT_RESPONDING);
      assertThat(seen.findings().get(0).raw()).contains("media, ribbon or head");
      assertThat(seen.unobservable()).contains(Condition.MEDIA_OUT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "\u0012",
        "\u0002030,1,1\u0003\r\n\u0002001\u0003\r\n\u00021234,0\u0003\r\n",
        "\u0000\u00ff\u0093"
      })
  void otherBytesAreAMismatchAndNothingOfThemCounts(String answer) throws IOException {
    try (var printer = FakeZebra.answering(1, Map.of("~HS", answer))) {
      Observation seen = probe(printer, "off").observe(TIMEOUT);

      assertThat(conditions(seen)).containsExactly(Condition.PROTOCOL_MISMATCH);
      assertThat(seen.unobservable()).contains(Condition.MEDIA_OUT);
    }
  }

  @Test
  void anAnswerWithoutEndIsCutOff() throws IOException {
    try (var printer = FakeZebra.answering(1, Map.of("~HS", "\u0002" + "0".repeat(600)))) {
      Observation seen = probe(printer, "off").observe(TIMEOUT);

      assertThat(conditions(seen)).containsExactly(Condition.PROTOCOL_MISMATCH);
      assertThat(seen.findings().get(0).raw()).contains("more than 512 bytes");
    }
  }

  @Test
  void anAnswerThatBreaksOffIsNotResponding() throws IOException {
    var half = Map.of("~HS", "\u0002030,1,1,1225,000,0,0,0,000,0,0,0\u0003\r\n\u0002001");
    try (var printer = FakeZebra.answering(1, half)) {
      long startNanos = time.nanos();

      assertThat(conditions(probe(printer, "off").observe(TIMEOUT)))
          .containsExactly(Condition.NOT_RESPONDING);
      assertThat(Duration.ofNanos(time.nanos() - startNanos)).isLessThan(TIMEOUT);
      assertThat(printer.received()).containsExactly("~HS");
    }
  }

  @Test
  void aPeerThatAcceptsAndClosesIsNotRespondingAndNobodyThereIsALinkThatIsDown()
      throws IOException {
    try (var printer = FakeZebra.start(client -> client.close())) {
      assertThat(conditions(probe(printer, "off").observe(TIMEOUT)))
          .containsExactly(Condition.NOT_RESPONDING);
    }
    try (RefusingPort port = RefusingPort.take()) {
      String nobody = "tcp://127.0.0.1:" + port.number() + "?json=off";
      assertThat(conditions(ZplProbe.of(nobody, machine()).observe(TIMEOUT)))
          .containsExactly(Condition.LINK_DOWN);
    }
  }

  @Test
  void endpointsMayNameTheSettingsChannel() {
    assertThat(ZplEndpoint.parse("tcp://10.0.0.7"))
        .isEqualTo(new ZplEndpoint("tcp://10.0.0.7", "tcp://10.0.0.7:9200"));
    assertThat(ZplEndpoint.parse("tcp://[fd00::7]:6101?json=9300"))
        .isEqualTo(new ZplEndpoint("tcp://[fd00::7]:6101", "tcp://[fd00::7]:9300"));
    assertThat(ZplEndpoint.parse("tcp://10.0.0.7?json=off").json()).isNull();
    assertThat(ZplEndpoint.parse("serial:/dev/ttyUSB0?baud=9600"))
        .isEqualTo(new ZplEndpoint("serial:/dev/ttyUSB0?baud=9600", null));
    for (String wrong : List.of("?json=", "?json=0", "?json=70000", "?json=yes", "?colour=red")) {
      assertThatThrownBy(() -> ZplEndpoint.parse("tcp://10.0.0.7" + wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tcp://10.0.0.7" + wrong)
          .hasMessageContaining("expected");
    }
  }

  private static FakeZebra settings(String status) throws IOException {
    var answers = new LinkedHashMap<String, String>();
    answers.put(
        JsonSettings.REQUEST,
        "{\"zpl.system_status\":\"" + status + "\",\"device.unique_id\":\"XXQLJ1\"}");
    return FakeZebra.answering(2, answers);
  }

  /** As if another program of this machine were connected. */
  private void holdHere(int port) throws IOException {
    Files.createDirectories(root.resolve("proc/net"));
    Files.writeString(
        root.resolve("proc/net/tcp"),
        "   0: 0100007F:C350 0100007F:%04X 01 00000000:00000000 00:00000000 00000000 0 0 1\n"
            .formatted(port));
  }

  private ZplProbe probe(FakeZebra printer, String json) {
    return ZplProbe.of("tcp://127.0.0.1:" + printer.port() + "?json=" + json, machine());
  }

  private Machine machine() {
    return new Machine(root, time, ZplFuzzTest.collecting(shown), new HeldOpen());
  }

  private static List<Condition> conditions(Observation observation) {
    return observation.findings().stream().map(Finding::condition).toList();
  }
}
