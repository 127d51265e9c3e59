package dev.kiosk.agent.device.ipp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.condition.Severity;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrinterStatusTest {

  @ParameterizedTest(name = "state {0}, {1}")
  @CsvSource({
    "3, none,",
    "3, media-empty-report,                      MEDIA_OUT",
    "3, media-empty-warning,                     MEDIA_OUT",
    "5, media-empty-error,                       MEDIA_OUT",
    "5, media-needed,                            MEDIA_OUT",
    "3, Media-Jam-REPORT,                        MEDIA_JAM",
    "3, door-open-report,                        COVER_OPEN",
    "3, trimmer-interlock-open-error,            COVER_OPEN",
    "3, media-low-report marker-supply-low-report, MEDIA_LOW SUPPLY_LOW",
    "4, none,                                    DEVICE_BUSY",
    "5, none,                                    DEVICE_OFFLINE",
    "5, media-low-warning,                       MEDIA_LOW DEVICE_OFFLINE",
    "5, paused,                                  DEVICE_PAUSED",
    "3, moving-to-paused,                        DEVICE_PAUSED",
    "5, com.acme.door-ajar-error,                DEVICE_OFFLINE",
    "3, cups-waiting-for-job-completed,",
    "3, subunit-timing-Failure,                  RECOVERABLE_FAULT",
    "3, marker-unrecoverable-failure-error,      PRINTHEAD_FAULT",
    "3, stacker-unrecoverable-failure-error,     HARDWARE_FAULT",
    "3, subunit-unrecoverable-storage-error,     HARDWARE_FAULT",
    "3, trimmer-jam-error,                       CUTTER_FAULT",
    "3, separation-cutter-recoverable-failure,   CUTTER_FAULT",
    "3, stapler-over-temperature-warning,        OVER_TEMPERATURE",
    "3, fuser-under-temp,                        UNDER_TEMPERATURE",
    "3, marker-print-ribbon-empty-error,         SUPPLY_OUT",
    "3, marker-waste-almost-full-warning,        WASTE_FULL",
    "3, opc-near-eol-warning,                    SERVICE_DUE",
    "3, spool-area-full-report,                  BUFFER_FULL",
    "3, connecting-to-device,                    LINK_DOWN",
    "3, offline-report,                          DEVICE_OFFLINE",
    "3, hibernate,",
    "3, never-heard-of-it-report,",
    "3, never-heard-of-it-warning,               SERVICE_DUE",
    "3, never-heard-of-it,                       SERVICE_DUE",
    "3, never-heard-of-it-error,                 RECOVERABLE_FAULT",
    "5, never-heard-of-it,                       RECOVERABLE_FAULT",
    "3, unknown,                                 STATUS_UNKNOWN",
    "3, other-report,"
  })
  void givesTheConditionsOf(int state, String reasons, String expected) throws Exception {
    var answer = Answer.ofPrinter().state(state);
    answer.keywords("printer-state-reasons", reasons.split(" "));

    assertThat(conditions(printer(answer))).containsExactlyInAnyOrderElementsOf(wanted(expected));
  }

  @Test
  void aSuffixMayMakeItWorseAndNeverBetter() throws Exception {
    var answer = Answer.ofPrinter().state(5).keywords("printer-state-reasons", "media-low-error");
    assertThat(printer(answer).findings())
        .singleElement()
        .satisfies(low -> assertThat(low.badness()).isEqualTo(Severity.ERROR));
    var report = Answer.ofPrinter().state(3).keywords("printer-state-reasons", "media-jam-report");
    assertThat(printer(report).findings())
        .singleElement()
        .satisfies(jam -> assertThat(jam.badness()).isEqualTo(Severity.ERROR));
  }

  @Test
  void whatItSaidIsKeptForTheEngineerButNoNameOfAJob() throws Exception {
    var stopped =
        Answer.ofPrinter()
            .state(5)
            .text(0x41, "printer-state-message", "Call \u001B[2J service")
            .keywords("printer-state-reasons", "none");
    assertThat(printer(stopped).findings().get(0).raw())
        .isEqualTo("printer-state stopped, reasons none, \"Call ?[2J service\"");
    var busy =
        Answer.ofPrinter().state(4).text(0x41, "printer-state-message", "Printing SMITH/JOHN");
    assertThat(queue(busy).findings()).extracting(Finding::raw).noneMatch(s -> s.contains("SMITH"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "code=jam;index=1;severity=critical;training=untrained;group=mediaPath | MEDIA_JAM",
        "printer-alert[0] = code=jam;index=1;severity=critical;group=mediaPath | MEDIA_JAM",
        "index=3;code=coverOpen | COVER_OPEN",
        "CODE=CoverOpen;severity=otherother | COVER_OPEN",
        "code=subunitEmpty;severity=critical;group=input;groupindex=2 | MEDIA_OUT",
        "code=subunitEmpty;severity=critical;group=markerSupplies | SUPPLY_OUT",
        "code=subunitMissing;severity=critical;group=output | OUTPUT_TRAY_MISSING",
        "code=markerPrintRibbonAlmostEmpty;severity=warning | SUPPLY_LOW",
        "code=trimmerJam;severity=critical | CUTTER_FAULT",
        "code=somethingNew;severity=critical;group=other | RECOVERABLE_FAULT",
        "code=somethingNew;severity=warning;group=other |",
        "code=other |",
        "code=unknown;severity=critical |",
        "code=printerReadyToPrint;severity=critical |",
        "code=subunitPowerSaver;severity=warning;group=powerSupply |",
        "barcode=jam |",
        "none |",
        "code= |"
      })
  void readsAlertsAsPrintersReallyWriteThem(String alert, String expected) throws Exception {
    var answer = Answer.ofPrinter().state(3).text(0x30, "printer-alert", alert);

    assertThat(conditions(printer(answer))).containsExactlyElementsOf(wanted(expected));
  }

  @ParameterizedTest(name = "{0}, level {1}, low and high {2}")
  @CsvSource({
    "toner,        10, 10 100, SUPPLY_LOW",
    "toner,         0, 10 100, SUPPLY_LOW",
    "toner,        11, 10 100,",
    "toner,        -3, 10 100,",
    "toner,        -2, 10 100,",
    "toner,       101, 10 100,",
    "ribbonWax,     5, 10 100, SUPPLY_LOW",
    "waste-toner,  90, 0 90,   WASTE_FULL",
    "waste-ink,    92, 90 100, WASTE_FULL",
    "wasteToner,   20, 0 90,"
  })
  void comparesLevelsWithTheirLimits(String type, int level, String limits, String expected)
      throws Exception {
    int low = Integer.parseInt(limits.split(" ")[0]);
    int high = Integer.parseInt(limits.split(" ")[1]);
    var answer = markers(type, level, low, high);

    assertThat(conditions(printer(answer))).containsExactlyElementsOf(wanted(expected));
  }

  @Test
  void levelsInListsOfUnequalLengthsCountForNothing() throws Exception {
    var answer = markers("toner", 1, 10, 100).text(0x42, "marker-names", "again").integers("", 4);
    var two =
        Answer.ofPrinter()
            .state(3)
            .text(0x42, "marker-names", "one")
            .integers("marker-levels", 1, 1)
            .integers("marker-low-levels", 10, 10);

    assertThat(printer(answer).findings()).hasSize(1); // the second of a name is dropped
    assertThat(printer(two).findings()).isEmpty();
  }

  @Test
  void anAmpleSupplyIsSurelyNotLow() throws Exception {
    assertThat(printer(markers("toner", 20, 10, 100)).surelyGone())
        .containsExactly(Condition.SUPPLY_LOW);
    assertThat(printer(markers("toner", 19, 10, 100)).surelyGone()).isEmpty();
    var saysLow =
        markers("toner", 90, 10, 100).keywords("printer-state-reasons", "toner-low-report");
    assertThat(printer(saysLow).surelyGone()).isEmpty();
  }

  @ParameterizedTest(name = "levels {0} with limits {1}")
  @CsvSource({
    "80 -3, 10 10,  SUPPLY_LOW",
    "-2 80, 10 10,  SUPPLY_LOW",
    "-3 -1, 10 10,",
    "80 19, 10 10,",
    "20 80, -1 0,   SUPPLY_LOW",
    "19 80, -1 0,",
    "100,   95,     SUPPLY_LOW",
    "101,   10,"
  })
  void aLevelThatIsNotKnownHidesNotThatTheOthersAreAmple(
      String levels, String limits, Condition gone) throws Exception {
    int[] known = numbers(levels);
    var answer = Answer.ofPrinter().state(3).text(0x42, "marker-names", "Supply");
    for (int i = 1; i < known.length; i++) {
      answer.text(0x42, "", "Supply");
    }
    answer.integers("marker-levels", known).integers("marker-low-levels", numbers(limits));

    assertThat(printer(answer).surelyGone()).isEqualTo(gone == null ? Set.of() : Set.of(gone));
  }

  @ParameterizedTest
  @CsvSource({
    "level=100;maxcapacity=500;,     level=-3;maxcapacity=50;, MEDIA_LOW",
    "maxcapacity=500;level=100;,     level=0;maxcapacity=50;,  MEDIA_LOW",
    "level=99;maxcapacity=500;,      level=50;maxcapacity=50;,",
    "level=100;maxcapacity=-2;,      level=-3;maxcapacity=50;,",
    "level=100;,                     level=0;,"
  })
  void paperFarFromLowIsSurelyNotLow(String one, String other, Condition gone) throws Exception {
    Supplier<Answer> trays =
        () ->
            Answer.ofPrinter().state(3).text(0x30, "printer-input-tray", one).text(0x30, "", other);
    Answer saysLow = trays.get().keywords("printer-state-reasons", "media-low-report");

    assertThat(printer(trays.get()).surelyGone()).isEqualTo(gone == null ? Set.of() : Set.of(gone));
    assertThat(queue(trays.get()).surelyGone()).isEmpty();
    assertThat(conditions(printer(saysLow))).containsExactly(Condition.MEDIA_LOW);
    assertThat(printer(saysLow).surelyGone()).isEmpty();
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "level=0;status=16;, level=0, MEDIA_OUT",
    "type=sheetFeedAutoRemovableTray;level=0;name=a, level=-3;,",
    "level=0;, level=-2;,",
    "level=0;, name=manual;,",
    "level=5;, level=0;,"
  })
  void onlyWhenAllTraysAreKnownToBeEmptyIsThereNoPaper(String one, String other, String expected)
      throws Exception {
    var answer =
        Answer.ofPrinter().state(3).text(0x30, "printer-input-tray", one).text(0x30, "", other);

    assertThat(conditions(printer(answer))).containsExactlyElementsOf(wanted(expected));
  }

  @Test
  void aPrinterThatAcceptsNoJobsIsPaused() throws Exception {
    var answer = Answer.ofPrinter().state(3).flag("printer-is-accepting-jobs", false);

    assertThat(conditions(printer(answer))).containsExactly(Condition.DEVICE_PAUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "cups-waiting-for-job-completed"})
  void anIdleQueueKnowsNothing(String reason) throws Exception {
    var answer = Answer.ofPrinter().state(3).keywords("printer-state-reasons", reason);

    PrinterStatus status = queue(answer);

    assertThat(conditions(status)).containsExactly(Condition.STATUS_UNKNOWN);
    assertThat(status.unobservable())
        .contains(Condition.MEDIA_OUT, Condition.LINK_DOWN, Condition.DEVICE_OFFLINE)
        .doesNotContain(Condition.DEVICE_PAUSED, Condition.STATUS_UNKNOWN);
  }

  @Test
  void aBusyQueueKnowsNothingEither() throws Exception {
    assertThat(conditions(queue(Answer.ofPrinter().state(4))))
        .containsExactlyInAnyOrder(Condition.DEVICE_BUSY, Condition.STATUS_UNKNOWN);
  }

  @Test
  void whatAQueueWasToldItTells() throws Exception {
    var answer =
        Answer.ofPrinter().state(4).keywords("printer-state-reasons", "connecting-to-device");

    assertThat(conditions(queue(answer)))
        .containsExactlyInAnyOrder(Condition.DEVICE_BUSY, Condition.LINK_DOWN);
    assertThat(queue(answer).unobservable()).doesNotContain(Condition.LINK_DOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "The printer may not exist or is unavailable at this time., LINK_DOWN",
    "The printer is not responding., NOT_RESPONDING",
    "The printer is in use., STATUS_UNKNOWN"
  })
  void aQueueThatTriesInVainTellsItInItsMessageOnly(String message, Condition expected)
      throws Exception {
    var answer =
        Answer.ofPrinter()
            .state(4)
            .keywords("printer-state-reasons", "none")
            .text(0x41, "printer-state-message", message);

    assertThat(conditions(queue(answer)))
        .containsExactlyInAnyOrder(Condition.DEVICE_BUSY, expected);
    assertThat(conditions(printer(answer))).containsExactly(Condition.DEVICE_BUSY);
  }

  @Test
  void aStoppedQueueIsPausedRatherThanItsDeviceOffline() throws Exception {
    assertThat(conditions(queue(Answer.ofPrinter().state(5))))
        .containsExactly(Condition.DEVICE_PAUSED);
  }

  @ParameterizedTest
  @CsvSource({"77, 77", "0, 0", "1627225831, -1", "-5, -1"})
  void theTimeOfDayIsNoUptime(int seconds, int expected) throws Exception {
    var answer = Answer.ofPrinter().state(3).integers("printer-up-time", seconds);

    assertThat(printer(answer).uptime().map(Duration::toSeconds).orElse(-1L)).isEqualTo(expected);
    assertThat(queue(answer).uptime()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 6, -1})
  void refusesAStateThatIsNone(int state) {
    assertThatThrownBy(() -> printer(Answer.ofPrinter().state(state)))
        .hasMessageContaining("unknown printer-state");
    assertThatThrownBy(() -> printer(Answer.ofPrinter())).hasMessageContaining("no printer-state");
  }

  private static Answer markers(String type, int level, int low, int high) {
    return Answer.ofPrinter()
        .state(3)
        .text(0x42, "marker-names", "Black")
        .keywords("marker-types", type)
        .integers("marker-levels", level)
        .integers("marker-low-levels", low)
        .integers("marker-high-levels", high);
  }

  private static PrinterStatus printer(Answer answer) throws IppException {
    return PrinterStatus.ofPrinter(IppMessage.decode(answer.end()).printer());
  }

  private static PrinterStatus queue(Answer answer) throws IppException {
    return PrinterStatus.ofQueue(IppMessage.decode(answer.end()).printer());
  }

  private static List<Condition> conditions(PrinterStatus status) {
    return status.findings().stream().map(Finding::condition).toList();
  }

  private static List<Condition> wanted(String names) {
    return names == null
        ? List.of()
        : Arrays.stream(names.split(" ")).map(Condition::valueOf).toList();
  }
}
