package dev.kiosk.agent.device.zpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.condition.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZplStatusTest {

  private static final String NONE = "0 00000000 00000000";

  @Test
  void aPrinterThatIsWellShowsNothing() throws ZplException {
    ZplStatus status = both(Vectors.WELL_FIRST, Vectors.WELL_SECOND, Vectors.WELL_ERRORS);

    assertThat(status.findings()).isEmpty();
    assertThat(status.unobservable(true))
        .contains(Condition.SUPPLY_LOW, Condition.OUTPUT_FULL)
        .doesNotContain(
            Condition.MEDIA_OUT, Condition.MEDIA_LOW, Condition.CONFIG_FAULT, Condition.LINK_DOWN);
  }

  @Test
  void bothAnswersOfARealPrinterShowTheSameSet() throws ZplException {
    ZplStatus host = host(Vectors.ZT410_FIRST, Vectors.ZT410_SECOND);
    ZplStatus errors = errors(Vectors.ZT410_ERRORS);
    ZplStatus both = both(Vectors.ZT410_FIRST, Vectors.ZT410_SECOND, Vectors.ZT410_ERRORS);

    // Paused as well, but a fault explains that.
    Condition[] expected = {Condition.MEDIA_OUT, Condition.SUPPLY_OUT};
    assertThat(conditions(host)).containsExactlyInAnyOrder(expected);
    assertThat(conditions(errors)).containsExactlyInAnyOrder(expected);
    assertThat(conditions(both)).containsExactlyInAnyOrder(expected);
    assertThat(both.raw()).doesNotContain("differ");
    assertThat(both.unobservable(true)).contains(Condition.DEVICE_PAUSED);
  }

  @Test
  void anOpenHeadIsTheCauseAndTheRestIsDetail() throws ZplException {
    assertThat(conditions(errors(Vectors.ZE500_ERRORS))).containsExactly(Condition.COVER_OPEN);

    ZplStatus all =
        both(
            "030,1,1,1225,000,0,0,0,000,0,0,0",
            "001,0,1,1,1,2,6,0,00000000,1,000",
            Vectors.errors("1 00000000 00010007", NONE));
    assertThat(conditions(all)).containsExactly(Condition.COVER_OPEN);
    assertThat(all.findings().get(0).raw()).contains("030,1,1", "00010007");
    assertThat(all.unobservable(true))
        .contains(Condition.MEDIA_OUT, Condition.SUPPLY_OUT, Condition.DEVICE_PAUSED)
        .doesNotContain(Condition.COVER_OPEN, Condition.CUTTER_FAULT);
  }

  @Test
  void whereBothDifferAFaultInEitherCountsAndTheDifferenceIsKept() throws ZplException {
    ZplStatus status = both(Vectors.ZT410_FIRST, Vectors.WELL_SECOND, Vectors.WELL_ERRORS);

    assertThat(conditions(status)).containsExactly(Condition.MEDIA_OUT);
    assertThat(status.raw()).contains("differ about MEDIA_OUT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "030,1,0,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,2,6,0,00000000,1,000; MEDIA_OUT",
        "030,0,1,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,2,6,0,00000000,1,000; DEVICE_PAUSED",
        "030,0,0,1225,000,1,0,0,000,0,0,0; 001,0,0,0,1,2,6,0,00000000,1,000; BUFFER_FULL",
        "030,0,0,1225,000,0,1,1,000,0,0,0; 001,0,0,0,1,2,6,0,00000005,1,000; ''",
        "030,0,0,1225,000,0,0,0,000,1,0,0; 001,0,0,0,1,2,6,0,00000000,1,000; CONFIG_FAULT",
        "030,0,0,1225,000,0,0,0,000,0,1,0; 001,0,0,0,1,2,6,0,00000000,1,000; UNDER_TEMPERATURE",
        "030,0,0,1225,000,0,0,0,000,0,0,1; 001,0,0,0,1,2,6,0,00000000,1,000; OVER_TEMPERATURE",
        "030,0,0,1225,000,0,0,0,000,0,0,0; 001,0,1,0,1,2,6,0,00000000,1,000; COVER_OPEN",
        "030,0,0,1225,000,0,0,0,000,0,0,0; 001,0,0,1,1,2,6,0,00000000,1,000; SUPPLY_OUT",
        "030,0,0,1225,000,0,0,0,000,0,0,0; 000,0,0,1,0,2,6,0,00000000,1,000; ''",
        "030,0,0,1225,000,0,0,0,000,0,0,0; 001,0,0,0,1,1,6,1,00000000,1,000; MEDIA_NOT_TAKEN",
        "030,0,0,1225,000,0,0,0,000,0,0,0,7,x; 001,0,0,0,1,K,6,0,00000000,1,000,9; ''"
      })
  void eachFieldOfTheHostStatusHasItsMeaning(String first, String second, String expected)
      throws ZplException {
    assertThat(names(host(first, second))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "00000001, MEDIA_OUT",
    "00000002, SUPPLY_OUT",
    "00000004, COVER_OPEN",
    "00000008, CUTTER_FAULT",
    "00000010, OVER_TEMPERATURE",
    "00000020, OVER_TEMPERATURE",
    "00000040, PRINTHEAD_FAULT",
    "00000080, PRINTHEAD_FAULT",
    "00000100, CONFIG_FAULT",
    "00000200, HARDWARE_FAULT",
    "00001000, MEDIA_JAM",
    "00002000, HARDWARE_FAULT",
    "00004000, MEDIA_FEED_FAULT",
    "00008000, MEDIA_JAM",
    "00010000, DEVICE_PAUSED",
    "00020000, MEDIA_NOT_TAKEN",
    "00040000, MEDIA_FEED_FAULT",
    "00080000, MEDIA_FEED_FAULT",
    "00100000, RECOVERABLE_FAULT",
    "00010008, CUTTER_FAULT",
    "000000CA, SUPPLY_OUT CUTTER_FAULT PRINTHEAD_FAULT",
    "000000c0, PRINTHEAD_FAULT"
  })
  void eachErrorBitHasItsMeaningAndGroupsAreHexadecimal(String group, String expected)
      throws ZplException {
    assertThat(names(errors(Vectors.errors("1 00000000 " + group, NONE)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "00000001, MEDIA_FEED_FAULT, WARNING",
    "00000002, SERVICE_DUE, WARNING",
    "00000004, LIFE_END, WARNING",
    "00000008, MEDIA_LOW, WARNING",
    "00000100, MEDIA_NOT_TAKEN, INFO"
  })
  void eachWarningBitHasItsMeaning(String group, Condition expected, Severity badness)
      throws ZplException {
    Finding found = errors(Vectors.errors(NONE, "1 00000000 " + group)).findings().get(0);

    assertThat(found.condition()).isEqualTo(expected);
    assertThat(found.badness()).isEqualTo(badness);
  }

  @Test
  void aConditionIsAsBadAsItsWorstSign() throws ZplException {
    ZplStatus status = errors(Vectors.errors("1 00000000 00004000", "1 00000000 00000001"));

    assertThat(status.findings())
        .singleElement()
        .satisfies(found -> assertThat(found.badness()).isEqualTo(Severity.ERROR));
  }

  @Test
  void positionsAlongThePaperPathAreNoConditions() throws ZplException {
    assertThat(errors(Vectors.errors(NONE, "1 00000000 00000EF0")).findings()).isEmpty();
  }

  @Test
  void anErrorThatIsInNoTableIsNotHealth() throws ZplException {
    for (String unknown : List.of("1 00000001 00000000", "1 00000000 00000000")) {
      assertThat(conditions(errors(Vectors.errors(unknown, NONE))))
          .containsExactly(Condition.RECOVERABLE_FAULT);
    }
  }

  @Test
  void theRibbonErrorMeansNothingToAPrinterWithoutRibbon() throws ZplException {
    ZplStatus status =
        both(
            Vectors.WELL_FIRST,
            "000,0,0,1,0,2,6,0,00000000,1,000",
            Vectors.errors("1 00000000 00000002", NONE));

    assertThat(status.findings()).isEmpty();
  }

  @Test
  void oneAnswerAloneJudgesOnlyWhatItKnows() throws ZplException {
    assertThat(host(Vectors.WELL_FIRST, Vectors.WELL_SECOND).unobservable(true))
        .contains(
            Condition.CUTTER_FAULT,
            Condition.MEDIA_LOW,
            Condition.CONFIG_FAULT,
            Condition.OVER_TEMPERATURE)
        .doesNotContain(Condition.MEDIA_OUT, Condition.BUFFER_FULL);
    assertThat(errors(Vectors.WELL_ERRORS).unobservable(true))
        .contains(Condition.BUFFER_FULL, Condition.UNDER_TEMPERATURE, Condition.CONFIG_FAULT)
        .doesNotContain(Condition.MEDIA_OUT, Condition.CUTTER_FAULT, Condition.MEDIA_LOW);
  }

  @Test
  void aPrinterThatDoesNotLookAtTheRollsEndDoesNotSayThatTheRollIsFull() throws ZplException {
    ZplStatus well = both(Vectors.WELL_FIRST, Vectors.WELL_SECOND, Vectors.WELL_ERRORS);

    assertThat(well.unobservable(false)).contains(Condition.MEDIA_LOW);
    assertThat(errors(Vectors.errors(NONE, "1 00000000 00000008")).unobservable(false))
        .doesNotContain(Condition.MEDIA_LOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "030,1,1,1225,000,0,0,0,000,0,0",
        "030,2,0,1225,000,0,0,0,000,0,0,0",
        "030,,0,1225,000,0,0,0,000,0,0,0",
        "x30,0,0,1225,000,0,0,0,000,0,0,0",
        ""
      })
  void aFrameWithFewerOrOtherFieldsIsRefused(String first) {
    assertThatThrownBy(() -> host(first, Vectors.WELL_SECOND)).isInstanceOf(ZplException.class);
    assertThatThrownBy(() -> host(Vectors.WELL_FIRST, first)).isInstanceOf(ZplException.class);
  }

  @Test
  void thePasswordIsInNoMessageAndNoDetail() throws ZplException {
    assertThat(host(Vectors.ZT410_FIRST, Vectors.ZT410_SECOND).raw()).doesNotContain("1234");
    assertThatThrownBy(
            () -> ZplStatus.parse(List.of(Vectors.WELL_FIRST, Vectors.WELL_SECOND, "987654"), null))
        .isInstanceOf(ZplException.class)
        .hasMessageNotContaining("987654");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PRINTER STATUS",
        "PRINTER STATUS\r\nERRORS: 1 00000000 0000001\r\nWARNINGS: 0 00000000 00000000",
        "PRINTER STATUS\r\nERRORS: 1 00000000 0000000G\r\nWARNINGS: 0 00000000 00000000",
        "PRINTER STATUS\r\nWARNINGS: 0 00000000 00000000\r\nERRORS: 0 00000000 00000000",
        "PRINTER STATUS ERRORS: 0 00000000 00000000 WARNINGS: 0 00000000 00000000",
        "030,0,0,1225,000,0,0,0,000,0,0,0"
      })
  void whatDoesNotNameErrorsAndWarningsIsRefused(String frame) {
    assertThatThrownBy(() -> ZplStatus.parse(List.of(), frame)).isInstanceOf(ZplException.class);
  }

  @Test
  void furtherLinesOfNewerFirmwareArePassedOver() throws ZplException {
    String frame = Vectors.inner(Vectors.ZT410_ERRORS) + "   SENSORS:  7\r\n";

    assertThat(conditions(ZplStatus.parse(List.of(), frame)))
        .containsExactly(Condition.MEDIA_OUT, Condition.SUPPLY_OUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,1,00000000,00000004,0,00000000,00000000",
        "\"1\",\"1\",\"00000000\",\"00000004\",\"0\",\"00000000\",\"00000000\""
      })
  void theSettingTellsTheSame(String value) throws ZplException {
    assertThat(conditions(ZplStatus.of(null, ErrorStatus.ofSetting(value))))
        .containsExactly(Condition.COVER_OPEN);
  }

  @Test
  void anIdentityHasItsModelFirst() throws ZplException {
    HostIdentity identity = HostIdentity.parse("ZT410-200dpi,V75.19.15Z,8,4096KB,x");
    assertThat(identity).isEqualTo(new HostIdentity("ZT410-200dpi", "V75.19.15Z"));
    assertThat(identity.looksAtTheRollsEnd()).isFalse();
    assertThat(HostIdentity.parse("KR403,V1,8,4096KB").looksAtTheRollsEnd()).isTrue();
    assertThatThrownBy(() -> HostIdentity.parse("ZT410,V75")).isInstanceOf(ZplException.class);
  }

  private static ZplStatus host(String first, String second) throws ZplException {
    return ZplStatus.parse(List.of(first, second, Vectors.THIRD), null);
  }

  private static ZplStatus errors(String answer) throws ZplException {
    return ZplStatus.parse(List.of(), Vectors.inner(answer));
  }

  private static ZplStatus both(String first, String second, String errors) throws ZplException {
    return ZplStatus.parse(List.of(first, second, Vectors.THIRD), Vectors.inner(errors));
  }

  private static List<Condition> conditions(ZplStatus status) {
    return status.findings().stream().map(Finding::condition).toList();
  }

  private static String names(ZplStatus status) {
    return String.join(" ", conditions(status).stream().map(Enum::name).toList());
  }
}
