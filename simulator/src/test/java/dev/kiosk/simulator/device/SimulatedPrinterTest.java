package dev.kiosk.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedPrinterTest {

  private final SimulatedPrinter printer =
      new SimulatedPrinter(
          new Identity("bagtag", "Maker", "Model", "1"),
          EnumSet.complementOf(EnumSet.of(DeviceCondition.DEVICE_ABSENT)));

  @ParameterizedTest
  @CsvSource({
    "MEDIA_OUT, MEDIA_OUT",
    "media-out, MEDIA_OUT",
    "media_out, MEDIA_OUT",
    "Paper-Out, MEDIA_OUT",
    "paper-low, MEDIA_LOW",
    "cover, COVER_OPEN",
    "hot, OVER_TEMPERATURE",
    "feed-button, FEED_BUTTON"
  })
  void takesTheNamesThatPeopleUse(String written, DeviceCondition meant) throws Exception {
    assertThat(printer.condition(written)).isEqualTo(meant);
  }

  @Test
  void anUnknownConditionIsOneSentenceThatListsTheKnownOnes() {
    assertThatThrownBy(() -> printer.condition("on-fire"))
        .isInstanceOf(UnknownConditionException.class)
        .hasMessageStartingWith("bagtag cannot be \"on-fire\"; it knows device-busy,")
        .hasMessageContaining("media-low, media-out,")
        .hasMessageEndingWith("device-paused.");
  }

  @Test
  void aConditionOfAnotherKindOfDeviceIsUnknownToo() {
    assertThatThrownBy(() -> printer.condition("unplug")).hasMessageContaining("it knows");
    assertThatThrownBy(() -> printer.set(DeviceCondition.DEVICE_ABSENT, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = DeviceCondition.class,
      names = {
        "MEDIA_OUT",
        "COVER_OPEN",
        "CUTTER_FAULT",
        "RECOVERABLE_FAULT",
        "OVER_TEMPERATURE",
        "HARDWARE_FAULT",
        "DEVICE_OFFLINE",
        "FEED_BUTTON"
      })
  void whatStopsPrintingTakesItOfflineUntilItEnds(DeviceCondition condition) {
    printer.set(condition, true);
    assertThat(printer.offline()).isTrue();
    printer.set(condition, false);
    assertThat(printer.offline()).isFalse();
  }

  @Test
  void lowPaperAndTheDrawerDoNotTakeItOffline() {
    printer.set(DeviceCondition.MEDIA_LOW, true);
    printer.set(DeviceCondition.DRAWER_PIN_HIGH, true);
    assertThat(printer.offline()).isFalse();
  }

  @Test
  void theHostCanEndOnlyTheErrorsThatAResetClears() {
    printer.set(DeviceCondition.CUTTER_FAULT, true);
    printer.set(DeviceCondition.RECOVERABLE_FAULT, true);
    printer.set(DeviceCondition.HARDWARE_FAULT, true);
    printer.set(DeviceCondition.MEDIA_OUT, true);

    assertThat(printer.recover()).isTrue();
    assertThat(printer.recover()).isFalse();
    assertThat(printer.conditions())
        .containsExactly(DeviceCondition.MEDIA_OUT, DeviceCondition.HARDWARE_FAULT);
  }

  @Test
  void listenersHearEachChangeOnce() {
    List<String> heard = new ArrayList<>();
    printer.onChange((condition, on) -> heard.add(condition + " " + on));

    assertThat(printer.set(DeviceCondition.COVER_OPEN, true)).isTrue();
    assertThat(printer.set(DeviceCondition.COVER_OPEN, true)).isFalse();
    printer.set(DeviceCondition.COVER_OPEN, false);

    assertThat(heard).containsExactly("COVER_OPEN true", "COVER_OPEN false");
  }
}
