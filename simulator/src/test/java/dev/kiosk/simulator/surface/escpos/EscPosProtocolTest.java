package dev.kiosk.simulator.surface.escpos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Host;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.TcpOutlet;
import dev.kiosk.simulator.surface.TcpPlace;
import dev.kiosk.simulator.surface.Traffic;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscPosProtocolTest {

  private final SimulatedPrinter printer =
      new SimulatedPrinter(
          new Identity("bagtag", "EPSON", "TM-T88V", "X7B1"), Dialect.EPSON.shows());
  private final List<String> happened = new CopyOnWriteArrayList<>();
  private TcpOutlet server;

  @BeforeEach
  void start() throws Exception {
    server =
        TcpOutlet.start(
            new TcpPlace("bagtag", "escpos", "tcp://%s", Host.ANY_PORT, SecondClient.SILENT),
            EscPosProtocol.of(
                printer, Dialect.EPSON, (device, what) -> happened.add(device + " " + what)),
            (device, what) -> {},
            Traffic.UNSEEN);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'',                            12 12 12 12, 10 00 00 00",
    "drawer-pin-high,               16 12 12 12, 14 00 00 00",
    "media-low,                     12 12 12 1E, 10 00 03 00",
    "media-out,                     1A 32 12 7E, 18 00 0F 00",
    "cover-open,                    1A 16 12 12, 38 00 00 00",
    "cutter-fault,                  1A 52 1A 12, 18 08 00 00",
    "recoverable-fault,             1A 52 16 12, 18 04 00 00",
    "over-temperature,              1A 52 52 12, 18 40 00 00",
    "hardware-fault,                1A 52 32 12, 18 20 00 00",
    "feed-button,                   1A 1A 12 12, 58 00 00 00",
    "device-offline,                1A 12 12 12, 18 00 00 00",
    "media-low media-out,           1A 32 12 7E, 18 00 0F 00",
    "cover-open media-out,          1A 36 12 7E, 38 00 0F 00",
    "cutter-fault hardware-fault,   1A 52 3A 12, 18 28 00 00",
    "media-low cutter-fault,        1A 52 1A 1E, 18 08 03 00",
    "drawer-pin-high device-offline,1E 12 12 12, 1C 00 00 00",
    "cover-open recoverable-fault over-temperature media-low, 1A 56 56 1E, 38 44 03 00"
  })
  void answersAsAPrinterInThatState(String conditions, String realTime, String automatic)
      throws Exception {
    try (var host = new Host(server.address())) {
      assertThat(host.send("1D 61 FF").read(4)).isEqualTo("10 00 00 00");
      String lastAutomatic = "10 00 00 00";
      for (String name : conditions.isEmpty() ? new String[0] : conditions.split(" ")) {
        printer.set(printer.condition(name), true);
        String now = asb();
        if (!now.equals(lastAutomatic)) {
          assertThat(host.read(4)).isEqualTo(now);
          lastAutomatic = now;
        }
      }
      assertThat(lastAutomatic).isEqualTo(automatic);
      assertThat(host.probe()).isEqualTo(realTime);
    }
  }

  private String asb() {
    return HexFormat.ofDelimiter(" ")
        .withUpperCase()
        .formatHex(new EscPosStatus(printer).automatic());
  }

  @Test
  void followsTheDeviceFromOneQuestionToTheNext() throws Exception {
    try (var host = new Host(server.address())) {
      assertThat(host.probe()).isEqualTo("12 12 12 12");
      printer.set(DeviceCondition.MEDIA_OUT, true);
      assertThat(host.probe()).isEqualTo("1A 32 12 7E");
      printer.set(DeviceCondition.MEDIA_OUT, false);
      assertThat(host.probe()).isEqualTo("12 12 12 12");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10 04 05",
        "10 04 00",
        "10 04 07 01",
        "10 04 08 01",
        "10 04 12 01",
        "10 04 11",
        "10 04 14",
        "10 04 FF",
        "1D 49 50",
        "1D 72 07"
      })
  void keepsSilentWhereItHasNothingToSay(String request) throws Exception {
    try (var host = new Host(server.address())) {
      // What follows is answered, and is the first answer: so nothing was said before.
      assertThat(host.send(request).send("10 04 01").read(1)).isEqualTo("12");
      assertThat(host.hearsNothing(50)).isTrue();
    }
  }

  @Test
  void hearsARequestThatComesInPieces() throws Exception {
    try (var host = new Host(server.address())) {
      for (String piece : List.of("10", "04", "01")) {
        host.send(piece);
        if (!piece.equals("01")) {
          assertThat(host.hearsNothing(30)).isTrue();
        }
      }
      assertThat(host.read(1)).isEqualTo("12");
    }
  }

  @Test
  void answersSeveralRequestsInOneWriteInTheirOrder() throws Exception {
    printer.set(DeviceCondition.MEDIA_OUT, true);
    try (var host = new Host(server.address())) {
      assertThat(host.send("10 04 01 10 04 02 10 04 03 10 04 04").read(4)).isEqualTo("1A 32 12 7E");
    }
  }

  @Test
  void hearsARealTimeRequestInTheMiddleOfAnImage() throws Exception {
    try (var host = new Host(server.address())) {
      // GS v 0: one byte wide, six dots high; the data holds DLE EOT 1.
      host.send("1D 76 30 00 01 00 06 00 FF FF 10 04 01 FF");
      assertThat(host.read(1)).isEqualTo("12");
      assertThat(host.status(4)).isEqualTo("12");
    }
  }

  @Test
  void takesDataThatLooksLikeAQueuedCommandForData() throws Exception {
    try (var host = new Host(server.address())) {
      // The image's three bytes are GS I 1; only the second GS I 1, behind it, is a command.
      host.send("1D 76 30 00 01 00 03 00 1D 49 01").send("1D 49 01");
      assertThat(host.read(1)).isEqualTo("20");
      assertThat(host.hearsNothing(50)).isTrue();
    }
  }

  @Test
  void aRequestThatOneHostBeganIsNotEndedByTheNext() throws Exception {
    try (var first = new Host(server.address())) {
      first.status(1);
      first.send("10 04");
    }
    try (var second = new Host(server.address())) {
      assertThat(second.send("01").hearsNothing(50)).isTrue();
    }
  }

  @Test
  void tellsWhoItIs() throws Exception {
    try (var host = new Host(server.address())) {
      assertThat(host.send("1D 49 42").read(7)).isEqualTo("5F 45 50 53 4F 4E 00");
      assertThat(host.send("1D 49 43").read(9)).isEqualTo("5F 54 4D 2D 54 38 38 56 00");
      assertThat(host.send("1D 49 44").read(6)).isEqualTo("5F 58 37 42 31 00");
    }
  }

  @Test
  void transmitsPaperAndDrawerStatusInTurnWithWhatItPrints() throws Exception {
    printer.set(DeviceCondition.MEDIA_LOW, true);
    printer.set(DeviceCondition.DRAWER_PIN_HIGH, true);
    try (var host = new Host(server.address())) {
      host.send("1B 40 48 65 6C 6C 6F 0A 1D 72 01 1D 72 32");
      assertThat(host.read(2)).isEqualTo("03 01");
    }
  }

  @Test
  void queuedCommandsWaitUntilItIsOnlineAgain() throws Exception {
    printer.set(DeviceCondition.MEDIA_OUT, true);
    try (var host = new Host(server.address())) {
      assertThat(host.send("1D 72 01").hearsNothing(50)).isTrue();
      assertThat(host.status(1)).isEqualTo("1A");
      printer.set(DeviceCondition.MEDIA_OUT, false);
      assertThat(host.read(1)).isEqualTo("00");
    }
  }

  @Test
  void automaticStatusTellsOnlyWhatWasAskedForAndOutlivesTheConnection() throws Exception {
    try (var host = new Host(server.address())) {
      // The roll sensor only.
      assertThat(host.send("1D 61 08").read(4)).isEqualTo("10 00 00 00");
      printer.set(DeviceCondition.COVER_OPEN, true);
      assertThat(host.hearsNothing(50)).isTrue();
      printer.set(DeviceCondition.COVER_OPEN, false);
    }
    try (var host = new Host(server.address())) {
      assertThat(host.status(1)).isEqualTo("12");
      printer.set(DeviceCondition.MEDIA_LOW, true);
      assertThat(host.read(4)).isEqualTo("10 00 03 00");
      host.send("1D 61 00").status(1);
      printer.set(DeviceCondition.MEDIA_LOW, false);
      assertThat(host.hearsNothing(50)).isTrue();
    }
  }

  @Test
  void itsHostCanTellItToGoOnAfterAJammedCutterButNotWithoutPaper() throws Exception {
    printer.set(DeviceCondition.CUTTER_FAULT, true);
    printer.set(DeviceCondition.MEDIA_OUT, true);
    try (var host = new Host(server.address())) {
      host.send("10 05 02");
      assertThat(host.probe()).isEqualTo("1A 32 12 7E");
    }
    assertThat(happened).containsExactly("bagtag was told by its host to go on (DLE ENQ 2)");
  }

  @Test
  void aPrinterThatIsFullTakesNoMoreUntilItPrintsAgain() throws Exception {
    printer.set(DeviceCondition.COVER_OPEN, true);
    try (var host = new Host(server.address())) {
      host.send(new byte[16 * 1024]);
      assertThat(host.send("10 04 01").hearsNothing(100)).isTrue();
      printer.set(DeviceCondition.COVER_OPEN, false);
      assertThat(host.read(1)).isEqualTo("12");
    }
  }

  @Test
  void stillAnswersAHostThatHasSentAll() throws Exception {
    try (var host = new Host(server.address())) {
      host.send("10 04 01").finishSending();
      assertThat(host.read(2)).isEqualTo("12");
    }
  }
}
