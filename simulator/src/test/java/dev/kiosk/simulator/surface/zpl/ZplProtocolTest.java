package dev.kiosk.simulator.surface.zpl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Conversation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZplProtocolTest {

  private static final String WELL_FIRST = "030,0,0,1225,000,0,0,0,000,0,0,0";
  private static final String WELL_SECOND = "001,0,0,0,1,2,6,0,00000000,1,000";

  private final SimulatedPrinter printer =
      new SimulatedPrinter(
          new Identity("bagtag", "Zebra Technologies", "ZT410-200dpi", "XXQLJ1"),
          ZplProtocol.SHOWS);
  private final List<String> happened = new ArrayList<>();
  private Conversation host = connect(ZplManner.USUAL);

  private Conversation connect(ZplManner manner) {
    return ZplProtocol.of(printer, manner).connected(bytes -> {});
  }

  @Test
  void aPrinterThatIsWellSaysSo() {
    assertThat(ask("~HS")).isEqualTo(frames(WELL_FIRST, WELL_SECOND));
    assertThat(ask("~HQES\r\n"))
        .isEqualTo(
            String.join(
                "\r\n",
                "\u0002",
                "",
                "  PRINTER STATUS                            ",
                "   ERRORS:         0 00000000 00000000      ",
                "   WARNINGS:       0 00000000 00000000      ",
                "\u0003"));
    assertThat(ask("~HI")).isEqualTo("\u0002ZT410-200dpi,V75.19.15Z,8,4096KB\u0003\r\n");
  }

  @Test
  void answersAsARealOneWithoutLabelsAndRibbon() {
    set("media-out ribbon-out");

    assertThat(ask("~HS"))
        .isEqualTo(frames("030,1,1,1225,000,0,0,0,000,0,0,0", "001,0,0,1,1,2,6,0,00000000,1,000"));
    assertThat(ask("~HQES")).contains("ERRORS:         1 00000000 00010003 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "head-open;        030,1,1,1225,000,0,0,0,000,0,0,0; 001,0,1,1,1,2,6,0; 00000004 00000000",
        "media-out;        030,1,1,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,2,6,0; 00010001 00000000",
        "supply-out;       030,0,1,1225,000,0,0,0,000,0,0,0; 001,0,0,1,1,2,6,0; 00010002 00000000",
        "cutter;           030,0,1,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,2,6,0; 00010008 00000000",
        "hot;              030,0,0,1225,000,0,0,0,000,0,0,1; 001,0,0,0,1,2,6,0; 00000010 00000000",
        "cold;             030,0,0,1225,000,0,0,0,000,0,1,0; 001,0,0,0,1,2,6,0; 00000000 00000000",
        "printhead;        030,0,1,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,2,6,0; 00010040 00000000",
        "settings-lost;    030,0,1,1225,000,0,0,0,000,1,0,0; 001,0,0,0,1,2,6,0; 00010100 00000000",
        "hardware;         030,0,1,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,2,6,0; 00010200 00000000",
        "jam;              030,0,1,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,2,6,0; 00011000 00000000",
        "misfeed;          030,0,1,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,2,6,0; 00014000 00000000",
        "paused;           030,0,1,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,2,6,0; 00010000 00000000",
        "buffer;           030,0,0,1225,000,1,0,0,000,0,0,0; 001,0,0,0,1,2,6,0; 00000000 00000000",
        "not-taken;        030,0,0,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,2,6,1; 00000000 00000000",
        "media-low;        030,0,0,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,2,6,0; 00000000 00000008",
        "clean-head;       030,0,0,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,2,6,0; 00000000 00000002",
        "worn-out;         030,0,0,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,2,6,0; 00000000 00000004"
      })
  void showsEachCondition(String condition, String first, String second, String errorsAndWarnings) {
    String errors = errorsAndWarnings.substring(0, 8);
    String warnings = errorsAndWarnings.substring(9);
    set(condition);

    assertThat(ask("~HS")).isEqualTo(frames(first, second + ",00000000,1,000"));
    assertThat(ask("~HQES"))
        .contains("ERRORS:         " + flagged(errors))
        .contains("WARNINGS:       " + flagged(warnings));
    assertThat(ask("! U1 getvar \"zpl.system_status\"\r\n"))
        .contains(errors + ",")
        .endsWith(warnings + '"');
  }

  @Test
  void labelsAreSwallowedAndCountedAndWaitWhileItCannotPrint() {
    assertThat(ask("^XA^FO10,10^FDBAG~HS")).startsWith("\u0002030,0,0,1225,000,0,0,1,");
    assertThat(ask("^FS^XZ^XA^XZ")).isEmpty();
    assertThat(ask("! U1 getvar \"odometer.total_label_count\"\r\n")).isEqualTo("\"2\"");

    set("media-out");
    assertThat(ask("^XA^XZ^XA^XZ~HS"))
        .startsWith("\u0002030,1,1,1225,002,")
        .contains(",00000002,1,000");
    printer.set(DeviceCondition.MEDIA_OUT, false);
    assertThat(ask("~HS")).isEqualTo(frames(WELL_FIRST, WELL_SECOND));
    assertThat(ask("! U1 getvar \"odometer.total_label_count\"\r\n")).isEqualTo("\"4\"");
  }

  @Test
  void withAPeelerTheNextLabelWaitsUntilTheLastIsTaken() {
    host = connect(new ZplManner(true, true, false));

    ask("^XA^XZ^XA^XZ");
    assertThat(printer.conditions()).containsExactly(DeviceCondition.MEDIA_NOT_TAKEN);
    assertThat(ask("~HS")).contains("001,0,0,0,1,1,6,1,00000001,1,000");
    printer.set(DeviceCondition.MEDIA_NOT_TAKEN, false);
    assertThat(ask("~HS")).contains("001,0,0,0,1,1,6,1,00000000,1,000");
    printer.set(DeviceCondition.MEDIA_NOT_TAKEN, false);
    assertThat(ask("~HS")).contains("001,0,0,0,1,1,6,0,00000000,1,000");
  }

  @Test
  void aLabelThatAHostLeftUnfinishedIsForgotten() {
    ask("^XA^FO10,10");
    host.close();
    host = connect(ZplManner.USUAL);

    assertThat(ask("~HS")).isEqualTo(frames(WELL_FIRST, WELL_SECOND));
  }

  @Test
  void withoutRibbonTheRibbonFlagIsUpAndMeansNothing() {
    host = connect(new ZplManner(false, false, false));

    assertThat(ask("~HS")).contains("000,0,0,1,0,2,6,0,00000000,1,000");
    assertThat(ask("~HQES")).contains("ERRORS:         0 00000000 00000000");
    assertThat(ZplProtocol.shows(new ZplManner(false, false, false)))
        .doesNotContain(DeviceCondition.SUPPLY_OUT);
  }

  @Test
  void mayKeepSilentAtTheHostStatusWhileItNeedsAttention() {
    host = connect(new ZplManner(true, false, true));

    assertThat(ask("~HS")).isNotEmpty();
    for (String condition : List.of("media-out", "supply-out", "head-open", "hot")) {
      set(condition);
      assertThat(ask("~HS")).isEmpty();
      assertThat(ask("~HQES")).contains("ERRORS:         1");
      printer.conditions().forEach(each -> printer.set(each, false));
    }
    set("cutter");
    assertThat(ask("~HS")).isNotEmpty();
  }

  @Test
  void settingsAreTextInQuotationMarksAndUnknownOnesAQuestionMark() {
    assertThat(ask("! U1 getvar \"head.latch\"\r\n")).isEqualTo("\"ok\"");
    assertThat(ask("! U1 getvar \"device.unique_id\"\r\n")).isEqualTo("\"XXQLJ1\"");
    assertThat(ask("! U1 getvar \"no.such\"\r\n")).isEqualTo("\"?\"");
    assertThat(ask("! U1 getvar \"device.host_status\"\r\n"))
        .isEqualTo('"' + WELL_FIRST + "\r\n" + WELL_SECOND + "\r\n1234,0\"");
    assertThat(ask("! U1 setvar \"media.type\" \"label\"\r\n~HI")).startsWith("\u0002ZT410");
  }

  @Test
  void hearsRequestsInPiecesAndAmongNoise() {
    assertThat(ask("~") + ask("H")).isEmpty();
    assertThat(ask("S")).startsWith("\u0002030");
    assertThat(ask("~~HI")).startsWith("\u0002ZT410");
    assertThat(ask("~HQ~HI")).startsWith("\u0002ZT410");
    assertThat(ask("! U~HI")).startsWith("\u0002ZT410");
    assertThat(ask("~HX~JA^XB\u0000\u00ff")).isEmpty();
  }

  @Test
  void theSettingsChannelAnswersObjectsWithObjects() {
    host = ZplJsonProtocol.of(printer, (id, what) -> happened.add(what)).connected(bytes -> {});
    set("head-open");

    assertThat(ask("{}{\"head.latch\":null,\"no.such\":null}"))
        .isEqualTo("{\"head.latch\":\"open\",\"no.such\":\"?\"}");
    assertThat(ask("{\"zpl.system_") + ask("status\":null}"))
        .isEqualTo("{\"zpl.system_status\":\"1,1,00000000,00000004,0,00000000,00000000\"}");
    assertThat(ask("~HS") + ask("x".repeat(5_000))).isEmpty();
    assertThat(happened).isEmpty();
    ask("{}{\"media.type\":\"label\"}");
    assertThat(happened).containsExactly("was told to set media.type, which has no effect here");
  }

  @Test
  void theSettingsChannelServesEightHosts() {
    var channel = ZplJsonProtocol.of(printer, (id, what) -> happened.add(what));
    var hosts = new ArrayList<Conversation>();
    for (int i = 0; i < 8; i++) {
      hosts.add(channel.connected(bytes -> {}));
    }

    Conversation ninth = channel.connected(bytes -> {});
    assertThat(hosts).noneMatch(Conversation::over);
    assertThat(ninth.over()).isTrue();
    ninth.close();
    hosts.get(0).close();
    assertThat(channel.connected(bytes -> {}).over()).isFalse();
  }

  private void set(String conditions) {
    try {
      for (String name : conditions.split(" ")) {
        printer.set(printer.condition(name), true);
      }
    } catch (Exception unknown) {
      throw new AssertionError(unknown);
    }
  }

  private String ask(String request) {
    byte[] bytes = request.getBytes(ISO_8859_1);
    var answer = new StringBuilder();
    for (int from = 0; from < bytes.length; from += host.room()) {
      int length = Math.min(host.room(), bytes.length - from);
      byte[] piece = Arrays.copyOfRange(bytes, from, from + length);
      host.receive(piece, length).forEach(each -> answer.append(new String(each, ISO_8859_1)));
    }
    return answer.toString();
  }

  private static String frames(String first, String second) {
    return "\u0002" + first + "\u0003\r\n\u0002" + second + "\u0003\r\n\u00021234,0\u0003\r\n";
  }

  private static String flagged(String group) {
    return (group.equals("00000000") ? "0" : "1") + " 00000000 " + group;
  }
}
