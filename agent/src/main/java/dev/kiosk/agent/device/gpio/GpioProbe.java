package dev.kiosk.agent.device.gpio;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.device.transport.NodeRight;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one input line and tells whether its condition holds.
 *
 * <p>The level is read at each look, not by its edges: none comes for a door that was open before
 * the start, and one that is lost would be lost for ever. So what comes and goes between two looks
 * is not seen.
 */
public final class GpioProbe implements Probe {

  private final GpioEndpoint endpoint;
  private final Path root;
  private final Path dev;
  private final Time time;
  private final Supplier<Pins> chip;
  private final LevelFilter filter;
  private @Nullable Pins pins;
  private @Nullable Pin pin;

  /** A probe that has not looked yet. Nothing of the library is loaded before its first look. */
  public static GpioProbe of(String endpoint, Machine machine) {
    // Not a method reference: that would look the class up now, and not when a chip is there.
    return new GpioProbe(
        GpioEndpoint.parse(endpoint),
        machine,
        () -> new Pi4jPins(),
        nanos -> LockSupport.parkNanos(machine, nanos));
  }

  GpioProbe(GpioEndpoint endpoint, Machine machine, Supplier<Pins> chip, LongConsumer pauseNanos) {
    this.endpoint = endpoint;
    this.root = machine.root();
    this.dev = machine.root().resolve("dev");
    this.time = machine.time();
    this.chip = chip;
    this.filter = new LevelFilter(endpoint.debounce(), machine.time(), pauseNanos);
  }

  @Override
  public String endpoint() {
    return endpoint.toString();
  }

  /** {@inheritDoc} A line does; see {@link Pi4jPins}. */
  @Override
  public boolean staysOpen() {
    return true;
  }

  /** {@inheritDoc} Waits only while the level is about to change. */
  @Override
  public Observation observe(Duration timeout) {
    long deadlineNanos = time.nanos() + timeout.toNanos();
    List<Path> chips = chips();
    if (chips.isEmpty()) {
      String hidden = NodeRight.hidden(root);
      return unknown(
          hidden != null
              ? hidden
              : "this machine has no GPIO chip that could be read: there is no "
                  + dev.resolve("gpiochip0"));
    }
    try {
      Boolean active = filter.look(line(), endpoint.activeHigh(), deadlineNanos);
      return active == null
          ? unknown("the level of GPIO line " + endpoint.pin() + " does not come to rest")
          : known(active);
    } catch (GpioException failure) {
      return unknown(
          chips.stream()
              .filter(chip -> !Files.isReadable(chip) || !Files.isWritable(chip))
              .findFirst()
              .map(NodeRight::missing)
              .orElse(failure.getMessage() + "; it is tried again at the next look"));
    }
  }

  /** What could not be opened is tried again at the next look; what is open stays so. */
  private Pin line() throws GpioException {
    Pins opener = pins;
    if (opener == null) {
      opener = chip.get();
      pins = opener;
    }
    Pin line = pin;
    if (line == null) {
      line = opener.open(endpoint);
      pin = line;
    }
    return line;
  }

  private List<Path> chips() {
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> chips = Files.newDirectoryStream(dev, "gpiochip*")) {
      chips.forEach(found::add);
    } catch (IOException | DirectoryIteratorException none) {
      return found;
    }
    return found;
  }

  private Observation known(boolean active) {
    String level = active == endpoint.activeHigh() ? "high" : "low";
    Condition shown = active ? endpoint.condition() : Condition.DEVICE_OK;
    return seen(
        Finding.of(shown, "GPIO line " + endpoint.pin() + " is " + level),
        EnumSet.of(endpoint.condition(), Condition.DEVICE_OK, Condition.STATUS_UNKNOWN));
  }

  private Observation unknown(String why) {
    Finding finding = Finding.unknown("GPIO line " + endpoint.pin(), why);
    return seen(finding, EnumSet.of(Condition.STATUS_UNKNOWN));
  }

  private Observation seen(Finding finding, EnumSet<Condition> judged) {
    Set<Condition> rest = Collections.unmodifiableSet(EnumSet.complementOf(judged));
    return Observation.of("GPIO " + endpoint.pin(), List.of(finding)).withUnobservable(rest);
  }
}
