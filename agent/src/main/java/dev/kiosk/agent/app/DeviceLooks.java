package dev.kiosk.agent.app;

import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Asks all configured devices once, one after the other, and tells in lines what was seen. */
final class DeviceLooks {

  /**
   * Some drivers may take a little longer than they are told: a kernel that waits cannot be
   * hurried.
   */
  private static final Duration GRACE = Duration.ofSeconds(4);

  private DeviceLooks() {}

  /**
   * What each source of each device says now. A device that somebody holds is left alone, as the
   * service leaves it.
   *
   * @param most for all together; what is left then is not asked
   */
  static String of(AgentConfig config, Machine machine, Duration most) throws InterruptedException {
    var text = new StringBuilder();
    long endNanos = machine.time().nanos() + most.toNanos();
    for (DeviceConfig device : config.devices()) {
      for (DeviceConfig.Source source : device.sources()) {
        text.append(name(device, source)).append('\n');
        Duration left = Duration.ofNanos(endNanos - machine.time().nanos());
        if (left.toMillis() <= 0) {
          text.append("  not asked: the others took too long\n");
        } else {
          text.append(look(source, machine, left));
        }
      }
    }
    return text.isEmpty() ? "no devices are configured\n" : text.toString();
  }

  /** The devices that there are, without asking them. */
  static String names(AgentConfig config) {
    var text = new StringBuilder();
    for (DeviceConfig device : config.devices()) {
      device.sources().forEach(source -> text.append(name(device, source)).append('\n'));
    }
    return text.toString();
  }

  private static String name(DeviceConfig device, DeviceConfig.Source source) {
    return "%s (%s): %s %s"
        .formatted(
            device.id(),
            device.kind().wireName(),
            source.driver(),
            Secrets.mask(source.endpoint()));
  }

  private static String look(DeviceConfig.Source source, Machine machine, Duration left)
      throws InterruptedException {
    try {
      Probe probe = new Drivers(machine).create(source.driver(), source.endpoint());
      long startNanos = machine.time().nanos();
      Duration usual = source.timeout().plus(GRACE);
      Duration most = usual.compareTo(left) < 0 ? usual : left;
      Observation seen = Bounded.call("look", most, () -> probe.observe(source.timeout()));
      long millis = (machine.time().nanos() - startNanos) / 1_000_000;
      var text = new StringBuilder();
      text.append(
          String.format(
              Locale.US, "  %s (took %d ms)", Verdict.of(seen.findings()).word(), millis));
      text.append(seen.model() == null ? "" : ", model " + seen.model());
      text.append(seen.serial() == null ? "" : ", serial number " + seen.serial()).append('\n');
      for (Finding finding : seen.findings()) {
        text.append("  ").append(finding.condition());
        text.append(finding.subject() == null ? "" : " (" + finding.subject() + ")");
        text.append(finding.raw() == null ? "" : ": " + finding.raw()).append('\n');
      }
      return text.toString();
    } catch (IOException | RuntimeException failed) {
      return "  could not be asked: " + Messages.reason(failed) + "\n";
    }
  }
}
