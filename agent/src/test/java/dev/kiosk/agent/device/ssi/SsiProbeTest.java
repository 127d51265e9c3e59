package dev.kiosk.agent.device.ssi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.HeldOpen;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.RefusingPort;
import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SsiProbeTest {

  private static final String ASK = "04 A3 04 00 FF 55";
  private static final String ASK_AGAIN = "04 A3 04 01 FF 54";
  private static final byte[] REPLY =
      FakeScanner.message(0xA4, ascii("PAABSS00-006-R03 NBRIX 5 A1B2"));
  private static final String BARCODE = "M1NOBODY/TEST";
  private static final byte[] SCAN = FakeScanner.message(0xF3, ascii("\u0011" + BARCODE));

  private final Path root;
  private final Tap tap = new Tap();

  SsiProbeTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void aScannerThatTellsItsRevisionIsWell() throws IOException {
    try (var scanner = FakeScanner.answering(REPLY)) {
      Observation seen = observe(scanner);

      assertThat(seen.findings()).isEmpty();
      assertThat(seen.model()).isEqualTo("NBRIX, firmware PAABSS00-006-R03");
      assertThat(seen.source()).isEqualTo("SSI " + scanner.endpoint());
      assertThat(seen.unobservable())
          .contains(Condition.POWER_FAULT, Condition.LINK_UNSTABLE, Condition.MEDIA_OUT)
          .doesNotContain(Condition.DEVICE_PAUSED, Condition.STATUS_UNKNOWN);
      assertThat(scanner.received()).containsExactly(ASK);
    }
  }

  @Test
  void anAcknowledgementBeforeTheReplyIsNoAnswerYet() throws IOException {
    try (var scanner = FakeScanner.answering(joined(FakeScanner.message(0xD0), REPLY))) {
      assertThat(observe(scanner).model()).startsWith("NBRIX");
    }
  }

  @ParameterizedTest
  @CsvSource({"6,DEVICE_PAUSED", "2,DEVICE_OK", "10,DEVICE_OK", "77,STATUS_UNKNOWN"})
  void aRefusalHasItsReason(int reason, Condition condition) throws IOException {
    try (var scanner = FakeScanner.answering(FakeScanner.message(0xD1, (byte) reason))) {
      assertThat(conditions(observe(scanner))).containsExactly(condition);
      assertThat(scanner.received()).containsExactly(ASK);
    }
  }

  @Test
  void aQuestionThatWasHurtIsAskedOnceMore() throws IOException {
    byte[] resend = FakeScanner.message(0xD1, (byte) 1);
    try (var scanner = FakeScanner.answering(resend, REPLY, resend, resend)) {
      assertThat(observe(scanner).findings()).isEmpty();
      assertThat(scanner.received()).containsExactly(ASK, ASK_AGAIN);

      assertThat(conditions(observe(scanner))).containsExactly(Condition.NOT_RESPONDING);
      assertThat(scanner.received()).hasSize(4);
    }
  }

  @Test
  void aScannerThatDoesNotAnswerIsNotRespondingInTime() throws IOException {
    try (var scanner = FakeScanner.answering()) {
      long startNanos = Time.system().nanos();
      Observation seen = observe(scanner);

      assertThat(conditions(seen)).containsExactly(Condition.NOT_RESPONDING);
      assertThat(seen.unobservable()).contains(Condition.DEVICE_PAUSED);
      assertThat(Duration.ofNanos(Time.system().nanos() - startNanos))
          .isLessThan(Duration.ofSeconds(3));
      assertThat(scanner.received()).containsExactly(ASK);
    }
  }

  @Test
  void nobodyThereIsALinkThatIsDown() throws IOException {
    try (RefusingPort port = RefusingPort.take()) {
      SsiProbe probe =
          SsiProbe.of("tcp://127.0.0.1:" + port.number(), Machine.of(root, Time.system()));
      assertThat(conditions(observe(probe))).containsExactly(Condition.LINK_DOWN);
    }
  }

  @Test
  void oneDisturbanceIsForgivenAndThreeInTenLooksAreAMismatch() throws IOException {
    byte[] hurt = REPLY.clone();
    hurt[hurt.length - 1] ^= 0x40;
    try (var scanner =
        FakeScanner.answering(hurt, REPLY, REPLY, hurt, REPLY, REPLY, hurt, REPLY, REPLY)) {
      SsiProbe probe = probe(scanner);
      for (int look = 1; look <= 4; look++) {
        assertThat(observe(probe).findings()).as("look %d", look).isEmpty();
      }
      for (int look = 5; look <= 6; look++) {
        Observation seen = observe(probe);
        assertThat(conditions(seen)).containsExactly(Condition.PROTOCOL_MISMATCH);
        assertThat(seen.model()).startsWith("NBRIX");
      }
    }
  }

  @Test
  void anotherLanguageIsAMismatchAtOnceAndIsNotShown() throws IOException {
    try (var scanner = FakeScanner.answering(ascii(BARCODE + "\r\n"))) {
      Observation seen = observe(scanner);

      assertThat(conditions(seen)).containsExactly(Condition.PROTOCOL_MISMATCH);
      assertNothingKept(seen);
      assertThat(scanner.received()).containsExactly(ASK);
    }
  }

  @Test
  void aLookAlikeIsAMismatchWithAHint() throws IOException {
    byte[] frame = FakeScanner.sealed(HexFormat.of().parseHex("07A400465331300000"));
    try (var scanner = FakeScanner.answering(frame)) {
      Observation seen = observe(scanner);

      assertThat(conditions(seen)).containsExactly(Condition.PROTOCOL_MISMATCH);
      assertThat(seen.findings().get(0).raw()).contains("without a source byte");
    }
  }

  @Test
  void scansThatComeMeanwhileAreNeitherKeptNorShownNorAcknowledged() throws IOException {
    byte[] event = FakeScanner.message(0xF6, (byte) 1);
    try (var scanner = FakeScanner.greeting(SCAN, joined(SCAN, event, SCAN, REPLY))) {
      Observation seen = observe(scanner);

      assertThat(seen.model()).startsWith("NBRIX");
      assertNothingKept(seen);
      assertThat(scanner.received()).containsExactly(ASK);
      assertThat(tap.meanings).anyMatch(said -> said.startsWith("received DECODE_DATA"));
    }
  }

  @Test
  void scansThatAreHurtOrBreakOffAreNotShownEither() throws IOException {
    byte[] hurt = SCAN.clone();
    hurt[0]--;
    byte[] half = Arrays.copyOf(SCAN, 9);
    try (var scanner = FakeScanner.answering(hurt, hurt, half, half)) {
      SsiProbe probe = probe(scanner);
      assertNothingKept(observe(probe));
      assertNothingKept(observe(probe));
      assertThat(scanner.received()).containsExactly(ASK, ASK_AGAIN, ASK, ASK_AGAIN);
    }
  }

  @Test
  void aScannerThatOnlySendsScansIsNotCalledWell() throws IOException {
    try (var scanner = FakeScanner.answering(joined(SCAN, SCAN))) {
      Observation seen = observe(scanner);

      assertThat(conditions(seen)).containsExactly(Condition.NOT_RESPONDING);
      assertThat(seen.findings().get(0).raw()).contains("2 other messages");
      assertNothingKept(seen);
    }
  }

  private void assertNothingKept(Observation seen) {
    assertThat(seen.toString()).doesNotContain("NOBODY", "TEST");
    assertThat(String.join("\n", tap.meanings)).doesNotContain("NOBODY", "TEST");
    assertThat(tap.bytes.toString(StandardCharsets.ISO_8859_1)).doesNotContain("OBOD", "TES");
  }

  private Observation observe(FakeScanner scanner) {
    return observe(probe(scanner));
  }

  private static Observation observe(SsiProbe probe) {
    return probe.observe(Duration.ofSeconds(3));
  }

  private SsiProbe probe(FakeScanner scanner) {
    return SsiProbe.of(scanner.endpoint(), new Machine(root, Time.system(), tap, new HeldOpen()));
  }

  private static List<Condition> conditions(Observation observation) {
    return observation.findings().stream().map(Finding::condition).toList();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static final class Tap implements Wiretap {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> meanings = new ArrayList<>();

    @Override
    public void sent(byte[] sent) {
      bytes.writeBytes(sent);
    }

    @Override
    public void received(byte[] received) {
      bytes.writeBytes(received);
    }

    @Override
    public void means(String meaning) {
      meanings.add(meaning);
    }
  }
}
