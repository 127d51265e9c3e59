package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Certificate;
import dev.kiosk.agent.status.StatusSnapshot.Loss;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import dev.kiosk.agent.telemetry.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as one line for Nagios-style monitors: a status word, the headline, and performance
 * data {@code label=value[unit];[warn];[crit];[min];[max]} (Monitoring Plugins Development
 * Guidelines, sections "Plugin Output" and "Performance data"). Units are {@code %}, {@code B},
 * {@code s} and, for what is counted, {@code c}; a temperature has none, since there is none for
 * it. The limits given are those by which the kiosk is judged.
 */
public final class CheckLine {

  /** From this level of the buffer on the kiosk is not healthy, in percent. */
  private static final int BUFFER_WARN_PERCENT = 90;

  /** A certificate is told to end soon from here on. */
  private static final long CERTIFICATE_WARN_SECONDS = Duration.ofDays(30).toSeconds();

  private CheckLine() {}

  /** The line, without a line break. */
  public static String of(StatusSnapshot snapshot) {
    Assessment assessment = Assessment.of(snapshot);
    String word =
        switch (assessment.health()) {
          case HEALTHY -> "OK";
          case WARNING -> "WARNING";
          case CRITICAL -> "CRITICAL";
        };
    String words = service(snapshot.service()) + assessment.headline();
    return line(word, words) + " | " + String.join(" ", numbers(snapshot));
  }

  /**
   * The line when the state cannot be told.
   *
   * @param why in words
   */
  public static String unknown(String why) {
    return line("UNKNOWN", why);
  }

  /** The bar separates the performance data, so it must not stand in the words. */
  private static String line(String word, String words) {
    return "KIOSK " + word + " - " + words.replace('|', '/').replaceAll("[\\p{Cc}\\p{Cf}]+", " ");
  }

  private static String service(@Nullable Service service) {
    return service == null
        ? ""
        : "In service mode by %s for %s more; "
            .formatted(service.by(), Spans.words(service.leftMillis()));
  }

  private static List<String> numbers(StatusSnapshot snapshot) {
    var numbers = new ArrayList<String>();
    for (Reading reading : snapshot.readings()) {
      numbers.add(reading(reading, snapshot));
    }
    StatusSnapshot.Buffer buffer = snapshot.buffer();
    long warn = buffer.maxBytes() / 100 * BUFFER_WARN_PERCENT;
    numbers.add("buffer=%dB;%d;;0;%d".formatted(buffer.bytes(), warn, buffer.maxBytes()));
    for (StatusSnapshot.Lane lane : buffer.lanes()) {
      numbers.add("%s=%d;;;0".formatted(lane.name(), lane.held()));
    }
    long lost = buffer.losses().stream().filter(LossWords::certain).mapToLong(Loss::count).sum();
    numbers.add("lost=%dc;;;0".formatted(lost));
    devices(snapshot.devices(), numbers);
    Certificate certificate = snapshot.server().certificate();
    if (certificate != null) {
      long left = (certificate.notAfterMillis() - snapshot.takenMillis()) / 1000;
      numbers.add("certificate=%ds;%d:;0:".formatted(left, CERTIFICATE_WARN_SECONDS));
    }
    numbers.add("uptime=%ds;;;0".formatted(snapshot.agent().uptimeMillis() / 1000));
    use(snapshot.agent().use(), numbers);
    return numbers;
  }

  /** A range of 0 as limit: any above it is too many. */
  private static void devices(List<DeviceStatus> devices, List<String> numbers) {
    long ready = devices.stream().filter(each -> each.state() == DeviceStatus.State.READY).count();
    long blocked =
        devices.stream()
            .map(DeviceStatus::state)
            .filter(
                state -> state == DeviceStatus.State.ERROR || state == DeviceStatus.State.OFFLINE)
            .count();
    int all = devices.size();
    numbers.add("devices_not_ready=%d;;;0;%d".formatted(all - ready, all));
    numbers.add("devices_blocked=%d;;0;0;%d".formatted(blocked, all));
  }

  private static void use(StatusSnapshot.Use use, List<String> numbers) {
    if (use.residentBytes() != null) {
      numbers.add("agent_memory=%dB;;;0".formatted(use.residentBytes()));
    }
    if (use.cpuPercent() != null) {
      numbers.add(String.format(Locale.US, "agent_cpu=%.2f%%;;;0", use.cpuPercent()));
    }
  }

  private static String reading(Reading reading, StatusSnapshot snapshot) {
    Metric metric = reading.metric();
    String warn = "";
    for (StatusSnapshot.Threshold threshold : snapshot.thresholds()) {
      if (threshold.metric() == metric) {
        warn = String.format(Locale.US, "%.1f", threshold.limit());
      }
    }
    boolean percent = metric.unit() == Unit.PERCENT;
    String value = String.format(Locale.US, "%.1f", reading.value());
    return metric.wireName() + "=" + value + (percent ? "%;" + warn + ";;0;100" : ";" + warn);
  }
}
