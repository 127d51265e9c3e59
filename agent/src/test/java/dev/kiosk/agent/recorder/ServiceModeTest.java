package dev.kiosk.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.recorder.ServiceMode.Holding;
import dev.kiosk.agent.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceModeTest {

  private static final Path STATE = Path.of("/state");
  private static final Path FILE = STATE.resolve("service");
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  private final ManualTime time = new ManualTime();
  private final FakeDisk disk = new FakeDisk();
  private ServiceMode service = ServiceMode.load(disk, STATE, time);

  private void restart() {
    disk.killProcess();
    service = ServiceMode.load(disk, STATE, time);
    service.step(time.nanos());
  }

  /** Lets time pass as a loop would, with a step whenever one is due. */
  private void pass(Duration duration) {
    long end = time.nanos() + duration.toNanos();
    while (time.nanos() < end) {
      time.passTo(Math.min(end, service.wakeAtNanos(time.nanos())));
      service.step(time.nanos());
    }
  }

  private Holding now() {
    return Objects.requireNonNull(service.now());
  }

  @Test
  void nobodyWorksOnAKioskUntilSomebodySaysSo() {
    assertThat(service.holds()).isFalse();
    assertThat(service.step(time.nanos())).isZero();
    assertThat(service.end("root")).isNull();
    assertThat(disk.files()).isEmpty();
    service.begin("Anna", HALF_AN_HOUR, "root");
    assertThat(now()).isEqualTo(new Holding("Anna", time.wallMillis(), HALF_AN_HOUR));
    assertThat(service.end("root")).extracting(Holding::by).isEqualTo("Anna");
    assertThat(service.holds()).isFalse();
    assertThat(disk.files()).isEmpty();
  }

  @Test
  void itEndsByItself() {
    service.begin("Anna", HALF_AN_HOUR, "root");
    pass(HALF_AN_HOUR.minusMillis(1));
    assertThat(service.holds()).isTrue();
    assertThat(disk.files()).as("its last minute needs no file").isEmpty();
    time.pass(Duration.ofMillis(1));
    assertThat(service.holds()).as("even before a step notices").isFalse();
    assertThat(service.wakeAtNanos(time.nanos())).isLessThanOrEqualTo(time.nanos());
    assertThat(service.step(time.nanos())).isEqualTo(1);
    assertThat(service.step(time.nanos())).isZero();
  }

  @Test
  void anotherOneReplacesIt() {
    service.begin("Anna", HALF_AN_HOUR, "root");
    pass(Duration.ofMinutes(20));
    service.begin("Ben", Duration.ofMinutes(5), "root");
    assertThat(now()).isEqualTo(new Holding("Ben", time.wallMillis(), Duration.ofMinutes(5)));
    pass(Duration.ofMinutes(5));
    assertThat(service.holds()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {-3650, -1, 1, 3650})
  void theWallClockDoesNotMakeItLonger(int days) {
    service.begin("Anna", HALF_AN_HOUR, "root");
    time.stepWall(Duration.ofDays(days));
    pass(Duration.ofMinutes(10));
    restart();
    time.stepWall(Duration.ofDays(days));
    assertThat(now().left()).isBetween(Duration.ofMinutes(18), Duration.ofMinutes(20));
    pass(Duration.ofMinutes(20));
    assertThat(service.holds()).isFalse();
  }

  @Test
  void itOutlivesARestartWithWhatIsLeft() {
    service.begin("Anna Öberg", HALF_AN_HOUR, "root");
    long since = time.wallMillis();
    pass(Duration.ofSeconds(630));
    time.pass(Duration.ofHours(5)); // switched off, nobody counts
    restart();
    assertThat(now().by()).isEqualTo("Anna Öberg");
    assertThat(now().sinceMillis()).isEqualTo(since);
    assertThat(now().left()).isEqualTo(Duration.ofMinutes(19));
    service.end("root");
    restart();
    assertThat(service.holds()).isFalse();
  }

  @Test
  void aKioskThatRestartsForEverIsNotInServiceForEver() {
    service.begin("Anna", HALF_AN_HOUR, "root");
    int restarts = 0;
    while (service.holds()) {
      restart(); // before a second has passed
      assertThat(++restarts).isLessThanOrEqualTo(30);
    }
    assertThat(restarts).isGreaterThan(25);
    assertThat(disk.files()).isEmpty();
  }

  @Test
  void withoutADiskItHoldsUntilARestart() {
    disk.refuse("No space left on device");
    assertThat(service.begin("Anna", HALF_AN_HOUR, "root")).contains("No space left on device");
    assertThat(service.holds()).isTrue();
    disk.heal();
    pass(Duration.ofSeconds(5));
    restart();
    assertThat(service.holds()).as("it was saved when the disk took it").isTrue();
    assertThat(service.begin("Anna", HALF_AN_HOUR, "root")).isNull();
  }

  @Test
  void anEndThatCouldNotBeSavedIsSavedLater() {
    service.begin("Anna", HALF_AN_HOUR, "root");
    disk.refuse("Read-only file system");
    assertThat(service.end("root")).isNotNull();
    assertThat(service.holds()).isFalse();
    pass(Duration.ofMinutes(1));
    disk.heal();
    pass(Duration.ofSeconds(5));
    restart();
    assertThat(service.holds()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 100, 260})
  void aDamagedFileMeansThatOperatorsAreCalled(int bit) throws IOException {
    service.begin("Anna", HALF_AN_HOUR, "root");
    disk.flipBit(FILE, bit);
    restart();
    assertThat(service.holds()).isFalse();
    assertThat(disk.files()).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadDoesNotComeBackLater() {
    service.begin("Anna", HALF_AN_HOUR, "root");
    disk.refuseReads("Input/output error");
    restart();
    assertThat(service.holds()).isFalse();
    disk.heal();
    pass(Duration.ofSeconds(5));
    restart();
    assertThat(service.holds()).isFalse();
  }

  @Test
  void whateverOperationFailsItHoldsAndEnds() {
    for (int n = 1; n <= 12; n++) {
      disk.failOperation(n);
      service.begin("Anna", HALF_AN_HOUR, "root");
      assertThat(service.holds()).isTrue();
      disk.failOperation(n);
      service.end("root");
      assertThat(service.holds()).isFalse();
      pass(Duration.ofMinutes(1));
      restart();
      assertThat(service.holds()).as("operation %d", n).isFalse();
      assertThat(disk.openHandles()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "two\nlines",
        "\u001b[31mred",
        "tab\there",
        "\u202eannA",
        "x\u2028y",
        "half a \ud800",
        "01234567890123456789012345678901234567890123456789012345678901234"
      })
  void whatIsNoNameIsRefused(String by) {
    assertThat(ServiceMode.isName(by)).isFalse();
    assertThatThrownBy(() -> service.begin(by, HALF_AN_HOUR, "root"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(service.holds()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "Anna of Nordic Kiosk Service",
        "Žofie 山田 👷",
        "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void aNameIsWhateverPeopleAreCalled(String by) {
    assertThat(ServiceMode.isName(by)).isTrue();
    service.begin(by, HALF_AN_HOUR, "root");
    restart();
    assertThat(now().by()).isEqualTo(by);
  }

  @Test
  void aLengthIsAMinuteToTwelveHours() {
    assertThat(ServiceMode.isLength(Duration.ofSeconds(59))).isFalse();
    assertThat(ServiceMode.isLength(Duration.ofMinutes(1))).isTrue();
    assertThat(ServiceMode.isLength(Duration.ofHours(12))).isTrue();
    assertThat(ServiceMode.isLength(Duration.ofHours(12).plusMillis(1))).isFalse();
    assertThatThrownBy(() -> service.begin("Anna", Duration.ofDays(1), "root"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
