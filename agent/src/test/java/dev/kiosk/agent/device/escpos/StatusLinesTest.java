package dev.kiosk.agent.device.escpos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.transport.Dialer;
import dev.kiosk.agent.device.transport.Dialers;
import dev.kiosk.agent.device.transport.Line;
import dev.kiosk.agent.device.transport.TransportException;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A printer port with status lines: evidence of faults besides what the printer answers. */
class StatusLinesTest {

  private final Machine machine;

  StatusLinesTest(@TempDir Path root) {
    this.machine = Machine.of(root, Time.system());
  }

  @Test
  void aFaultOnTheLinesCountsBesideTheAnswers() throws IOException {
    try (var printer = FakePrinter.answering("12", "12", "12", "1E")) {
      assertThat(conditions(observe(printer, 0x38)))
          .containsExactlyInAnyOrder(Condition.MEDIA_LOW, Condition.MEDIA_OUT);
    }
  }

  @Test
  void whatBothShowIsSaidOnceAndInThePrintersWords() throws IOException {
    try (var printer = FakePrinter.answering("1A", "32", "12", "72")) {
      assertThat(observe(printer, 0x38).findings())
          .extracting(Finding::raw)
          .containsExactly("DLE EOT 1..4 = 1A 32 12 72");
    }
  }

  @Test
  void paperThatHangsInTheAirBehindAnOpenCoverIsLeftUndecided() throws IOException {
    try (var printer = FakePrinter.answering("1A", "16", "12", "12")) {
      Observation seen = observe(printer, 0x38);

      assertThat(conditions(seen)).containsExactly(Condition.COVER_OPEN);
      assertThat(seen.unobservable()).contains(Condition.MEDIA_OUT);
    }
  }

  /** With a full buffer it takes no question, but its status lines still work. */
  @Test
  void aSilentPrinterIsStillKnownToBeOutOfPaper() throws IOException {
    try (var printer = FakePrinter.start(FakePrinter::sayNothing)) {
      Observation seen = observe(printer, 0x38);

      assertThat(conditions(seen))
          .containsExactlyInAnyOrder(Condition.NOT_RESPONDING, Condition.MEDIA_OUT);
      assertThat(seen.unobservable())
          .contains(Condition.COVER_OPEN)
          .doesNotContain(Condition.MEDIA_OUT);
    }
  }

  @Test
  void goodLinesDoNotMakeASilentPrinterWell() throws IOException {
    try (var printer = FakePrinter.start(FakePrinter::sayNothing)) {
      assertThat(conditions(observe(printer, 0x18))).containsExactly(Condition.NOT_RESPONDING);
    }
  }

  @Test
  void aPrinterIsNamedByItsDeviceIdOnceItWasHeard() throws IOException {
    try (var printer = FakePrinter.answering("12", "12", "12", "12")) {
      Observation seen = observe(printer, 0x18);

      assertThat(seen.findings()).isEmpty();
      assertThat(seen.model()).isEqualTo("EPSON TM-T20");
      assertThat(seen.serial()).isEqualTo("77");
    }
    try (var printer = FakePrinter.answering("FF")) {
      assertThat(observe(printer, 0x18).model()).isNull();
    }
  }

  private Observation observe(FakePrinter printer, int status) {
    Dialer tcp = Dialers.of("tcp://127.0.0.1:" + printer.port(), 9100, machine);
    var usb = new WithLines(tcp, status);
    return new EscPosProbe(usb, new EpsonLanguage(), machine).observe(Duration.ofSeconds(3));
  }

  private static List<Condition> conditions(Observation observation) {
    return observation.findings().stream().map(Finding::condition).toList();
  }

  /** Gives a connection the status lines and the id of a USB printer. */
  private record WithLines(Dialer inner, int status) implements Dialer {

    @Override
    public String endpoint() {
      return inner.endpoint();
    }

    @Override
    public Line dial(Duration connect, long deadlineNanos) throws TransportException {
      Line line = inner.dial(connect, deadlineNanos);
      return new Line() {

        @Override
        public byte[] drain() throws TransportException {
          return line.drain();
        }

        @Override
        public void send(byte... request) throws TransportException {
          line.send(request);
        }

        @Override
        public int read(long untilNanos) throws TransportException {
          return line.read(untilNanos);
        }

        @Override
        public OptionalInt readIfAny(long untilNanos) throws TransportException {
          return line.readIfAny(untilNanos);
        }

        @Override
        public OptionalInt portStatus() {
          return OptionalInt.of(status);
        }

        @Override
        public Optional<String> deviceId() {
          return Optional.of("MFG:EPSON;MDL:TM-T20;SERN:77;CMD:ESC/POS;");
        }

        @Override
        public void close() {
          line.close();
        }
      };
    }
  }
}
