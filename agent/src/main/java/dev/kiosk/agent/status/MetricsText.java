package dev.kiosk.agent.status;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.status.StatusSnapshot.Certificate;
import dev.kiosk.agent.status.StatusSnapshot.Lane;
import dev.kiosk.agent.status.StatusSnapshot.Loss;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;
import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import dev.kiosk.agent.telemetry.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a snapshot for Prometheus: the text exposition format, version 0.0.4, as its documentation
 * "Exposition formats" describes it, with names by "Metric and label naming": base units (seconds,
 * bytes, ratios from 0 to 1, degrees Celsius) at the end, {@code _total} for counters alone. What
 * is not known is left out.
 */
final class MetricsText {

  /** The content type that goes with the text. */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final String PREFIX = "kiosk_agent_";

  private static final List<String> LANES = List.of("alerts", "readings");

  /**
   * The reasons of losses that are counted in events; a stop without warning is counted in stops.
   */
  private static final List<String> CERTAIN_LOSSES =
      List.of("full", "expired", "damaged", "forgotten");

  private final StringBuilder text = new StringBuilder();

  private MetricsText() {}

  /**
   * The metrics of a snapshot.
   *
   * @param pagesOpen how many pages are kept fresh now; the server knows, the snapshot does not
   */
  static String of(StatusSnapshot snapshot, int pagesOpen) {
    var metrics = new MetricsText();
    metrics.agent(snapshot, pagesOpen);
    metrics.server(snapshot.server());
    metrics.devices(snapshot);
    metrics.connections(snapshot);
    metrics.buffer(snapshot.buffer());
    metrics.losses(snapshot.buffer().losses());
    metrics.host(snapshot);
    metrics.limits(snapshot);
    metrics.counters(snapshot.counters());
    return metrics.text.toString();
  }

  private void agent(StatusSnapshot snapshot, int pagesOpen) {
    StatusSnapshot.Agent agent = snapshot.agent();
    head("info", "gauge", "Which agent this is.");
    String who =
        labels(
            "version", agent.version(),
            "tenant_id", snapshot.kiosk().tenantId(),
            "host", snapshot.kiosk().host());
    sample("info", who, 1);
    head("start_time_seconds", "gauge", "When the agent started, by the wall clock of that time.");
    sample("start_time_seconds", "", agent.startedMillis() / 1000.0);
    head("uptime_seconds", "gauge", "How long the agent has been running, by a steady clock.");
    sample("uptime_seconds", "", agent.uptimeMillis() / 1000.0);
    head("resident_memory_bytes", "gauge", "What the agent itself takes of the memory.");
    optional("resident_memory_bytes", "", agent.use().residentBytes(), 1);
    head("cpu_ratio", "gauge", "What the agent itself takes of one core, over the last minute.");
    optional("cpu_ratio", "", agent.use().cpuPercent(), 100);
    head("status_pages_open", "gauge", "Status pages that are open and kept fresh.");
    sample("status_pages_open", "", pagesOpen);
    head("health", "gauge", "0 healthy, 1 warning, 2 critical.");
    sample("health", "", Assessment.of(snapshot).health().exitCode());
    head(
        "service_mode", "gauge", "Whether somebody works on the kiosk, so nobody is to be called.");
    sample("service_mode", "", snapshot.service() == null ? 0 : 1);
  }

  private void server(StatusSnapshot.Server server) {
    head("connected", "gauge", "Whether events flow to the server.");
    sample("connected", "", server.state() == ServerState.CONNECTED ? 1 : 0);
    head("server_state", "gauge", "The state of the connection: 1 for the one that holds.");
    for (ServerState state : ServerState.values()) {
      String which = labels("state", state.wireName());
      sample("server_state", which, server.state() == state ? 1 : 0);
    }
    head(
        "delivered_until_timestamp_seconds",
        "gauge",
        "The server has all events from before then.");
    optional("delivered_until_timestamp_seconds", "", server.everythingUpToMillis(), 1000);
    Certificate certificate = server.certificate();
    head("certificate_not_after_timestamp_seconds", "gauge", "When the kiosk's certificate ends.");
    Long end = certificate == null ? null : Long.valueOf(certificate.notAfterMillis());
    optional("certificate_not_after_timestamp_seconds", "", end, 1000);
    head(
        "certificate_files_refused",
        "gauge",
        "Whether the certificate files as they are now cannot be used, and older ones are.");
    sample("certificate_files_refused", "", server.certificateTrouble() == null ? 0 : 1);
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
    head("buffer_oldest_timestamp_seconds", "gauge", "When the oldest of these events happened.");
    for (Lane lane : buffer.lanes()) {
      String which = labels("lane", lane.name());
      optional("buffer_oldest_timestamp_seconds", which, lane.oldestMillis(), 1000);
    }
    head("buffer_bytes", "gauge", "Bytes held in the buffer.");
    sample("buffer_bytes", "", buffer.bytes());
    head("buffer_max_bytes", "gauge", "Bytes that the buffer may hold.");
    sample("buffer_max_bytes", "", buffer.maxBytes());
    head("buffer_pressure", "gauge", "How hard the buffer presses: 0 to 3.");
    sample("buffer_pressure", "", buffer.pressure());
    head("disk_refusing", "gauge", "Whether the disk refuses to take events.");
    sample("disk_refusing", "", buffer.refusing() == null ? 0 : 1);
    head("disk_written_today_bytes", "gauge", "Bytes written to disk since midnight UTC.");
    optional("disk_written_today_bytes", "", buffer.bytesWrittenToday(), 1);
    head("can_stay_offline_seconds", "gauge", "How much longer the server may be away.");
    optional("can_stay_offline_seconds", "", buffer.canStayOfflineMillis(), 1000);
  }

  /** All from the start, so that the first loss shows as a rise. */
  private void losses(List<Loss> losses) {
    head("events_lost_total", "counter", "Events that will never reach the server, and why.");
    for (String lane : LANES) {
      for (String reason : CERTAIN_LOSSES) {
        long count = lost(losses, lane, reason);
        sample("events_lost_total", labels("lane", lane, "reason", reason), count);
      }
    }
    head(
        "unclean_stops_total",
        "counter",
        "Stops without warning; each may have cost readings of at most one flush interval.");
    sample("unclean_stops_total", "", lost(losses, "readings", "restart"));
  }

  private static long lost(List<Loss> losses, String lane, String reason) {
    return losses.stream()
        .filter(loss -> loss.lane().equals(lane) && loss.reason().equals(reason))
        .mapToLong(Loss::count)
        .sum();
  }

  /** Each metric under a name of its own, since a name has one unit; percent become ratios. */
  private void host(StatusSnapshot snapshot) {
    for (Metric metric : Metric.values()) {
      String name = "host_" + withUnit(metric.wireName(), metric);
      head(name, "gauge", "The last reading of the " + metric.words() + ".");
      for (Reading reading : snapshot.readings()) {
        if (reading.metric() == metric) {
          sample(name, "", reading.value() / divisor(metric));
        }
      }
    }
  }

  private void limits(StatusSnapshot snapshot) {
    for (Metric metric : Metric.values()) {
      String name = "host_" + withUnit(metric.wireName() + "_limit", metric);
      head(name, "gauge", "The limit that holds for the " + metric.words() + ".");
      for (Threshold threshold : snapshot.thresholds()) {
        if (threshold.metric() == metric) {
          sample(name, "", threshold.limit() / divisor(metric));
        }
      }
    }
    head("limit_exceeded", "gauge", "Whether the alarm of the limit is on.");
    for (Threshold threshold : snapshot.thresholds()) {
      String which = labels("metric", threshold.metric().wireName());
      sample("limit_exceeded", which, threshold.exceeded() ? 1 : 0);
    }
  }

  private static String withUnit(String name, Metric metric) {
    return name + (metric.unit() == Unit.PERCENT ? "_ratio" : "_" + metric.unit().wireName());
  }

  private static double divisor(Metric metric) {
    return metric.unit() == Unit.PERCENT ? 100 : 1;
  }

  private void counters(Map<Counter, Long> counters) {
    String family = "";
    for (Map.Entry<Counter, Long> each : counters.entrySet()) {
      Counter counter = each.getKey();
      if (counter == Counter.EVENTS_LOST) {
        continue; // the ledger knows more: which lane, and why
      }
      String name = counter.family() + "_total";
      if (!name.equals(family)) { // those of a family stand together
        head(name, "counter", counter.sentence());
        family = name;
      }
      String reason = counter.reason();
      sample(name, reason == null ? "" : labels("reason", reason), each.getValue());
    }
  }

  private void head(String name, String type, String help) {
    text.append("# HELP ").append(PREFIX).append(name).append(' ');
    text.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    text.append("# TYPE ").append(PREFIX).append(name).append(' ').append(type).append('\n');
  }

  private void optional(String name, String labels, @Nullable Number value, double divisor) {
    if (value != null) {
      sample(name, labels, value.doubleValue() / divisor);
    }
  }

  private void sample(String name, String labels, long value) {
    text.append(PREFIX).append(name).append(labels).append(' ').append(value).append('\n');
  }

  /** In plain figures: 1772455269, 0.375. */
  private void sample(String name, String labels, double value) {
    if (!Double.isFinite(value)) {
      return;
    }
    String figures = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    text.append(PREFIX).append(name).append(labels).append(' ').append(figures).append('\n');
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
