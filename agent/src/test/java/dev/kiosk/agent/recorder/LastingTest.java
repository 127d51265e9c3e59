package dev.kiosk.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.disk.CheckedText;
import dev.kiosk.agent.disk.SmallFile;
import dev.kiosk.agent.wire.DeviceState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lasts, what alternates, and what a restart of the device makes of it. */
class LastingTest {

  private RecorderBench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new RecorderBench();
    bench.errors();
  }

  private List<String> severities() {
    return bench.alerts().stream()
        .filter(event -> event.startsWith("{\"type\":\"error\""))
        .map(
            event ->
                RecorderBench.field(event, "code")
                    + " "
                    + RecorderBench.field(event, "severity")
                    + " "
                    + RecorderBench.field(event, "active"))
        .toList();
  }

  private void times(int count, Condition... shown) {
    for (int i = 0; i < count; i++) {
      bench.sample(shown);
    }
  }

  @Test
  void aDocumentThatNobodyTakesBecomesAnErrorAfterFiveMinutes() {
    times(3, Condition.MEDIA_NOT_TAKEN);
    assertThat(severities()).containsExactly("MEDIA_NOT_TAKEN warning true");
    assertThat(bench.device().state()).isEqualTo(DeviceState.WARNING);
    times(10, Condition.MEDIA_NOT_TAKEN);
    assertThat(severities()).containsExactly("MEDIA_NOT_TAKEN error true");
    assertThat(bench.device().state()).isEqualTo(DeviceState.ERROR);
    times(1);
    assertThat(severities()).containsExactly("MEDIA_NOT_TAKEN error false");
  }

  @Test
  void anAgeIsSeenThoughNoSampleComes() {
    times(3, Condition.BUFFER_FULL);
    severities();
    bench.time.pass(Duration.ofSeconds(80)); // not yet too old to count
    bench.work();
    assertThat(severities()).isEmpty();
    bench.sample(Condition.BUFFER_FULL);
    bench.time.pass(Duration.ofSeconds(40));
    bench.work();
    assertThat(severities()).containsExactly("BUFFER_FULL error true");
  }

  @Test
  void startingUpIsWorthNoWordUntilItTakesTooLong() throws IOException {
    times(5, Condition.DEVICE_STARTING);
    assertThat(severities()).isEmpty();
    assertThat(bench.device().state()).isEqualTo(DeviceState.READY);
    times(10, Condition.DEVICE_STARTING);
    assertThat(severities()).containsExactly("DEVICE_STARTING error true");
    bench.restart();
    times(3);
    assertThat(severities()).contains("DEVICE_STARTING error false");
  }

  @Test
  void aSourceMaySayHowBadItIs() {
    Finding full = Finding.of(Condition.WASTE_FULL).withSeverity(Severity.ERROR);
    for (int i = 0; i < 2; i++) {
      bench.observe(Observation.of("SNMP", List.of(full)));
    }
    assertThat(severities()).containsExactly("WASTE_FULL error true");
    assertThat(bench.device().state()).isEqualTo(DeviceState.ERROR);
  }

  private void waste(int count, Severity severity) {
    for (int i = 0; i < count; i++) {
      Finding finding = Finding.of(Condition.WASTE_FULL).withSeverity(severity);
      bench.observe(Observation.of("SNMP", List.of(finding)));
    }
  }

  @Test
  void whatIsOnlyWorthKnowingAtLastEndsForThoseWhoWereToldOfItsBeginning() {
    waste(2, Severity.ERROR);
    assertThat(severities()).containsExactly("WASTE_FULL error true");
    waste(2, Severity.INFO);
    assertThat(severities()).isEmpty();
    times(2);
    assertThat(severities()).containsExactly("WASTE_FULL error false");
    waste(2, Severity.INFO);
    times(2);
    assertThat(severities()).as("nobody was told of its beginning").isEmpty();
  }

  @Test
  void howBadItIsIsToldOnceAcrossRestarts() throws IOException {
    waste(2, Severity.WARNING);
    waste(1, Severity.ERROR);
    assertThat(severities()).containsExactly("WASTE_FULL warning true", "WASTE_FULL error true");
    bench.restart();
    severities();
    waste(2, Severity.ERROR);
    waste(2, Severity.WARNING);
    waste(2, Severity.ERROR);
    assertThat(severities()).isEmpty();
    times(2);
    assertThat(severities()).containsExactly("WASTE_FULL error false");
  }

  @Test
  void whatWasTooOldBeforeARestartIsTooOldAfterIt() throws IOException {
    times(13, Condition.DEVICE_STARTING);
    assertThat(severities()).containsExactly("DEVICE_STARTING error true");
    bench.restart();
    severities();
    times(1, Condition.DEVICE_STARTING);
    assertThat(bench.device().state()).isEqualTo(DeviceState.ERROR);
    times(20, Condition.DEVICE_STARTING);
    assertThat(severities()).isEmpty();
    times(2);
    assertThat(severities()).containsExactly("DEVICE_STARTING error false");
  }

  @Test
  void theEndOfAConditionWhoseDeviceIsGoneIsAsBadAsItsBeginning() throws IOException {
    times(13, Condition.DEVICE_STARTING);
    severities();
    bench.devices = List.of();
    bench.restart();
    assertThat(severities()).contains("DEVICE_STARTING error false");
  }

  @Test
  void aFileThatDoesNotKnowHowBadItWasIsUnderstood() throws IOException {
    var lines = List.of("owner acme/K", "raised bagtag MEDIA_NOT_TAKEN - 1732450000000");
    SmallFile.replace(
        bench.disk, Path.of("/state/raised"), CheckedText.encode("kiosk-raised 1", lines));
    bench.restart();
    severities();
    times(3, Condition.MEDIA_NOT_TAKEN);
    assertThat(severities()).isEmpty();
    times(1);
    assertThat(severities()).containsExactly("MEDIA_NOT_TAKEN warning false");
  }

  @Test
  void aRollChangeIsOneStory() {
    times(2, Condition.MEDIA_OUT);
    assertThat(severities()).containsExactly("MEDIA_OUT error true");
    bench.time.pass(Duration.ofSeconds(1));
    bench.observe(0, Observation.of("test", List.of(Finding.of(Condition.COVER_OPEN))));
    bench.time.pass(Duration.ofSeconds(20));
    bench.observe(0, Observation.of("test", List.of(Finding.of(Condition.COVER_OPEN))));
    assertThat(severities()).as("the cover of a printer whose roll is being changed").isEmpty();
    times(3);
    assertThat(severities()).containsExactly("MEDIA_OUT error false");
  }

  @Test
  void aCoverThatStaysOpenAfterTheRollRanOutIsToldAfterAMinute() {
    times(2, Condition.MEDIA_OUT);
    severities();
    times(2, Condition.COVER_OPEN);
    assertThat(severities()).isEmpty();
    times(1, Condition.COVER_OPEN);
    assertThat(severities()).containsExactly("COVER_OPEN error true");
  }

  @Test
  void aLevelThatIsFarFromItsLimitNeedsNoRollChange() {
    times(4, Condition.SUPPLY_LOW);
    assertThat(severities()).containsExactly("SUPPLY_LOW warning true");
    times(20);
    assertThat(severities()).as("a sensor at its edge").isEmpty();
    Observation plenty =
        Observation.of("SNMP", List.of()).withSurelyGone(Set.of(Condition.SUPPLY_LOW));
    for (int i = 0; i < 6; i++) {
      bench.observe(plenty);
    }
    assertThat(severities()).containsExactly("SUPPLY_LOW warning false");
  }

  @Test
  void aRestartOfTheDeviceForgetsHowOftenItChanged() {
    for (int i = 0; i < 4; i++) { // comes and goes, and is believed each time
      bench.observe(up(i + 1, Condition.LINK_UNSTABLE));
      bench.observe(up(i + 1, Condition.LINK_UNSTABLE));
      bench.observe(up(i + 1));
      bench.observe(up(i + 1));
    }
    assertThat(bench.device().raised().get(0).flapping()).isTrue();
    assertThat(severities()).as("the eighth change is held back").hasSize(7);
    bench.observe(up(1));
    assertThat(bench.device().raised()).as("its end is to be believed anew").hasSize(1);
    bench.observe(up(2));
    assertThat(bench.device().raised()).isEmpty();
    assertThat(severities()).containsExactly("LINK_UNSTABLE warning false");
  }

  @Test
  void oneBadSampleOfWhatCameAndWentOftenIsNoNews() {
    for (int i = 0; i < 3; i++) {
      times(2, Condition.LINK_UNSTABLE);
      times(2);
    }
    assertThat(severities()).hasSize(6);
    for (int i = 0; i < 4; i++) {
      times(1, Condition.LINK_UNSTABLE);
      times(1);
    }
    assertThat(severities()).isEmpty();
  }

  private static Observation up(int minutes, Condition... shown) {
    var findings = java.util.Arrays.stream(shown).map(Finding::of).toList();
    return Observation.of("SNMP", findings).withUptime(Duration.ofMinutes(minutes));
  }
}
