package dev.kiosk.agent.device.ipp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.device.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IppMessageTest {

  @Test
  void theQuestionIsTheOneThatPrintersUnderstand() {
    var request =
        IppRequest.printerAttributes(
            "ipp://localhost:8631/ipp/print",
            List.of("printer-state", "printer-state-reasons", "printer-state-message"));

    byte[] bytes = request.encode(IppRequest.VERSION_2_0, 1);

    assertThat(bytes).hasSize(208); // as many as ippeveprinter was seen to answer
    String expected =
        "0200000b00000001"
            + "01"
            + field(0x47, "attributes-charset", "utf-8")
            + field(0x48, "attributes-natural-language", "en")
            + field(0x45, "printer-uri", "ipp://localhost:8631/ipp/print")
            + field(0x44, "requested-attributes", "printer-state")
            + field(0x44, "", "printer-state-reasons")
            + field(0x44, "", "printer-state-message")
            + "03";
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(expected);
  }

  @Test
  void theQuestionForQueuesNamesNone() {
    byte[] bytes = IppRequest.cupsPrinters(List.of("printer-name")).encode(0x0101, 0x01020304);

    assertThat(HexFormat.of().formatHex(bytes))
        .startsWith("0101" + "4002" + "01020304" + "01" + "470012")
        .doesNotContain(HexFormat.of().formatHex("printer-uri".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsWhatAPrinterAnswered() throws Exception {
    byte[] bytes =
        Answer.ofPrinter()
            .state(3)
            .text(0x41, "printer-state-message", "Idle.")
            .keywords("printer-state-reasons", "media-empty-report", "marker-supply-low-report")
            .end();

    IppMessage message = IppMessage.decode(bytes);

    assertThat(message.version()).isEqualTo(0x0200);
    assertThat(message.requestId()).isEqualTo(1);
    assertThat(message.isSuccess()).isTrue();
    IppGroup printer = message.printer();
    assertThat(printer.integer("printer-state")).hasValue(3);
    assertThat(printer.text("printer-state-message")).hasValue("Idle.");
    assertThat(printer.texts("printer-state-reasons"))
        .containsExactly("media-empty-report", "marker-supply-low-report");
  }

  @Test
  void readsTextsWithLanguageAndSkipsKindsThatItDoesNotKnow() throws Exception {
    byte[] bytes =
        Answer.ofPrinter()
            .withLanguage(0x35, "printer-info", "de", "Drucker im Gate")
            .withLanguage(0x36, "printer-name", "", "ß")
            .value(0x7F, "vendor-thing", new byte[] {1, 2, 3, 4, 5, 6})
            .value(0x6A, "", new byte[] {9})
            .value(0x31, "printer-current-time", new byte[11])
            .value(0x13, "marker-names", new byte[0])
            .value(0x33, "copies-supported", new byte[] {0, 0, 0, 1, 0, 0, 0, 99})
            .state(4)
            .end();

    IppGroup printer = IppMessage.decode(bytes).printer();

    assertThat(printer.text("printer-info")).hasValue("Drucker im Gate");
    assertThat(printer.text("printer-name")).hasValue("ß");
    assertThat(printer.texts("vendor-thing")).isEmpty();
    assertThat(printer.texts("marker-names")).isEmpty();
    assertThat(printer.integer("printer-state")).hasValue(4);
  }

  @Test
  void readsCollectionsInCollections() throws Exception {
    byte[] bytes =
        Answer.ofPrinter()
            .value(0x34, "media-col-ready", new byte[0])
            .text(0x4A, "", "media-size")
            .value(0x34, "", new byte[0])
            .text(0x4A, "", "x-dimension")
            .integers("", 8000)
            .value(0x37, "", new byte[0])
            .text(0x4A, "", "media-type")
            .keywords("", "stationery")
            .value(0x37, "", new byte[0])
            .state(5)
            .end();

    IppGroup printer = IppMessage.decode(bytes).printer();

    assertThat(printer.integer("printer-state")).hasValue(5);
    assertThat(printer.attributes().get("media-col-ready"))
        .singleElement()
        .isInstanceOfSatisfying(
            IppValue.Nested.class,
            media -> assertThat(media.members()).containsOnlyKeys("media-size", "media-type"));
  }

  @Test
  void takesSeveralAndEmptyPrinterGroupsTogether() throws Exception {
    byte[] bytes =
        Answer.of(0x0101, 1, 7)
            .group(5)
            .group(4)
            .group(4)
            .state(3)
            .group(2)
            .integers("job-id", 1)
            .group(4)
            .state(5)
            .keywords("printer-state-reasons", "none")
            .end();

    IppMessage message = IppMessage.decode(bytes);

    assertThat(message.isSuccess()).isTrue();
    assertThat(message.groups()).hasSize(6);
    assertThat(message.printer().integer("printer-state")).hasValue(3);
    assertThat(message.printer().texts("printer-state-reasons")).containsExactly("none");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing at all,                    '', breaks off",
    "half a header,                     02000000000000, breaks off",
    "another major version,             0900000000000001 01 03, version 9.0",
    "no operation attributes,           0200000000000001 04 03, begins with the operation",
    "no end,                            0200000000000001 01, breaks off before the end",
    "a value before any attribute,      0200000000000001 01 44 0000 0001 61 03, no attribute before",
    "a length beyond the end,           0200000000000001 01 44 0001 61 7FFF 61, breaks off",
    "a negative length,                 0200000000000001 01 44 0001 61 8001 61, is negative",
    "an integer of three bytes,         0200000000000001 01 21 0001 61 0003 000000 03, instead of 4",
    "a boolean of no bytes,             0200000000000001 01 22 0001 61 0000 03, instead of 1",
    "inner lengths that do not fit,     0200000000000001 01 35 0001 61 0004 00000001 61 03, inner",
    "the end of no collection,          0200000000000001 01 37 0001 61 0000 03, outside of one",
    "a collection without end,          0200000000000001 01 34 0001 61 0000 03 0000, without an end",
    "a member without a name,           0200000000000001 01 34 0001 61 0000 44 0000 0000, member's"
  })
  void refuses(String what, String hex, String why) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThatThrownBy(() -> IppMessage.decode(bytes))
        .as(what)
        .isInstanceOfSatisfying(
            IppException.class,
            refused -> assertThat(refused.condition()).isEqualTo(Condition.PROTOCOL_MISMATCH))
        .hasMessageContaining(why);
  }

  @Test
  void refusesWhatIsNestedOrRepeatedWithoutEnd() {
    var deep = Answer.ofPrinter().value(0x34, "media-col", new byte[0]);
    var many = Answer.ofPrinter().integers("marker-levels", new int[20_000]);
    var groups = Answer.ofPrinter();
    for (int i = 0; i < 1_000; i++) {
      deep.text(0x4A, "", "again").value(0x34, "", new byte[0]);
      groups.group(4);
    }

    assertThatThrownBy(() -> IppMessage.decode(deep.end())).hasMessageContaining("deeper than 8");
    assertThatThrownBy(() -> IppMessage.decode(many.end())).hasMessageContaining("more than 16384");
    assertThatThrownBy(() -> IppMessage.decode(groups.end())).hasMessageContaining("256 groups");
  }

  @Test
  void noBytesAtAllMakeDecoderOrMeaningThrowAnythingButTheirOwn() {
    byte[] printer =
        Answer.ofPrinter()
            .state(5)
            .keywords("printer-state-reasons", "media-empty-error", "subunit-timing-Failure")
            .flag("printer-is-accepting-jobs", false)
            .integers("printer-up-time", 77)
            .text(0x42, "marker-names", "Black")
            .keywords("marker-types", "toner")
            .integers("marker-levels", 5)
            .integers("marker-low-levels", 10)
            .integers("marker-high-levels", 100)
            .text(0x30, "printer-alert", "printer-alert[0] = code=jam;severity=critical;group=x")
            .text(0x30, "printer-input-tray", "type=other;maxcapacity=5;level=0;status=16;")
            .withLanguage(0x35, "printer-make-and-model", "en", "Acme Kiosk 80")
            .value(0x34, "media-col", new byte[0])
            .text(0x4A, "", "media-type")
            .keywords("", "roll")
            .value(0x37, "", new byte[0])
            .end();
    byte[] small = Answer.ofPrinter().state(3).keywords("printer-state-reasons", "none").end();
    Fuzz.of(printer, small, Answer.of(0x0101, 0x0503, 1).end())
        .feed(
            input -> {
              try {
                IppMessage message = IppMessage.decode(input);
                assertThat(message.statusWords()).isNotBlank();
                PrinterStatus status = PrinterStatus.ofPrinter(message.printer());
                assertThat(status.findings()).doesNotContainNull();
                status.uptime();
                status.surelyGone();
                assertThat(PrinterStatus.ofQueue(message.printer()).findings()).isNotEmpty();
              } catch (IppException refused) {
                assertThat(refused.getMessage()).isNotBlank();
              }
            });
  }

  private static String field(int tag, String name, String value) {
    return HexFormat.of().formatHex(new Answer().text(tag, name, value).bytes());
  }
}
