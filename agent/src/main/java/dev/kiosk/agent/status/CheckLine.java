package dev.kiosk.agent.status;

import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import dev.kiosk.agent.telemetry.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A snapshot as one line for Nagios-style monitors: a status word, the headline, and performance
 * data {@code label=value[unit];[warn];[crit];[min];[max]} (Monitoring Plugins Development
 * Guidelines, sections "Plugin Output" and "Performance data").
 */
public final class CheckLine {

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
    // The bar separates the performance data, so it must not stand in the words.
    String words = assessment.headline().replace('|', '/').replaceAll("\\p{Cntrl}+", " ");
    return "KIOSK " + word + " - " + words + " | " + String.join(" ", numbers(snapshot));
  }

  private static List<String> numbers(StatusSnapshot snapshot) {
    var numbers = new ArrayList<String>();
    for (Reading reading : snapshot.readings()) {
      numbers.add(reading(reading, snapshot));
    }
    StatusSnapshot.Buffer buffer = snapshot.buffer();
    numbers.add("buffer=%dB;;;0;%d".formatted(buffer.bytes(), buffer.maxBytes()));
    for (StatusSnapshot.Lane lane : buffer.lanes()) {
      numbers.add("%s=%d;;;0".formatted(lane.name(), lane.held()));
    }
    long notReady =
        snapshot.devices().stream()
            .filter(device -> device.state() != DeviceStatus.State.READY)
            .count();
    numbers.add("devices_not_ready=%d;;;0;%d".formatted(notReady, snapshot.devices().size()));
    numbers.add("uptime=%ds;;;0".formatted(snapshot.agent().uptimeMillis() / 1000));
    return numbers;
  }

  private static String reading(Reading reading, StatusSnapshot snapshot) {
    Metric metric = reading.metric();
    String warn = "";
    for (StatusSnapshot.Threshold threshold : snapshot.thresholds()) {
      if (threshold.metric() == metric) {
        warn = String.format(Locale.ROOT, "%.1f", threshold.limit());
      }
    }
    boolean percent = metric.unit() == Unit.PERCENT;
    String value = String.format(Locale.ROOT, "%.1f", reading.value());
    return metric.wireName() + "=" + value + (percent ? "%;" + warn + ";;0;100" : ";" + warn);
  }
}
