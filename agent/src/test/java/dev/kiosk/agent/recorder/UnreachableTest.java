package dev.kiosk.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Authority;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.wire.DeviceState;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device that cannot be reached, for one reason now and for another the next time. */
class UnreachableTest {

  private static final Observation WELL = Observation.of("ESC/POS", List.of());

  private RecorderBench bench;

  @BeforeEach
  void aDeviceThatWasWell() throws IOException {
    bench = new RecorderBench();
    bench.observe(WELL);
    bench.errors();
  }

  private static Observation blind(Condition why) {
    return Observation.blind("ESC/POS", Finding.of(why));
  }

  private void fail(Condition... whys) {
    for (Condition why : whys) {
      bench.observe(blind(why));
    }
  }

  @Test
  void failuresOfTwoKindsInTurnAreBelievedAtTheThird() {
    fail(Condition.LINK_DOWN, Condition.NOT_RESPONDING);
    assertThat(bench.errors()).isEmpty();
    fail(Condition.LINK_DOWN);
    assertThat(bench.errors()).containsExactly("LINK_DOWN true");
    assertThat(bench.device().state()).isEqualTo(DeviceState.OFFLINE);
    for (int i = 0; i < 20; i++) {
      fail(Condition.NOT_RESPONDING, Condition.LINK_DOWN);
      assertThat(bench.device().state()).isEqualTo(DeviceState.OFFLINE);
    }
    assertThat(bench.errors()).isEmpty();
    bench.observe(WELL);
    bench.observe(WELL);
    assertThat(bench.errors()).containsExactly("LINK_DOWN false");
    assertThat(bench.device().state()).isEqualTo(DeviceState.READY);
  }

  @Test
  void whicheverComesThirdIsTheOneThatIsTold() {
    fail(Condition.LINK_DOWN, Condition.LINK_DOWN, Condition.NOT_RESPONDING);
    assertThat(bench.errors()).containsExactly("NOT_RESPONDING true");
    fail(Condition.LINK_DOWN, Condition.NOT_RESPONDING, Condition.LINK_DOWN);
    assertThat(bench.errors()).as("known already").isEmpty();
  }

  @Test
  void aNodeThatComesAndGoesCountsForItsSilence() {
    fail(Condition.NOT_RESPONDING, Condition.DEVICE_ABSENT, Condition.NOT_RESPONDING);
    assertThat(bench.errors()).containsExactly("NOT_RESPONDING true");
  }

  @Test
  void oneAbsenceAfterASilenceIsNotYetAnAbsence() {
    fail(Condition.NOT_RESPONDING, Condition.DEVICE_ABSENT);
    assertThat(bench.errors()).isEmpty();
  }

  @Test
  void anAnswerInBetweenBeginsTheCountAnew() {
    for (int i = 0; i < 5; i++) {
      fail(Condition.LINK_DOWN, Condition.NOT_RESPONDING);
      bench.observe(WELL);
    }
    assertThat(bench.errors()).isEmpty();
    assertThat(bench.device().state()).isEqualTo(DeviceState.READY);
  }

  @Test
  void anotherReasonThatStaysTakesThePlaceOfTheFirst() {
    fail(Condition.LINK_DOWN, Condition.LINK_DOWN, Condition.LINK_DOWN);
    assertThat(bench.errors()).containsExactly("LINK_DOWN true");
    fail(Condition.NOT_RESPONDING, Condition.NOT_RESPONDING);
    assertThat(bench.errors()).as("no moment without a reason").isEmpty();
    fail(Condition.NOT_RESPONDING, Condition.NOT_RESPONDING, Condition.NOT_RESPONDING);
    assertThat(bench.errors()).containsExactly("NOT_RESPONDING true", "LINK_DOWN false");
  }

  @Test
  void oneAnswerBetweenFailuresOfAnotherKindEndsNothing() {
    fail(Condition.LINK_DOWN, Condition.LINK_DOWN, Condition.LINK_DOWN);
    bench.errors();
    for (int i = 0; i < 5; i++) {
      bench.observe(WELL);
      fail(Condition.NOT_RESPONDING);
    }
    assertThat(bench.errors()).isEmpty();
  }

  @Test
  void failuresAreCountedAtThePaceOfTheSourceThatFails() throws IOException {
    bench.devices =
        List.of(
            new DeviceSettings("bagtag", "printer", null, 2, RecorderBench.INTERVAL, null, null));
    bench.restart();
    Observation queue = Observation.of("CUPS", List.of()).withAuthority(Authority.QUEUE);
    bench.observe(0, WELL);
    bench.observe(1, queue);
    bench.errors();
    fail(Condition.LINK_DOWN);
    for (int i = 0; i < 10; i++) {
      bench.observe(1, queue);
    }
    fail(Condition.NOT_RESPONDING);
    for (int i = 0; i < 10; i++) {
      bench.observe(1, queue);
    }
    assertThat(bench.errors()).isEmpty();
    fail(Condition.LINK_DOWN);
    assertThat(bench.errors()).containsExactly("LINK_DOWN true");
  }

  @Test
  void twoSourcesThatFailEachInItsOwnWayAreBothTold() throws IOException {
    bench.devices =
        List.of(
            new DeviceSettings("bagtag", "printer", null, 2, RecorderBench.INTERVAL, null, null));
    bench.restart();
    bench.errors();
    for (int i = 0; i < 12; i++) {
      fail(Condition.LINK_DOWN);
      bench.observe(
          1,
          Observation.blind("SNMP", Finding.of(Condition.NOT_RESPONDING))
              .withAuthority(Authority.SNMP_BITS));
    }
    assertThat(bench.errors()).containsExactlyInAnyOrder("LINK_DOWN true", "NOT_RESPONDING true");
  }
}
