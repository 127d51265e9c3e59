package dev.kiosk.agent.device.usb;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a USB device is there and well connected. It opens nothing, so it may be asked at
 * any time, whoever uses the device.
 *
 * <p>An interface without a driver is not reported: programs that drive a scanner or printer
 * themselves take the kernel's driver off it, so that is normal.
 */
public final class UsbProbe implements Probe {

  private final UsbEndpoint endpoint;
  private final UsbTree tree;
  private final Time time;
  private final UsbHistory history = new UsbHistory();

  /**
   * A probe that has not looked yet.
   *
   * @param root the file system's root; another folder in tests
   */
  public UsbProbe(UsbEndpoint endpoint, Path root, Time time) {
    this.endpoint = endpoint;
    this.tree = new UsbTree(root);
    this.time = time;
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
      return Observation.blind("USB " + endpoint, Finding.of(Condition.STATUS_UNKNOWN, raw));
    }
    List<UsbDevice> matching = tree.devices().stream().filter(endpoint::matches).toList();
    if (!matching.isEmpty()) {
      history.seen(matching.get(0), matching.size() > 1, nowNanos);
    }
    String port = endpoint.port() != null ? endpoint.port() : history.lastPort();
    if (port != null) {
      history.counted(port, tree.overCurrentCount(port), nowNanos);
    }
    List<Finding> line = lineFindings(port, nowNanos);
    return matching.isEmpty() ? absent(line) : present(matching, line);
  }

  private Observation absent(List<Finding> line) {
    String raw =
        tree.hasUsb()
            ? "no USB device matches " + endpoint
            : "this machine has no USB: " + tree.folder() + " does not exist";
    List<Finding> findings = new ArrayList<>(line);
    findings.add(Finding.of(Condition.DEVICE_ABSENT, raw));
    Set<Condition> unseen = EnumSet.of(Condition.DEVICE_PAUSED);
    return Observation.of("USB " + endpoint, findings).withUnobservable(unseen);
  }

  private Observation present(List<UsbDevice> matching, List<Finding> line) {
    UsbDevice device = matching.get(0);
    String note = ambiguity(matching);
    List<Finding> findings = new ArrayList<>(line);
    if (!device.authorized()) {
      String raw = "authorized = 0 in " + tree.folder().resolve(device.port());
      findings.add(Finding.of(Condition.DEVICE_PAUSED, note == null ? raw : raw + "; " + note));
    } else if (note != null) {
      findings.add(Finding.of(Condition.DEVICE_OK, note));
    }
    return new Observation(findings, "USB " + device.port(), device.model(), device.serial());
  }

  private List<Finding> lineFindings(@Nullable String port, long nowNanos) {
    List<Finding> findings = new ArrayList<>();
    if (history.overCurrent(nowNanos)) {
      findings.add(
          Finding.of(Condition.POWER_FAULT, "the hub counted an over-current at port " + port));
    }
    if (history.unstable(nowNanos)) {
      findings.add(
          Finding.of(Condition.LINK_UNSTABLE, "reconnected three times or more within 10 minutes"));
    }
    return findings;
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
