package dev.kiosk.agent.device.escpos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.HeldOpen;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire in each dialect, and what it is said to mean. */
class DialectProbeTest {

  private final Path root;
  private final List<String> meanings = new ArrayList<>();

  DialectProbeTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void eachAnswerOfAnEpsonPrinterIsExplainedBitByBit() throws IOException {
    try (var printer = FakePrinter.answering("1A", "32", "12", "10 00 0F 00 7E")) {
      observe(printer, "epson");
    }
    assertThat(meanings)
        .containsExactly(
            "DLE EOT 1: printer status?",
            "1A: offline, drawer pin low",
            "DLE EOT 2: cause of being offline?",
            "32: cover closed, feed button not pressed, stopped by paper end, no error",
            "DLE EOT 3: cause of the error?",
            "12: no recoverable error, no cutter error, no unrecoverable error, none that recovers"
                + " by itself",
            "DLE EOT 4: paper roll?",
            "flow control or an automatic status, set aside",
            "7E: near end by the first bit, near end by the second bit, paper end by the first bit,"
                + " paper end by the second bit");
  }

  @Test
  void aCustomPrinterIsAskedOneQuestionForAll() throws IOException {
    try (var printer = FakePrinter.answering("10 0F 24 00 00 00")) {
      Observation seen = observe(printer, "custom");

      assertThat(conditions(seen))
          .containsExactlyInAnyOrder(Condition.MEDIA_LOW, Condition.MEDIA_NOT_TAKEN);
      assertThat(seen.unobservable()).contains(Condition.DEVICE_OFFLINE, Condition.SUPPLY_LOW);
      assertThat(printer.received()).containsExactly("10 04 14");
      assertThat(meanings)
          .containsExactly(
              "DLE EOT 20: full status?", "full status: paper near end, ticket in the output");
    }
  }

  /** The header's first byte is how an automatic status begins as well. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "18 00 0F 00 10 0F 01 00 00 00",
        "13 10 00 00 00 11 10 0F 01 00 00 00",
        "10 03 0F 00 18 20 00 00 10 0F 01 00 00 00"
      })
  void anAutomaticStatusBeforeTheFullStatusIsSetAside(String bytes) throws IOException {
    try (var printer = FakePrinter.answering(bytes)) {
      assertThat(conditions(observe(printer, "custom"))).containsExactly(Condition.MEDIA_OUT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12", "10 0F 00 00", "10 0F", "10", "00 00 00 00", "10 FF 00 00", "48 54"})
  void whatIsNoFullStatusIsAMismatch(String bytes) throws IOException {
    try (var printer = FakePrinter.answering(bytes)) {
      assertThat(conditions(observe(printer, "custom")))
          .containsExactly(Condition.PROTOCOL_MISMATCH);
    }
  }

  @Test
  void aZebraKioskPrinterIsNeverAskedForTheStatusThatReadingClears() throws IOException {
    try (var printer = FakePrinter.answering("15 01", "01")) {
      Observation seen = observe(printer, "ttp");

      assertThat(conditions(seen))
          .containsExactlyInAnyOrder(Condition.MEDIA_NOT_TAKEN, Condition.MEDIA_LOW);
      assertThat(printer.received()).containsExactly("1B 05 01", "1B 05 02");
      assertThat(meanings)
          .containsExactly(
              "ESC ENQ 1: any fault?",
              "fault: paper left in presenter",
              "ESC ENQ 2: near end?",
              "near end");
    }
  }

  @Test
  void aZebraKioskPrinterThatIsWellGivesNoFinding() throws IOException {
    try (var printer = FakePrinter.answering("06", "00")) {
      assertThat(observe(printer, "ttp").findings()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"15", "12", "06 15 03", "FF"})
  void whatIsNoFaultReportIsAMismatch(String bytes) throws IOException {
    try (var printer = FakePrinter.answering(bytes, "12")) {
      assertThat(conditions(observe(printer, "ttp"))).containsExactly(Condition.PROTOCOL_MISMATCH);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"custom", "ttp"})
  void silenceIsNotResponding(String dialect) throws IOException {
    try (var printer = FakePrinter.start(FakePrinter::sayNothing)) {
      assertThat(conditions(observe(printer, dialect))).containsExactly(Condition.NOT_RESPONDING);
    }
  }

  private Observation observe(FakePrinter printer, String dialect) {
    var tap =
        new Wiretap() {
          @Override
          public void sent(byte[] bytes) {
            // only the meanings are looked at
          }

          @Override
          public void received(byte[] bytes) {
            // only the meanings are looked at
          }

          @Override
          public void means(String meaning) {
            meanings.add(meaning);
          }
        };
    var machine = new Machine(root, Time.system(), tap, new HeldOpen());
    String endpoint = "tcp://127.0.0.1:" + printer.port() + "?dialect=" + dialect;
    return EscPosProbe.of(endpoint, machine).observe(Duration.ofSeconds(3));
  }

  private static List<Condition> conditions(Observation observation) {
    return observation.findings().stream().map(Finding::condition).toList();
  }
}
