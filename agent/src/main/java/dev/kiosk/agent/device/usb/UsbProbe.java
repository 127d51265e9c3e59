package dev.kiosk.agent.device.usb;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.config.DurationForm;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a USB device is there and well connected. It opens nothing, so it may be asked at
 * any time, whoever uses the device.
 *
 * <p>An interface without a driver is not reported: programs that drive a scanner or printer
 * themselves take the kernel's driver off it, so that is normal. Which interfaces a device should
 * have, and how long it may be without traffic, is judged only where the endpoint says so.
 */
public final class UsbProbe implements Probe {

  private final UsbEndpoint endpoint;
  private final UsbTree tree;
  private final Time time;
  private final NodeHolder holder;
  private final UsbHistory history = new UsbHistory();

  /**
   * A probe that has not looked yet.
   *
   * @param root the file system's root; another folder in tests
   * @param holders who has a device node open, for people, or empty when nobody has
   */
  public UsbProbe(
      UsbEndpoint endpoint, Path root, Time time, Function<Path, Optional<String>> holders) {
    this.endpoint = endpoint;
    this.tree = new UsbTree(root);
    this.time = time;
    this.holder = new NodeHolder(tree, holders);
  }

  @Override
  public String endpoint() {
    return endpoint.toString();
  }

  /** {@inheritDoc} Reads a few files of the kernel, which takes no waiting. */
  @Override
  public Observation observe(Duration timeout) {
    long nowNanos = time.nanos();
    if (!tree.isReadable()) {
      String raw = tree.folder() + " cannot be read, so nothing is known about USB devices";
      return new Look(nowNanos)
          .found(Condition.STATUS_UNKNOWN, raw, "Let the agent's unit show it /sys.")
          .observation("USB " + endpoint, null);
    }
    List<UsbDevice> matching = tree.devices().stream().filter(endpoint::matches).toList();
    if (!matching.isEmpty()) {
      history.seen(matching.get(0), matching.size() > 1, nowNanos);
    }
    String port = endpoint.port() != null ? endpoint.port() : history.lastPort();
    if (port != null) {
      history.counted(port, tree.overCurrentCount(port), nowNanos);
    }
    var look = new Look(nowNanos);
    look.judgeLine(port);
    if (matching.isEmpty()) {
      look.absent();
      return look.observation("USB " + endpoint, null);
    }
    UsbDevice device = matching.get(0);
    look.judgeDevice(device, note(matching, nowNanos));
    return look.observation("USB " + device.port(), device);
  }

  /** What one look judged, and what it found. */
  private final class Look {

    private final long nowNanos;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Condition> judged = EnumSet.of(Condition.STATUS_UNKNOWN);

    Look(long nowNanos) {
      this.nowNanos = nowNanos;
    }

    Look found(Condition condition, String raw) {
      return found(condition, raw, null);
    }

    Look found(Condition condition, String raw, @Nullable String next) {
      findings.add(new Finding(condition, null, raw, null, next));
      return this;
    }

    void judgeLine(@Nullable String port) {
      judged.addAll(EnumSet.of(Condition.DEVICE_ABSENT, Condition.LINK_UNSTABLE));
      if (history.countsOverCurrents()) {
        judged.add(Condition.POWER_FAULT);
      }
      if (history.overCurrent(nowNanos)) {
        found(Condition.POWER_FAULT, "the hub counted an over-current at port " + port);
      }
      if (history.unstable(nowNanos)) {
        found(Condition.LINK_UNSTABLE, "reconnected three times or more within 10 minutes");
      }
    }

    void absent() {
      if (tree.hasUsb()) {
        found(Condition.DEVICE_ABSENT, "no USB device matches " + endpoint);
      } else {
        found(
            Condition.DEVICE_ABSENT,
            "this machine has no USB: " + tree.folder() + " does not exist",
            "The kernel shows no USB on this machine: see that it has one, and that its driver is"
                + " loaded.");
      }
    }

    void judgeDevice(UsbDevice device, @Nullable String note) {
      judged.addAll(EnumSet.of(Condition.DEVICE_OK, Condition.DEVICE_PAUSED));
      String suffix = note == null ? "" : "; " + note;
      int before = findings.size();
      if (!device.authorized()) {
        String raw = "authorized = 0 in " + tree.folder().resolve(device.port());
        found(Condition.DEVICE_PAUSED, raw + suffix);
      } else {
        judgeMode(device, suffix);
        judgeTraffic(device, suffix);
      }
      if (findings.size() == before && note != null) {
        found(Condition.DEVICE_OK, note);
      }
    }

    private void judgeMode(UsbDevice device, String suffix) {
      UsbMode expected = endpoint.expect();
      Set<String> classes = device.interfaceClasses();
      if (expected == null || classes.isEmpty()) {
        return; // a device without interfaces is still being set up
      }
      judged.add(Condition.CONFIG_FAULT);
      if (!expected.isAmong(classes)) {
        String seen = String.join(", ", classes.stream().sorted().toList());
        found(
            Condition.CONFIG_FAULT,
            "its interfaces are of class " + seen + ", not " + expected.word() + suffix);
      }
    }

    private void judgeTraffic(UsbDevice device, String suffix) {
      Duration active = endpoint.active();
      if (active == null || device.urbs() == null) {
        return;
      }
      judged.add(Condition.ACTIVITY_STALE);
      if (history.idle(nowNanos).compareTo(active) >= 0) {
        found(
            Condition.ACTIVITY_STALE,
            "no traffic on its bus for " + DurationForm.format(active) + " or longer" + suffix);
      }
    }

    Observation observation(String source, @Nullable UsbDevice device) {
      return Observation.of(source, findings)
          .withIdentity(
              device == null ? null : device.model(), device == null ? null : device.serialOrId())
          .withUnobservable(Collections.unmodifiableSet(EnumSet.complementOf(copy(judged))));
    }
  }

  private static EnumSet<Condition> copy(Set<Condition> conditions) {
    return EnumSet.copyOf(conditions);
  }

  /** What else a technician should know about the device, or null. */
  private @Nullable String note(List<UsbDevice> matching, long nowNanos) {
    String held = holder.of(matching.get(0), nowNanos);
    String ambiguity = ambiguity(matching);
    if (held == null || ambiguity == null) {
      return held == null ? ambiguity : held;
    }
    return ambiguity + "; " + held;
  }

  private @Nullable String ambiguity(List<UsbDevice> matching) {
    if (matching.size() == 1) {
      return null;
    }
    List<String> ports = matching.stream().map(UsbDevice::port).toList();
    return matching.size()
        + " devices match "
        + endpoint
        + ", at the ports "
        + String.join(", ", ports)
        + "; the first is taken; name a serial number or a port to choose";
  }
}
