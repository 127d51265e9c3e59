package dev.kiosk.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Authority;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.wire.DeviceState;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One device, two sources: the printer itself, and somebody else who speaks of it. */
class SourcesTest {

  private static final int PRINTER = 0;
  private static final int OTHER = 1;

  private RecorderBench bench;

  @BeforeEach
  void aDeviceWithTwoSources() throws IOException {
    bench = new RecorderBench();
    bench.devices =
        List.of(
            new DeviceSettings(
                "bagtag", "printer", "bag tags", 2, RecorderBench.INTERVAL, null, null));
    bench.restart();
    bench.errors();
  }

  /** What ESC/POS can tell: not what is in the bin, and nothing of ink. */
  private static Observation printer(Condition... shown) {
    return Observation.of("ESC/POS", findings(shown))
        .withUnobservable(EnumSet.of(Condition.OUTPUT_FULL, Condition.SUPPLY_OUT));
  }

  private static Observation snmp(Condition... shown) {
    return Observation.of("SNMP", findings(shown)).withAuthority(Authority.SNMP_BITS);
  }

  private static Observation queue(Condition... shown) {
    return Observation.of("CUPS", findings(shown)).withAuthority(Authority.QUEUE);
  }

  private static Observation blind(String source, Authority authority, Condition why) {
    return Observation.blind(source, Finding.of(why)).withAuthority(authority);
  }

  private static List<Finding> findings(Condition... shown) {
    return Arrays.stream(shown).map(Finding::of).toList();
  }

  /** Some intervals pass in which both speak. */
  private void both(Observation printer, Observation other) {
    for (int i = 0; i < 4; i++) {
      bench.time.pass(RecorderBench.INTERVAL);
      bench.observe(PRINTER, printer);
      bench.observe(OTHER, other);
    }
  }

  private Set<Condition> raised() {
    return Set.copyOf(DeviceTracker.conditions(bench.device().raised()));
  }

  @Test
  void thePrinterIsBelievedBeforeThoseWhoSpeakOfIt() {
    both(printer(Condition.MEDIA_OUT), snmp());
    assertThat(raised()).containsExactly(Condition.MEDIA_OUT);
    both(printer(), snmp(Condition.MEDIA_OUT, Condition.COVER_OPEN));
    assertThat(raised()).isEmpty();
    assertThat(bench.device().state()).isEqualTo(DeviceState.READY);
  }

  @Test
  void whatOnlyTheOtherCanSeeIsTakenFromIt() {
    both(printer(), snmp(Condition.OUTPUT_FULL));
    assertThat(raised()).containsExactly(Condition.OUTPUT_FULL);
    both(printer(Condition.CUTTER_FAULT), snmp(Condition.OUTPUT_FULL));
    assertThat(raised()).containsExactlyInAnyOrder(Condition.CUTTER_FAULT, Condition.OUTPUT_FULL);
  }

  @Test
  void aFaultWinsOverAWordThatIsTooOld() {
    both(printer(), snmp(Condition.MEDIA_JAM));
    assertThat(raised()).isEmpty();
    for (int i = 0; i < 5; i++) { // the printer's own worker hangs
      bench.time.pass(RecorderBench.INTERVAL);
      bench.observe(OTHER, snmp(Condition.MEDIA_JAM));
    }
    assertThat(raised()).containsExactly(Condition.MEDIA_JAM);
  }

  @Test
  void whileTheApplicationHasThePortTheOtherSourceTells() {
    Observation held = blind("ESC/POS", Authority.DEVICE, Condition.PORT_IN_USE);
    both(held, snmp(Condition.MEDIA_LOW));
    assertThat(raised()).containsExactly(Condition.MEDIA_LOW);
    assertThat(bench.device().source()).isEqualTo("SNMP");
    both(held, blind("SNMP", Authority.SNMP_BITS, Condition.NOT_RESPONDING));
    assertThat(bench.device().state()).isEqualTo(DeviceState.OFFLINE);
  }

  @Test
  void aQueueThatIsDownDoesNotMakeAPrinterUnreachable() {
    both(printer(), blind("CUPS", Authority.QUEUE, Condition.LINK_DOWN));
    assertThat(bench.device().state()).isEqualTo(DeviceState.READY);
    assertThat(bench.errors()).isEmpty();
    assertThat(bench.device().source()).isEqualTo("ESC/POS");
  }

  @Test
  void aPrinterThatDoesNotAnswerIsToldThoughItsQueueIsWell() {
    both(blind("ESC/POS", Authority.DEVICE, Condition.NOT_RESPONDING), queue());
    assertThat(raised()).containsExactly(Condition.NOT_RESPONDING);
  }

  @Test
  void aQueueThatKnowsNothingIsHiddenByAPrinterThatAnswers() {
    Observation knowsNothing = blind("CUPS", Authority.QUEUE, Condition.STATUS_UNKNOWN);
    both(printer(), knowsNothing);
    assertThat(bench.device().state()).isEqualTo(DeviceState.READY);
    both(blind("ESC/POS", Authority.DEVICE, Condition.PORT_IN_USE), knowsNothing);
    assertThat(bench.device().state()).isEqualTo(DeviceState.UNKNOWN);
  }

  @Test
  void aQueueThatKnowsNothingBesideAPortInUseIsNoAlarm() {
    Observation held = blind("ESC/POS", Authority.DEVICE, Condition.PORT_IN_USE);
    Observation knowsNothing = blind("CUPS", Authority.QUEUE, Condition.STATUS_UNKNOWN);
    both(held, knowsNothing);
    assertThat(bench.errors()).isEmpty();
    assertThat(bench.device().state()).isEqualTo(DeviceState.UNKNOWN);
    assertThat(raised()).containsExactly(Condition.PORT_IN_USE);
    for (int i = 0; i < 6; i++) { // for more than ten minutes
      both(held, knowsNothing);
    }
    assertThat(bench.errors()).containsExactly("STATUS_UNKNOWN true");
    both(printer(), knowsNothing);
    assertThat(bench.errors()).containsExactly("STATUS_UNKNOWN false");
  }

  @Test
  void aQueueThatKnowsNothingIsBelievedOnceThePortInUseIsOldNews() {
    both(
        blind("ESC/POS", Authority.DEVICE, Condition.PORT_IN_USE),
        blind("CUPS", Authority.QUEUE, Condition.STATUS_UNKNOWN));
    assertThat(bench.errors()).isEmpty();
    for (int i = 0; i < 4; i++) { // the printer's own worker hangs
      bench.time.pass(RecorderBench.INTERVAL);
      bench.observe(OTHER, blind("CUPS", Authority.QUEUE, Condition.STATUS_UNKNOWN));
    }
    assertThat(bench.errors()).containsExactly("STATUS_UNKNOWN true");
  }

  @Test
  void thePresenceOfAPrinterOnItsBusIsNotItsHealth() {
    Set<Condition> presenceOnly = EnumSet.allOf(Condition.class);
    presenceOnly.removeIf(Condition::isAboutTheWayThere);
    Observation present = Observation.of("USB", List.of()).withUnobservable(presenceOnly);
    both(present, blind("CUPS", Authority.QUEUE, Condition.STATUS_UNKNOWN));
    assertThat(bench.device().state()).isEqualTo(DeviceState.UNKNOWN);
    both(present, queue());
    assertThat(bench.device().state()).isEqualTo(DeviceState.READY);
  }

  @Test
  void nothingIsSaidBeforeEachHasHadItsChance() {
    bench.observe(OTHER, blind("CUPS", Authority.QUEUE, Condition.STATUS_UNKNOWN));
    assertThat(bench.errors()).isEmpty();
    bench.observe(PRINTER, printer());
    bench.observe(OTHER, blind("CUPS", Authority.QUEUE, Condition.STATUS_UNKNOWN));
    assertThat(bench.errors()).isEmpty();
    assertThat(bench.device().state()).isEqualTo(DeviceState.READY);
  }

  @Test
  void aSourceCountsOnlyItsOwnSamples() {
    bench.time.pass(RecorderBench.INTERVAL);
    bench.observe(PRINTER, printer(Condition.CUTTER_FAULT));
    for (int i = 0; i < 10; i++) { // it talks often, but not of the cutter
      bench.observe(OTHER, snmp());
    }
    assertThat(raised()).isEmpty();
    bench.time.pass(RecorderBench.INTERVAL);
    bench.observe(PRINTER, printer(Condition.CUTTER_FAULT));
    assertThat(raised()).containsExactly(Condition.CUTTER_FAULT);
  }

  @Test
  void anOpenCoverFreezesWhatAnybodySaysOfThePaper() {
    both(printer(Condition.COVER_OPEN), snmp(Condition.MEDIA_OUT));
    assertThat(raised()).containsExactly(Condition.COVER_OPEN);
    both(
        printer(Condition.COVER_OPEN, Condition.DEVICE_OFFLINE, Condition.MEDIA_OUT),
        snmp(Condition.MEDIA_OUT));
    assertThat(raised()).containsExactly(Condition.COVER_OPEN);
    assertThat(bench.device().hidden())
        .containsExactlyInAnyOrder(
            new DeviceView.Hidden(Condition.DEVICE_OFFLINE, Condition.COVER_OPEN),
            new DeviceView.Hidden(Condition.MEDIA_OUT, Condition.COVER_OPEN));
  }

  @Test
  void whatAnEarlierRunToldAndNobodyCanJudgeAnyMoreEnds() throws IOException {
    both(printer(Condition.CUTTER_FAULT), queue());
    assertThat(bench.errors()).containsExactly("CUTTER_FAULT true");
    bench.restart();
    bench.errors();
    Observation held = blind("ESC/POS", Authority.DEVICE, Condition.PORT_IN_USE);
    Observation knowsNothing = blind("CUPS", Authority.QUEUE, Condition.STATUS_UNKNOWN);
    both(held, knowsNothing);
    assertThat(raised()).as("the printer may still say so").contains(Condition.CUTTER_FAULT);
    Observation otherDriver =
        Observation.of("ZPL", List.of()).withUnobservable(EnumSet.of(Condition.CUTTER_FAULT));
    both(otherDriver, knowsNothing);
    assertThat(raised()).isEmpty();
    assertThat(bench.errors()).contains("CUTTER_FAULT false");
  }
}
