package dev.kiosk.simulator.surface.escpos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Conversation;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DialectTest {

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private final List<String> unasked = new CopyOnWriteArrayList<>();
  private SimulatedPrinter printer =
      new SimulatedPrinter(new Identity("none", "M", "P", "S"), Dialect.EPSON.shows());
  private Conversation conversation =
      EscPosProtocol.of(printer, Dialect.EPSON, (device, what) -> {}).connected(bytes -> {});

  private void connect(Dialect dialect, String conditions) throws Exception {
    printer = new SimulatedPrinter(new Identity("ticket", "M", "P", "S"), dialect.shows());
    for (String each : conditions.split(" ")) {
      if (!each.isEmpty()) {
        printer.set(printer.condition(each), true);
      }
    }
    conversation =
        EscPosProtocol.of(printer, dialect, (device, what) -> {})
            .connected(bytes -> unasked.add(HEX.formatHex(bytes)));
  }

  private String ask(String hex) {
    byte[] bytes = HEX.parseHex(hex);
    return conversation.receive(bytes, bytes.length).stream()
        .map(HEX::formatHex)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "'',                         10 0F 00 00 00 00",
    "media-low,                  10 0F 04 00 00 00",
    "media-out,                  10 0F 05 00 00 00",
    "media-not-taken,            10 0F 20 00 00 00",
    "cover-open,                 10 0F 00 03 00 00",
    "feed-button,                10 0F 00 20 00 00",
    "over-temperature,           10 0F 00 00 01 00",
    "power-fault,                10 0F 00 00 08 00",
    "media-jam,                  10 0F 00 00 40 00",
    "media-feed-fault,           10 0F 00 00 80 00",
    "cutter-fault,               10 0F 00 00 00 01",
    "config-fault,               10 0F 00 00 00 08",
    "media-not-taken media-low cutter-fault, 10 0F 24 00 00 01"
  })
  void aCustomPrinterTellsItsFullStatus(String conditions, String answer) throws Exception {
    connect(Dialect.CUSTOM, conditions);
    assertThat(ask("10 04 14")).isEqualTo(answer);
  }

  @Test
  void aCustomPrinterTellsTheMaskedBytesAtOnceAndWhenTheyChange() throws Exception {
    connect(Dialect.CUSTOM, "");
    assertThat(ask("1D E0 05")).isEqualTo("10 05 00 00");
    printer.set(DeviceCondition.MEDIA_NOT_TAKEN, true);
    printer.set(DeviceCondition.DRAWER_PIN_HIGH, true);
    printer.set(DeviceCondition.MEDIA_NOT_TAKEN, false);
    assertThat(unasked).containsExactly("10 05 20 00", "10 05 00 00");
    assertThat(ask("1D E0 00")).isEmpty();
    printer.set(DeviceCondition.MEDIA_LOW, true);
    assertThat(unasked).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"'', 5100cm", "media-low, 510cm"})
  void aCustomPrinterTellsHowMuchPaperIsLeft(String conditions, String left) throws Exception {
    connect(Dialect.CUSTOM, conditions);
    assertThat(ask("1D E1")).isEqualTo(HEX.formatHex(left.getBytes(StandardCharsets.US_ASCII)));
  }

  @ParameterizedTest
  @CsvSource({
    "'',                         06, 00",
    "media-low,                  06, 01",
    "media-not-taken,            15 01, 00",
    "cutter-fault,               15 02, 00",
    "media-out,                  15 03, 01",
    "cover-open,                 15 04, 00",
    "media-feed-fault,           15 05, 00",
    "over-temperature,           15 06, 00",
    "hardware-fault,             15 07, 00",
    "media-jam,                  15 08, 00",
    "config-fault,               15 0F, 00",
    "device-paused,              15 11, 00",
    "recoverable-fault,          15 FF, 00",
    "media-jam cover-open,       15 04, 00"
  })
  void aTtpPrinterTellsTheLowestFaultAndThePaper(String conditions, String fault, String paper)
      throws Exception {
    connect(Dialect.TTP, conditions);
    assertThat(ask("1B 05 01")).isEqualTo(fault);
    assertThat(ask("1B 05 02")).isEqualTo(paper);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void theOrdinaryStatusIsAnsweredInEveryDialect(Dialect dialect) throws Exception {
    connect(dialect, "cover-open");
    assertThat(ask("10 04 01 10 04 02")).isEqualTo("1A 16");
  }

  @Test
  void whatAnotherDialectAsksGetsSilence() throws Exception {
    connect(Dialect.EPSON, "");
    assertThat(ask("10 04 14 1D E0 0F 1D E1 1B 05 01 1B 05 02")).isEmpty();
    connect(Dialect.TTP, "");
    assertThat(ask("10 04 14 1D E0 0F 1D E1 1B 05 06")).isEmpty();
    connect(Dialect.CUSTOM, "");
    assertThat(ask("1B 05 01")).isEmpty();
  }

  @Test
  void aJamIsAlsoAMechanicalErrorToAHostThatKnowsNoDialect() throws Exception {
    connect(Dialect.CUSTOM, "media-jam");
    assertThat(ask("10 04 01 10 04 02 10 04 03")).isEqualTo("1A 52 16");
  }
}
