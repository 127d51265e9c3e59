package dev.kiosk.agent.device.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pi4j.Pi4J;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Fuzz;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.time.Time;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpioProbeTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Path root;
  private final HandClock clock = new HandClock();
  private final List<Boolean> levels = new ArrayList<>();
  private int reads;

  GpioProbeTest(@TempDir Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("dev"));
  }

  @Test
  void aDoorThatIsOpenIsSeenAndOneThatIsClosedIsWell() throws IOException {
    chip();
    levels.add(true);
    GpioProbe probe = probe("gpio:17?active=high&pull=up");

    Observation open = probe.observe(TIMEOUT);
    assertThat(conditions(open)).containsExactly(Condition.ENCLOSURE_OPEN);
    assertThat(open.findings().get(0).raw()).isEqualTo("GPIO line 17 is high");
    assertThat(open.source()).isEqualTo("GPIO 17");
    assertThat(open.unobservable())
        .isEqualTo(
            EnumSet.complementOf(
                EnumSet.of(
                    Condition.ENCLOSURE_OPEN, Condition.DEVICE_OK, Condition.STATUS_UNKNOWN)));

    levels.set(0, false);
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.DEVICE_OK);
  }

  @Test
  void theLevelAndTheConditionAreThoseOfTheEndpoint() throws IOException {
    chip();
    levels.add(false);
    GpioProbe probe = probe("gpio:4?active=low&condition=output-full");
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.OUTPUT_FULL);
  }

  @Test
  void whatStandsForATenthOfASecondIsBelievedAndWhatGoesMustBeGoneForHalfOne() throws IOException {
    chip();
    levels.add(false);
    GpioProbe probe = probe("gpio:17");
    probe.observe(TIMEOUT);

    levels.set(0, true);
    long beforeNanos = clock.nanos();
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.ENCLOSURE_OPEN);
    assertThat(clock.nanos() - beforeNanos).isEqualTo(Duration.ofMillis(100).toNanos());

    levels.set(0, false);
    beforeNanos = clock.nanos();
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.DEVICE_OK);
    assertThat(clock.nanos() - beforeNanos).isEqualTo(Duration.ofMillis(500).toNanos());
  }

  @Test
  void aLevelThatStaysCostsOneReadingAndNoTime() throws IOException {
    chip();
    levels.add(false);
    GpioProbe probe = probe("gpio:17");
    probe.observe(TIMEOUT);
    reads = 0;
    long beforeNanos = clock.nanos();

    probe.observe(TIMEOUT);

    assertThat(reads).isEqualTo(1);
    assertThat(clock.nanos()).isEqualTo(beforeNanos);
  }

  @Test
  void aBounceChangesNothingAndAContactThatComesToRestIsBelieved() throws IOException {
    chip();
    levels.add(false);
    GpioProbe probe = probe("gpio:17");
    probe.observe(TIMEOUT);

    levels.addAll(List.of(true, true, false, true, true, true, false)); // and low from then on
    levels.remove(0);
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.DEVICE_OK);

    levels.addAll(List.of(true, false, true, false, true)); // and high from then on
    levels.remove(0);
    assertThat(levels).hasSize(5);
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.ENCLOSURE_OPEN);
  }

  @Test
  void aContactThatNeverRestsIsNotBelievedAndTheLookEndsInTime() throws IOException {
    chip();
    for (int i = 0; i < 2_000; i++) {
      levels.add(i % 2 == 0);
    }
    GpioProbe probe = probe("gpio:17");

    Observation seen = probe.observe(TIMEOUT);

    assertThat(conditions(seen)).containsExactly(Condition.STATUS_UNKNOWN);
    assertThat(seen.findings().get(0).raw()).contains("does not come to rest");
    assertThat(Duration.ofNanos(clock.nanos())).isLessThan(Duration.ofMillis(3_050));
  }

  @Test
  void whatIsBelievedOfAContactThatNoLongerRestsIsGivenUpInTime() throws IOException {
    chip();
    levels.add(false);
    GpioProbe probe = probe("gpio:17");
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.DEVICE_OK);

    neverRests();
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.DEVICE_OK);
    clock.advance(Duration.ofSeconds(7).toNanos());
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.STATUS_UNKNOWN);
  }

  @Test
  void aContactThatWasGivenUpMustComeToRestWhateverItsFirstLevelIs() throws IOException {
    chip();
    levels.add(false);
    GpioProbe probe = probe("gpio:17");
    probe.observe(TIMEOUT);
    neverRests();
    probe.observe(TIMEOUT);
    clock.advance(Duration.ofSeconds(7).toNanos());
    probe.observe(TIMEOUT);

    levels.set(0, false); // what was believed, but only for this moment
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.STATUS_UNKNOWN);

    levels.clear();
    levels.add(false);
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.DEVICE_OK);
    reads = 0;
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.DEVICE_OK);
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void aDoorThatRattledAWhileAgoMayRattleAgain() throws IOException {
    chip();
    levels.add(false);
    GpioProbe probe = probe("gpio:17");
    probe.observe(TIMEOUT);
    neverRests();
    probe.observe(TIMEOUT);
    levels.clear();
    levels.add(false);
    probe.observe(TIMEOUT);

    clock.advance(Duration.ofMinutes(1).toNanos());
    neverRests();
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.DEVICE_OK);
  }

  private void neverRests() {
    levels.clear();
    for (int i = 0; i < 20_000; i++) {
      levels.add(i % 2 == 0);
    }
  }

  @Test
  void withoutAChipTheStateIsUnknownInOneSentence() {
    Observation seen = probe("gpio:17").observe(TIMEOUT);

    assertThat(conditions(seen)).containsExactly(Condition.STATUS_UNKNOWN);
    assertThat(seen.findings().get(0).raw())
        .startsWith("GPIO line 17: this machine has no GPIO chip that could be read: there is no ")
        .endsWith("dev/gpiochip0");
    assertThat(seen.unobservable()).contains(Condition.ENCLOSURE_OPEN);
  }

  @Test
  void aLineThatCannotBeOpenedIsTriedAgain() throws IOException {
    chip();
    levels.add(true);
    int[] tries = {0};
    var probe =
        new GpioProbe(
            GpioEndpoint.parse("gpio:17"),
            Machine.of(root, clock),
            () ->
                endpoint -> {
                  if (tries[0]++ == 0) {
                    throw new GpioException("GPIO line 17 cannot be opened", new IOException());
                  }
                  return this::read;
                },
            clock::advance);

    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.STATUS_UNKNOWN);
    assertThat(conditions(probe.observe(TIMEOUT))).containsExactly(Condition.ENCLOSURE_OPEN);
  }

  /** Through the library itself, with the lines of its plugin for tests. */
  @Test
  void aLineOfPi4jIsRead() throws Exception {
    var mock = MockDigitalInputProvider.newInstance();
    var pins =
        new Pi4jPins(
            Pi4J.newContextBuilder().add(mock).disableShutdownHook(), MockDigitalInputProvider.ID);

    Pin pin = pins.open(GpioEndpoint.parse("gpio:17?pull=up"));
    assertThat(pin.isHigh()).isFalse();
    MockDigitalInput line = mock.context().registry().get("gpio-17");
    line.mockState(DigitalState.HIGH);
    assertThat(pin.isHigh()).isTrue();

    assertThatThrownBy(() -> pins.open(GpioEndpoint.parse("gpio:17")))
        .isInstanceOf(GpioException.class)
        .hasMessageStartingWith("GPIO line 17 cannot be opened");
  }

  /** As on a kiosk without a chip: the plugin for tests is on the class path and is not taken. */
  @Test
  void thePluginForTestsIsNeverTakenForAChip() {
    assertThatThrownBy(() -> new Pi4jPins().open(GpioEndpoint.parse("gpio:17")))
        .isInstanceOf(GpioException.class)
        .hasMessageStartingWith("GPIO line 17 cannot be opened through Pi4J");
  }

  @Test
  void nothingOfTheLibraryIsLoadedWithoutAChip() throws Exception {
    try (var loader = withoutPi4j()) {
      Class<?> isolated = loader.loadClass(WithoutLibrary.class.getName());
      Object said = isolated.getMethod("ask", Path.class).invoke(null, root);

      assertThat(said).asString().contains("STATUS_UNKNOWN").contains("no GPIO chip");
      assertThatThrownBy(() -> loader.loadClass("com.pi4j.Pi4J"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  /** Runs where the library does not exist. */
  public static final class WithoutLibrary {

    private WithoutLibrary() {}

    /** Makes a probe and looks. */
    public static String ask(Path root) {
      return GpioProbe.of("gpio:17", Machine.of(root, Time.system())).observe(TIMEOUT).toString();
    }
  }

  private static URLClassLoader withoutPi4j() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!entry.contains("pi4j")) {
        urls.add(new File(entry).toURI().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpio:17?active=low&condition=enclosure-open&pull=up&debounce=100ms",
        "gpio:0?active=high&condition=media-low&pull=off&debounce=1s"
      })
  void itsTextCanBeReadAgain(String text) {
    assertThat(GpioEndpoint.parse(text)).hasToString(text);
  }

  @Test
  void whatIsLeftOutHasItsUsualValue() {
    assertThat(GpioEndpoint.parse("gpio:17?active=low"))
        .hasToString("gpio:17?active=low&condition=enclosure-open&pull=off&debounce=100ms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gpio:",
        "gpio:x",
        "gpio:256",
        "gpio:17?",
        "gpio:17?active=yes",
        "gpio:17?condition=media-out",
        "gpio:17?pull=left",
        "gpio:17?debounce=5m",
        "gpio:17?debounce=1ms",
        "gpio:17?active=low&active=x",
        "gpio:17?out=1"
      })
  void anythingElseIsRefusedWithASentenceThatQuotesIt(String text) {
    assertThatThrownBy(() -> GpioEndpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("endpoint \"" + text + "\": ")
        .hasMessageContaining("expected");
  }

  @Test
  void noTextBreaksTheParser() {
    Fuzz.of(
            "gpio:17?active=low&condition=enclosure-open&pull=up&debounce=100ms"
                .getBytes(StandardCharsets.US_ASCII))
        .feed(
            input -> {
              try {
                var endpoint = GpioEndpoint.parse(new String(input, StandardCharsets.ISO_8859_1));
                assertThat(GpioEndpoint.parse(endpoint.toString())).isEqualTo(endpoint);
              } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).startsWith("endpoint \"");
              }
            });
  }

  private void chip() throws IOException {
    Files.createFile(root.resolve("dev/gpiochip0"));
  }

  private GpioProbe probe(String endpoint) {
    return new GpioProbe(
        GpioEndpoint.parse(endpoint),
        Machine.of(root, clock),
        () -> opened -> this::read,
        clock::advance);
  }

  /** The levels one after the other; the last one stays. */
  private boolean read() {
    reads++;
    return levels.size() > 1 ? levels.remove(0) : levels.get(0);
  }

  private static List<Condition> conditions(Observation observation) {
    return observation.findings().stream().map(Finding::condition).toList();
  }

  private static final class HandClock implements Time {

    private long nanos;

    void advance(long stepNanos) {
      nanos += stepNanos;
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long wallMillis() {
      return 0;
    }
  }
}
