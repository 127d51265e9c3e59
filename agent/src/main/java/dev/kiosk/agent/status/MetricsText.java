package dev.kiosk.agent.status;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.status.StatusSnapshot.Lane;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;
import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import dev.kiosk.agent.telemetry.Reading;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a snapshot for Prometheus: the text exposition format, version 0.0.4, as its documentation
 * "Exposition formats" describes it. What is not known is left out.
 */
final class MetricsText {

  /** The content type that goes with the text. */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final String PREFIX = "kiosk_agent_";

  private final StringBuilder text = new StringBuilder();

  private MetricsText() {}

  /** The metrics of a snapshot. */
  static String of(StatusSnapshot snapshot) {
    var metrics = new MetricsText();
    metrics.agent(snapshot);
    metrics.devices(snapshot);
    metrics.connections(snapshot);
    metrics.buffer(snapshot.buffer());
    metrics.host(snapshot);
    for (Map.Entry<Counter, Long> counter : snapshot.counters().entrySet()) {
      String name = counter.getKey().name().toLowerCase(Locale.ROOT) + "_total";
      metrics.head(name, "counter", counter.getKey().sentence());
      metrics.sample(name, "", counter.getValue());
    }
    return metrics.text.toString();
  }

  private void agent(StatusSnapshot snapshot) {
    head("info", "gauge", "Which agent this is.");
    String who =
        labels(
            "version", snapshot.agent().version(),
            "tenant_id", snapshot.kiosk().tenantId(),
            "host", snapshot.kiosk().host());
    sample("info", who, 1);
    head("uptime_seconds", "gauge", "How long the agent has been running.");
    sample("uptime_seconds", "", snapshot.agent().uptimeMillis() / 1000.0);
    head("health", "gauge", "0 healthy, 1 warning, 2 critical.");
    sample("health", "", Assessment.of(snapshot).health().exitCode());
    head("connected", "gauge", "Whether events flow to the server.");
    sample("connected", "", snapshot.server().state() == ServerState.CONNECTED ? 1 : 0);
  }

  private void devices(StatusSnapshot snapshot) {
    head("device_state", "gauge", "The state of each device: 1 for the one that holds.");
    for (DeviceStatus device : snapshot.devices()) {
      for (DeviceStatus.State state : DeviceStatus.State.values()) {
        String which =
            labels("device", device.id(), "kind", device.kind(), "state", state.wireName());
        sample("device_state", which, device.state() == state ? 1 : 0);
      }
    }
    head("device_age_seconds", "gauge", "How long ago each device answered last.");
    for (DeviceStatus device : snapshot.devices()) {
      optional("device_age_seconds", labels("device", device.id()), device.ageMillis(), 1000);
    }
    head("device_condition", "gauge", "1 for each condition that holds on a device.");
    for (DeviceStatus device : snapshot.devices()) {
      device.conditions().stream()
          .map(RaisedCondition::code)
          .distinct()
          .forEach(
              code -> sample("device_condition", labels("device", device.id(), "code", code), 1));
    }
  }

  private void connections(StatusSnapshot snapshot) {
    head("device_connections_total", "counter", "Connections to each device, all closed again.");
    for (StatusSnapshot.Connections each : snapshot.connections()) {
      sample("device_connections_total", labels("endpoint", each.endpoint()), each.count());
    }
    head("device_connected_seconds_total", "counter", "How long they were open together.");
    for (StatusSnapshot.Connections each : snapshot.connections()) {
      optional(
          "device_connected_seconds_total",
          labels("endpoint", each.endpoint()),
          each.allMillis(),
          1000);
    }
    head("device_connected_longest_seconds", "gauge", "How long the longest was open.");
    for (StatusSnapshot.Connections each : snapshot.connections()) {
      optional(
          "device_connected_longest_seconds",
          labels("endpoint", each.endpoint()),
          each.longestMillis(),
          1000);
    }
  }

  private void buffer(StatusSnapshot.Buffer buffer) {
    head("buffer_events", "gauge", "Events that the server has not confirmed.");
    for (Lane lane : buffer.lanes()) {
      sample("buffer_events", labels("lane", lane.name()), lane.held());
    }
    head("buffer_bytes", "gauge", "Bytes held in the buffer.");
    sample("buffer_bytes", "", buffer.bytes());
    head("buffer_max_bytes", "gauge", "Bytes that the buffer may hold.");
    sample("buffer_max_bytes", "", buffer.maxBytes());
    head("pressure", "gauge", "How hard the buffer presses: 0 to 3.");
    sample("pressure", "", buffer.pressure());
    head("disk_refusing", "gauge", "Whether the disk refuses to take events.");
    sample("disk_refusing", "", buffer.refusing() == null ? 0 : 1);
    head("can_stay_offline_seconds", "gauge", "How much longer the server may be away.");
    optional("can_stay_offline_seconds", "", buffer.canStayOfflineMillis(), 1000);
  }

  private void host(StatusSnapshot snapshot) {
    head("host_reading", "gauge", "The last reading of the host.");
    for (Reading reading : snapshot.readings()) {
      String which =
          labels("metric", reading.metric().wireName(), "unit", reading.metric().unit().wireName());
      sample("host_reading", which, reading.value());
    }
    head("threshold", "gauge", "The limit that holds.");
    for (Threshold threshold : snapshot.thresholds()) {
      sample("threshold", labels("metric", threshold.metric().wireName()), threshold.limit());
    }
    head("threshold_exceeded", "gauge", "Whether the alarm of the limit is on.");
    for (Threshold threshold : snapshot.thresholds()) {
      String which = labels("metric", threshold.metric().wireName());
      sample("threshold_exceeded", which, threshold.exceeded() ? 1 : 0);
    }
  }

  private void head(String name, String type, String help) {
    text.append("# HELP ").append(PREFIX).append(name).append(' ');
    text.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    text.append("# TYPE ").append(PREFIX).append(name).append(' ').append(type).append('\n');
  }

  private void optional(String name, String labels, @Nullable Long value, double divisor) {
    if (value != null) {
      sample(name, labels, value / divisor);
    }
  }

  private void sample(String name, String labels, long value) {
    text.append(PREFIX).append(name).append(labels).append(' ').append(value).append('\n');
  }

  private void sample(String name, String labels, double value) {
    text.append(PREFIX).append(name).append(labels).append(' ').append(value).append('\n');
  }

  /** Names and values in turn, escaped. */
  private static String labels(String... namesAndValues) {
    var labels = new StringBuilder("{");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String value =
          namesAndValues[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      labels.append(i == 0 ? "" : ",").append(namesAndValues[i]);
      labels.append("=\"").append(value).append('"');
    }
    return labels.append('}').toString();
  }
}
