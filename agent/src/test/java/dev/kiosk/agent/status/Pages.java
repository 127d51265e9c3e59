package dev.kiosk.agent.status;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Words;
import dev.kiosk.agent.status.StatusSnapshot.Buffer;
import dev.kiosk.agent.status.StatusSnapshot.Loss;
import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Snapshots for the eye: a kiosk with five devices, in the states that a person meets. */
final class Pages {

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long NOW = Examples.NOW;
  private static final Words WORDS = Words.load();

  private Pages() {}

  /** A page of that name. */
  static StatusSnapshot named(String name) {
    return switch (name) {
      case "healthy" -> healthy();
      case "one-problem" -> with(connected(), devices(paperOut()), buffer(List.of(), null));
      case "many-problems" -> many();
      case "offline" ->
          with(
              away(),
              devices(List.of()),
              new Buffer(
                  List.of(
                      new StatusSnapshot.Lane("alerts", 3, 4096, NOW - 25 * MINUTE),
                      new StatusSnapshot.Lane("readings", 1710, 220_000, NOW - 27 * MINUTE)),
                  224_096,
                  64L << 20,
                  0,
                  770_000_000L,
                  List.of(),
                  null,
                  400_000L));
      case "losses" ->
          with(
              connected(),
              devices(List.of()),
              buffer(
                  List.of(
                      new Loss("readings", "full", 41_200, NOW - 3 * HOUR),
                      new Loss("readings", "restart", 2, NOW - 30 * HOUR)),
                  null));
      case "hostile" -> Examples.hostile();
      default -> throw new IllegalArgumentException(name);
    };
  }

  static StatusSnapshot healthy() {
    return with(connected(), devices(List.of()), buffer(List.of(), null));
  }

  private static StatusSnapshot many() {
    List<DeviceStatus> devices = new ArrayList<>(devices(paperOut()));
    devices.set(
        1,
        device(
            "boarding",
            DeviceStatus.State.OFFLINE,
            List.of(raised(Condition.NOT_RESPONDING, 3 * HOUR, null))));
    devices.set(
        2,
        device(
            "passport",
            DeviceStatus.State.UNKNOWN,
            List.of(raised(Condition.STATUS_UNKNOWN, 40 * SECOND, null))));
    devices.set(
        3,
        device(
            "gate",
            DeviceStatus.State.WARNING,
            List.of(raised(Condition.MEDIA_LOW, 2 * HOUR, "roll"))));
    var full = List.of(new Loss("readings", "full", 400, NOW - 5 * MINUTE));
    StatusSnapshot snapshot = with(away(), devices, buffer(full, "no space left on device"));
    return Edited.of(snapshot)
        .thresholds(
            new StatusSnapshot.Threshold(
                Metric.CPU, 35, 25, 10_000, "3f0c9a12", NOW - HOUR, true, NOW - 4 * MINUTE))
        .service(new Service("Anna, Nordic Kiosk Service", NOW - 5 * MINUTE, 25 * MINUTE))
        .done();
  }

  static StatusSnapshot withHistory(StatusSnapshot of, History history) {
    return Edited.of(of).changes(history.changes()).lastHour(history.lastHour()).done();
  }

  private static Server connected() {
    return Examples.healthy().server();
  }

  private static Server away() {
    return new Server(
        "wss://fleet.example.com/ws/agent",
        ServerState.WAITING,
        NOW - 26 * MINUTE,
        null,
        188,
        "connection refused; nothing listens there",
        7400L,
        NOW - 27 * MINUTE,
        null,
        null,
        List.of());
  }

  private static Buffer buffer(List<Loss> losses, @Nullable String refusing) {
    Buffer well = Examples.healthy().buffer();
    return new Buffer(
        well.lanes(), well.bytes(), well.maxBytes(), 0, 792_000_000L, losses, refusing, 3_500_000L);
  }

  private static List<RaisedCondition> paperOut() {
    return List.of(
        raised(Condition.MEDIA_OUT, 12 * MINUTE, "roll"),
        raised(Condition.COVER_OPEN, 2 * MINUTE, null));
  }

  private static RaisedCondition raised(Condition of, long ago, @Nullable String subject) {
    return new RaisedCondition(of, WORDS, NOW - ago, subject, null, false, of.severity());
  }

  private static List<DeviceStatus> devices(List<RaisedCondition> ofPrinter) {
    var state = ofPrinter.isEmpty() ? DeviceStatus.State.READY : DeviceStatus.State.ERROR;
    return List.of(
        device("bagtag", state, ofPrinter),
        device("boarding", DeviceStatus.State.READY, List.of()),
        device("passport", DeviceStatus.State.READY, List.of()),
        device("gate", DeviceStatus.State.READY, List.of()),
        device("door", DeviceStatus.State.READY, List.of()));
  }

  private static DeviceStatus device(
      String id, DeviceStatus.State state, List<RaisedCondition> conditions) {
    String kind =
        switch (id) {
          case "bagtag", "boarding" -> "printer";
          case "door" -> "sensor";
          default -> "scanner";
        };
    String service =
        switch (id) {
          case "bagtag" -> "bag tags";
          case "boarding" -> "boarding passes";
          case "passport" -> "passports";
          case "door" -> "door contact";
          default -> null;
        };
    return new DeviceStatus(
        id,
        kind,
        service,
        state,
        conditions,
        List.of(),
        kind.equals("printer") ? "ESC/POS tcp://192.168.10.31:9100" : "USB 05e0:1900 at 1-1.4",
        3 * SECOND,
        NOW - (conditions.isEmpty() ? 26 * HOUR : NOW - conditions.get(0).sinceMillis()),
        kind.equals("printer") ? "EPSON TM-L100" : "Symbol DS9308",
        "X7QK0" + id.length());
  }

  private static StatusSnapshot with(Server server, List<DeviceStatus> devices, Buffer buffer) {
    return Edited.of(Examples.healthy())
        .server(server)
        .devices(devices)
        .buffer(buffer)
        .readings(
            new Reading(Metric.CPU, 37.5, NOW - SECOND),
            new Reading(Metric.MEMORY, 61.2, NOW - 12 * SECOND),
            new Reading(Metric.DISK, 74, NOW - 40 * SECOND),
            new Reading(Metric.TEMPERATURE, 61, NOW - 20 * SECOND))
        .changes(changes())
        .lastHour(
            List.of(
                trend(Metric.CPU, 30, 25),
                trend(Metric.MEMORY, 60, 2),
                trend(Metric.DISK, 74, 0),
                trend(Metric.TEMPERATURE, 58, 4)))
        .done();
  }

  private static List<Change> changes() {
    return List.of(
        new Change(NOW - 2 * MINUTE, Health.CRITICAL, "bagtag (bag tags): a cover is open"),
        new Change(NOW - 12 * MINUTE, Health.CRITICAL, "bagtag (bag tags): the paper has run out"),
        new Change(NOW - HOUR, Health.HEALTHY, "connected to the server"),
        new Change(
            NOW - HOUR - 3 * MINUTE,
            Health.WARNING,
            "the connection to the server was lost: connection reset"),
        new Change(
            NOW - 5 * HOUR,
            Health.HEALTHY,
            "the limit of CPU load is now 35 %, by command 3f0c9a12"),
        new Change(NOW - 26 * HOUR, Health.HEALTHY, "the agent 1.0.0 was started"));
  }

  private static Trend trend(Metric metric, double around, double by) {
    var means = new ArrayList<@Nullable Double>();
    var peaks = new ArrayList<@Nullable Double>();
    for (int i = 0; i < 240; i++) {
      double mean = around + by * Math.sin(i / 9.0) * Math.cos(i / 31.0);
      means.add(i < 30 ? null : Double.valueOf(mean));
      peaks.add(i < 30 ? null : Double.valueOf(mean + by * (i % 17) / 17));
    }
    return new Trend(metric, 15 * SECOND, NOW, means, peaks);
  }
}
