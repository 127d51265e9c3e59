package dev.kiosk.agent.device.snmp;

import static dev.kiosk.agent.condition.Condition.COVER_OPEN;
import static dev.kiosk.agent.condition.Condition.DEVICE_BUSY;
import static dev.kiosk.agent.condition.Condition.DEVICE_OFFLINE;
import static dev.kiosk.agent.condition.Condition.DEVICE_PAUSED;
import static dev.kiosk.agent.condition.Condition.DEVICE_STARTING;
import static dev.kiosk.agent.condition.Condition.HARDWARE_FAULT;
import static dev.kiosk.agent.condition.Condition.MEDIA_FEED_FAULT;
import static dev.kiosk.agent.condition.Condition.MEDIA_JAM;
import static dev.kiosk.agent.condition.Condition.MEDIA_LOW;
import static dev.kiosk.agent.condition.Condition.MEDIA_NOT_TAKEN;
import static dev.kiosk.agent.condition.Condition.MEDIA_OUT;
import static dev.kiosk.agent.condition.Condition.NOT_RESPONDING;
import static dev.kiosk.agent.condition.Condition.OVER_TEMPERATURE;
import static dev.kiosk.agent.condition.Condition.SERVICE_DUE;
import static dev.kiosk.agent.condition.Condition.STATUS_UNKNOWN;
import static dev.kiosk.agent.condition.Condition.SUPPLY_LOW;
import static dev.kiosk.agent.condition.Condition.SUPPLY_OUT;
import static dev.kiosk.agent.condition.Condition.WASTE_FULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Authority;
import dev.kiosk.agent.device.Fuzz;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmp4j.smi.OID;

class PrinterStateTest {

  private static final int RUNNING = 2;
  private static final int WARNING = 3;
  private static final int DOWN = 5;
  private static final int OTHER = 1;
  private static final int IDLE = 3;
  private static final int CRITICAL = 3;
  private static final int ONLY_WARNS = 4;

  private static List<Condition> conditions(PrinterState state) {
    return state.findings().stream().map(Finding::condition).toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ready,                        2 3, 00,",
    "ready in two octets,          2 3, 0000,",
    "ready without any octet,      2 3, '',",
    "printing,                     2 4, 00,   DEVICE_BUSY",
    "testing itself,               4 1, 00,   DEVICE_BUSY",
    "standby,                      2 1, 00,",
    "warming up,                   2 5, 00,   DEVICE_STARTING",
    "coming online,                5 5, 00,   DEVICE_STARTING",
    "down without a cause,         5 1, 00,   DEVICE_OFFLINE",
    "down with a warning only,     5 1, 80,   DEVICE_OFFLINE MEDIA_LOW",
    "coming online and low paper,  5 5, 80,   DEVICE_STARTING MEDIA_LOW",
    "coming online with no paper,  5 5, 40,   MEDIA_OUT",
    "low paper,                    3 3, 80,   MEDIA_LOW",
    "no paper,                     5 1, 40,   MEDIA_OUT",
    "no paper by an unsure device, 1 1, 40,   MEDIA_OUT",
    "low toner,                    3 3, 2000, SUPPLY_LOW",
    "no toner,                     5 1, 1000, SUPPLY_OUT",
    "door open,                    5 1, 0800, COVER_OPEN",
    "jammed,                       5 1, 0400, MEDIA_JAM",
    "offline and down,             5 1, 0200, DEVICE_OFFLINE",
    "offline and running,          2 3, 02,   STATUS_UNKNOWN",
    "offline but printing,         2 4, 02,   DEVICE_BUSY",
    "service asked,                3 3, 01,   SERVICE_DUE",
    "maintenance overdue,          3 3, 0002, SERVICE_DUE",
    "tray missing and down,        5 1, 0080, INPUT_TRAY_MISSING",
    "output tray missing,          5 1, 0040, OUTPUT_TRAY_MISSING",
    "cartridge missing,            5 1, 0020, SUPPLY_MISSING",
    "output nearly full,           3 3, 0010, OUTPUT_NEAR_FULL",
    "output full,                  5 1, 0008, OUTPUT_FULL",
    "that tray empty and down,     5 1, 0004, MEDIA_OUT",
    "paper out and jammed,         5 1, 4400, MEDIA_OUT MEDIA_JAM",
    "one tray of several empty,    3 3, 4000, MEDIA_LOW",
    "one tray of several missing,  2 3, 0080, MEDIA_LOW",
    "a warning of nothing,         3 3, 00,   STATUS_UNKNOWN",
    "knows nothing of itself,      1 2, '',   STATUS_UNKNOWN",
    "runs and knows no more,       2 2, 00,   STATUS_UNKNOWN"
  })
  void givesTheConditionsOfStatesAndBits(
      String state, String deviceAndPrinter, String bits, String expected) throws Exception {
    List<Condition> wanted =
        expected == null
            ? List.of()
            : Arrays.stream(expected.split(" ")).map(Condition::valueOf).toList();

    int device = deviceAndPrinter.charAt(0) - '0';
    int printer = deviceAndPrinter.charAt(2) - '0';
    assertThat(conditions(Told.printer(device, printer, bits).withoutAlerts()))
        .as(state)
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void aWarningOfNothingIsNothingWhenTheAlertTableWasReadAndEmpty() throws Exception {
    assertThat(Told.printer(WARNING, IDLE, "00").state().findings()).isEmpty();
  }

  @Test
  void noPaperInTheOnlyTrayStopsThePrinterWhateverItSays() throws Exception {
    Told told = Told.printer(WARNING, IDLE, "4000").tray(1, 500, -3);

    assertThat(conditions(told.withoutAlerts())).containsExactly(MEDIA_OUT);
  }

  @Test
  void aStateThatTheMibDoesNotHaveRefusesTheWhole() {
    assertThatThrownBy(() -> Told.printer(9, IDLE, "40").state())
        .isInstanceOf(SnmpException.class)
        .hasMessageContaining("allows 1 to 5 only");
    assertThatThrownBy(() -> Told.printer(RUNNING, 0, "40").state())
        .isInstanceOf(SnmpException.class);
    assertThatThrownBy(
            () ->
                Told.printer(RUNNING, IDLE, "40")
                    .number(Oids.of(Oids.HR_PRINTER_ERROR_STATE, 1), 64)
                    .state())
        .isInstanceOf(SnmpException.class)
        .hasMessageContaining("octets only");
  }

  @ParameterizedTest(name = "code {0} in group {1} is {3}")
  @CsvSource({
    "3, 6, 3, COVER_OPEN",
    "5, 6, 3, COVER_OPEN",
    "501, 6, 3, COVER_OPEN",
    "8, 13, 3, MEDIA_JAM",
    "9, 8, 3, INPUT_TRAY_MISSING",
    "9, 9, 3, OUTPUT_TRAY_MISSING",
    "9, 11, 3, SUPPLY_MISSING",
    "10, 11, 4, SERVICE_DUE",
    "11, 11, 4, LIFE_END",
    "12, 8, 4, MEDIA_LOW",
    "12, 11, 4, SUPPLY_LOW",
    "13, 8, 3, MEDIA_OUT",
    "13, 11, 3, SUPPLY_OUT",
    "14, 9, 4, OUTPUT_NEAR_FULL",
    "15, 9, 3, OUTPUT_FULL",
    "15, 11, 3, WASTE_FULL",
    "22, 5, 3, DEVICE_OFFLINE",
    "24, 10, 4, DEVICE_STARTING",
    "29, 30, 3, RECOVERABLE_FAULT",
    "30, 5, 3, HARDWARE_FAULT",
    "30, 10, 3, PRINTHEAD_FAULT",
    "33, 13, 3, HARDWARE_FAULT",
    "34, 15, 3, BUFFER_FULL",
    "35, 10, 3, UNDER_TEMPERATURE",
    "36, 10, 3, OVER_TEMPERATURE",
    "801, 8, 3, INPUT_TRAY_MISSING",
    "807, 8, 4, MEDIA_LOW",
    "808, 8, 3, MEDIA_OUT",
    "809, 8, 3, MEDIA_MISMATCH",
    "811, 8, 3, MEDIA_FEED_FAULT",
    "901, 9, 3, OUTPUT_TRAY_MISSING",
    "902, 9, 4, OUTPUT_NEAR_FULL",
    "903, 9, 3, OUTPUT_FULL",
    "1002, 10, 3, OVER_TEMPERATURE",
    "1101, 10, 3, SUPPLY_OUT",
    "1106, 10, 4, SUPPLY_LOW",
    "1107, 10, 4, WASTE_FULL",
    "1115, 10, 3, SUPPLY_MISSING",
    "30601, 30, 3, CUTTER_FAULT",
    "4711, 5, 3, RECOVERABLE_FAULT"
  })
  void givesTheConditionOfEachAlert(int code, int group, int severity, Condition expected)
      throws Exception {
    Told told = Told.printer(DOWN, OTHER, "00").alert(135, severity, group, code);

    assertThat(conditions(told.state())).contains(expected);
    assertThat(told.state().findings().get(0).raw()).contains("alert " + code + " in group");
  }

  @ParameterizedTest
  @CsvSource({"4, 6", "6, 6", "23, 5", "502, 6", "503, 5", "507, 5", "802, 8", "1801, 18"})
  void whatOnlyTellsOfAnEndOrAChangeIsNoCondition(int code, int group) throws Exception {
    assertThat(Told.printer(RUNNING, IDLE, "00").alert(1, CRITICAL, group, code).state().findings())
        .isEmpty();
    assertThat(Told.printer(RUNNING, IDLE, "00").alert(1, OTHER, 8, 13).state().findings())
        .as("severity other")
        .isEmpty();
  }

  @Test
  void aPrinterThatIsDownForACauseThatItTellsIsNotOfflineBesides() throws Exception {
    Told paused = Told.printer(DOWN, OTHER, "80").alert(1, ONLY_WARNS, Alert.GENERAL, 22);
    Told hot = Told.printer(DOWN, OTHER, "00").alert(1, CRITICAL, Alert.MARKER, 36);
    Told warm = Told.printer(DOWN, OTHER, "00").alert(1, ONLY_WARNS, Alert.MARKER, 36);

    assertThat(conditions(paused.state())).containsExactly(DEVICE_PAUSED, MEDIA_LOW);
    assertThat(conditions(hot.state())).containsExactly(OVER_TEMPERATURE);
    assertThat(conditions(warm.state())).containsExactly(OVER_TEMPERATURE, DEVICE_OFFLINE);
  }

  @Test
  void anEmptyTrayOfWhichThePrinterOnlyWarnsIsLittlePaper() throws Exception {
    PrinterState state =
        Told.printer(WARNING, IDLE, "4000").alert(55, ONLY_WARNS, Alert.INPUT, 13).state();

    assertThat(conditions(state)).containsExactly(MEDIA_LOW);
    assertThat(state.findings().get(0).subject()).isEqualTo("tray 2");
  }

  @Test
  void anUnknownStopThatNeedsFieldServiceNeedsAnEngineer() throws Exception {
    Told told =
        Told.printer(DOWN, OTHER, "00")
            .alert(1, CRITICAL, Alert.GENERAL, 4711)
            .cell(Oids.ALERTS, 3, 1, Alert.FIELD_SERVICE);

    assertThat(conditions(told.state())).containsExactly(HARDWARE_FAULT);
  }

  @Test
  void alertsKnowMoreThanBitsAboutTheSameThing() throws Exception {
    PrinterState state =
        Told.printer(DOWN, OTHER, "0800").alert(610, CRITICAL, Alert.COVER, 3).state();

    assertThat(state.findings()).hasSize(1);
    assertThat(state.findings().get(0).raw()).startsWith("alert 3");
    assertThat(state.authority()).isEqualTo(Authority.SNMP_ALERTS);
  }

  @Test
  void whatIsSaidTwiceIsFoundOnceWithAllItsParts() throws Exception {
    PrinterState state =
        Told.printer(WARNING, IDLE, "2000").supply(1, 3, 100, 5).supply(2, 3, 100, 4).state();

    assertThat(state.findings())
        .singleElement()
        .satisfies(
            low -> {
              assertThat(low.condition()).isEqualTo(SUPPLY_LOW);
              assertThat(low.subject()).isEqualTo("Supply 1, Supply 2");
            });
  }

  @ParameterizedTest(name = "class {0}, level {2} of {1}: {3}")
  @CsvSource({
    "3, 100, 50,",
    "3, 100, 10, SUPPLY_LOW",
    "3, 100, 0,  SUPPLY_LOW",
    "3, 100, -1,",
    "3, 100, -2,",
    "3, 100, -3,",
    "3, -2,  5,",
    "4, -2,  -3,",
    "4, 100, 90,",
    "4, 100, 0,  WASTE_FULL",
    "4, 100, 5,  WASTE_FULL"
  })
  void levelsBelowZeroAreNotLowAndAReceptacleCountsItsRoom(
      int kind, int capacity, int level, Condition expected) throws Exception {
    assertThat(
            conditions(Told.printer(RUNNING, IDLE, "00").supply(1, kind, capacity, level).state()))
        .isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void aLevelInPercentNeedsNoCapacity() throws Exception {
    Told told = Told.printer(RUNNING, IDLE, "00").supply(1, 3, -2, 5).cell(Oids.SUPPLIES, 7, 1, 19);

    assertThat(conditions(told.state())).containsExactly(SUPPLY_LOW);
  }

  @ParameterizedTest(name = "supplies {0}, trays {1}: {2}")
  @CsvSource({
    "20 100,  '',      SUPPLY_LOW",
    "19 100,  '',",
    "-3 -2,   '',",
    "80 -3,   '',      SUPPLY_LOW",
    "'',      100,     MEDIA_LOW",
    "'',      99,",
    "'',      -3,",
    "'',      500 -3,  MEDIA_LOW",
    "'',      500 0,   MEDIA_LOW",
    "'',      500 60,",
    "50,      300,     MEDIA_LOW SUPPLY_LOW"
  })
  void aLevelTenPointsAboveTheLimitIsSurelyNotLow(String supplies, String trays, String gone)
      throws Exception {
    Told told = Told.printer(RUNNING, IDLE, "00").supply(9, 4, 100, 11);
    int row = 0;
    for (long level : levels(supplies)) {
      told.supply(++row, 3, 100, level);
    }
    for (long level : levels(trays)) {
      told.tray(++row, 500, level);
    }

    assertThat(told.state().surelyGone())
        .containsExactlyInAnyOrderElementsOf(
            gone == null
                ? List.of()
                : Arrays.stream(gone.split(" ")).map(Condition::valueOf).toList());
  }

  private static long[] levels(String text) {
    return text.isEmpty()
        ? new long[0]
        : Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  @Test
  void noLevelDisprovesWhatThePrinterSaysItself() throws Exception {
    Told full = Told.printer(WARNING, IDLE, "A000").supply(1, 3, 100, 90).tray(1, 500, 450);
    Told out = Told.printer(DOWN, OTHER, "5000").supply(1, 3, 100, 90).tray(1, 500, 450);

    assertThat(conditions(full.state())).containsExactly(MEDIA_LOW, SUPPLY_LOW);
    assertThat(full.state().surelyGone()).isEmpty();
    assertThat(conditions(out.state())).containsExactly(MEDIA_OUT, SUPPLY_OUT);
    assertThat(out.state().surelyGone()).isEmpty();
  }

  @Test
  void anEmptyBypassBesideAFullTrayIsNothing() throws Exception {
    Told told = Told.printer(RUNNING, IDLE, "00").tray(1, 550, 55).tray(2, 100, 0);

    assertThat(told.state().findings()).isNotNull();
    assertThat(
            conditions(Told.printer(RUNNING, IDLE, "00").tray(1, 550, 300).tray(2, 100, 0).state()))
        .isEmpty();
    assertThat(conditions(told.state())).containsExactly(MEDIA_LOW);
    assertThat(
            conditions(Told.printer(RUNNING, IDLE, "00").tray(1, 550, 0).tray(2, 100, 0).state()))
        .containsExactly(MEDIA_OUT);
  }

  @Test
  void anOpenCoverIsNamed() throws Exception {
    Told told =
        Told.printer(DOWN, OTHER, "0800")
            .cell(Oids.COVERS, 2, 1, "Front door")
            .cell(Oids.COVERS, 3, 1, 3)
            .cell(Oids.COVERS, 2, 2, "Back door")
            .cell(Oids.COVERS, 3, 2, 4);

    assertThat(told.state().findings())
        .singleElement()
        .isEqualTo(new Finding(COVER_OPEN, "Front door", "prtCoverStatus.1 = 3"));
  }

  @Test
  void saysWhatItCannotJudge() throws Exception {
    PrinterState bitsOnly = Told.printer(RUNNING, IDLE, "00").withoutAlerts();
    PrinterState all = Told.printer(RUNNING, IDLE, "00").state();
    PrinterState cutShort =
        PrinterState.of(Told.printer(WARNING, IDLE, "80").mib(), 1, true, false);

    assertThat(bitsOnly.authority()).isEqualTo(Authority.SNMP_BITS);
    assertThat(bitsOnly.unobservable(PrinterState.TOLD_BY_TABLES))
        .contains(MEDIA_FEED_FAULT, WASTE_FULL, MEDIA_NOT_TAKEN)
        .doesNotContain(MEDIA_OUT, MEDIA_JAM, SERVICE_DUE, DEVICE_OFFLINE, NOT_RESPONDING);
    assertThat(all.unobservable(PrinterState.TOLD_BY_TABLES))
        .contains(MEDIA_NOT_TAKEN)
        .doesNotContain(MEDIA_FEED_FAULT, WASTE_FULL, DEVICE_BUSY, DEVICE_STARTING, STATUS_UNKNOWN);
    assertThat(cutShort.unobservable(PrinterState.TOLD_BY_TABLES))
        .contains(SUPPLY_LOW, COVER_OPEN)
        .doesNotContain(MEDIA_LOW, SUPPLY_OUT, MEDIA_JAM);
  }

  @Test
  void noValuesAtAllMakeItThrowAnythingButItsOwn() {
    byte[] empty = {5, 1, 0x40, 0, 3, 8, 0, 13, 3, 100, 0, 1};
    byte[] well = {2, 3, 0, 0, 4, 6, 1, (byte) 0xF5, 4, 0, 5, (byte) 0xFD};
    Fuzz.of(empty, well)
        .feed(
            input -> {
              ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(input, 64));
              Told told = Told.printer(bytes.get(), bytes.get(), "");
              told.hex(Oids.of(Oids.HR_PRINTER_ERROR_STATE, 1), hex(bytes));
              for (OID entry : List.of(Oids.ALERTS, Oids.SUPPLIES, Oids.INPUTS, Oids.COVERS)) {
                for (int i = 0; i < 7; i++) {
                  told.cell(entry, Math.abs(bytes.get() % 14), bytes.get(), bytes.getShort(10 + i));
                }
              }
              try {
                assertThat(told.state().findings()).doesNotContainNull();
              } catch (SnmpException refused) {
                assertThat(refused.getMessage()).isNotBlank();
              }
            });
  }

  private static String hex(ByteBuffer bytes) {
    return "%02x%02x".formatted(bytes.get(), bytes.get());
  }
}
