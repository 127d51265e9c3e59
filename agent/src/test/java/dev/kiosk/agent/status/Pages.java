package dev.kiosk.agent.status;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Words;
import dev.kiosk.agent.status.StatusSnapshot.Buffer;
import dev.kiosk.agent.status.StatusSnapshot.Lane;
import dev.kiosk.agent.status.StatusSnapshot.Loss;
import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;
import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots for the eye: one kiosk with five devices, in the states that a person meets. Each tells
 * a story that hangs together, so that strangers can be asked what they read from it.
 */
final class Pages {

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long NOW = Examples.NOW;
  private static final long MAX_BYTES = 64L << 20;
  private static final Words WORDS = Words.load();

  private Pages() {}

  /** A page of that name. */
  static StatusSnapshot named(String name) {
    return switch (name) {
      case "healthy" -> healthy();
      case "one-problem" -> paperOut();
      case "many-problems" -> many();
      case "offline" -> offline();
      case "losses" -> losses();
      case "hostile" -> Examples.hostile();
      default -> throw new IllegalArgumentException(name);
    };
  }

  static StatusSnapshot healthy() {
    return kiosk(List.of()).done();
  }

  static StatusSnapshot withHistory(StatusSnapshot of, History history) {
    return Edited.of(of).changes(history.changes()).lastHour(history.lastHour()).done();
  }

  private static StatusSnapshot paperOut() {
    return kiosk(
            List.of(
                change(2 * MINUTE, Health.CRITICAL, "printer for bag tags: a cover is open"),
                change(
                    12 * MINUTE, Health.CRITICAL, "printer for bag tags: the paper has run out")))
        .devices(
            devices(
                printer(
                    raised(Condition.MEDIA_OUT, 12 * MINUTE, "roll"),
                    raised(Condition.COVER_OPEN, 2 * MINUTE, null)),
                scanner()))
        .done();
  }

  /** The network is gone for days, the disk is full, and somebody has come to see to it. */
  private static StatusSnapshot many() {
    var lanes =
        List.of(
            new Lane("alerts", 38, 8192, NOW - 2 * DAY),
            new Lane("readings", 470_210, 66_000_000, NOW - 2 * DAY - 3 * HOUR));
    var lost = List.of(new Loss("readings", "full", 400, NOW - 5 * MINUTE));
    return kiosk(changesOfTrouble())
        .server(away(2 * DAY + 3 * HOUR, 18_360))
        .devices(
            devices(
                printer(raised(Condition.MEDIA_OUT, 12 * MINUTE, "roll")),
                device(
                    "boarding",
                    DeviceStatus.State.OFFLINE,
                    raised(Condition.NOT_RESPONDING, 3 * HOUR, null)),
                device(
                    "passport",
                    DeviceStatus.State.UNKNOWN,
                    raised(Condition.STATUS_UNKNOWN, 40 * SECOND, null)),
                device(
                    "gate",
                    DeviceStatus.State.WARNING,
                    raised(Condition.BATTERY_LOW, 2 * HOUR, null))))
        .buffer(
            new Buffer(
                lanes,
                66_008_192,
                MAX_BYTES,
                3,
                0L,
                lost,
                "No space left on device: /var/lib/kiosk-agent/spool",
                9_000_000L))
        .thresholds(
            new Threshold(
                Metric.CPU,
                35,
                25,
                10_000,
                "3f0c9a12",
                NOW - 2 * DAY - 20 * HOUR,
                true,
                NOW - 4 * MINUTE))
        .service(new Service("Anna, Nordic Kiosk Service", NOW - 5 * MINUTE, 25 * MINUTE))
        .done();
  }

  private static List<Change> changesOfTrouble() {
    return List.of(
        change(40 * SECOND, Health.WARNING, "scanner for passports: nothing reliable is known"),
        change(4 * MINUTE, Health.WARNING, "CPU load is above 35 %"),
        change(5 * MINUTE, Health.WARNING, "400 readings dropped: the buffer was full (in all)"),
        change(
            5 * MINUTE,
            Health.CRITICAL,
            "cannot write to the disk: no space left on device: /var/lib/kiosk-agent/spool"),
        change(12 * MINUTE, Health.CRITICAL, "printer for bag tags: the paper has run out"),
        change(
            3 * HOUR,
            Health.CRITICAL,
            "printer for boarding passes: the device is connected but does not answer"),
        change(2 * DAY + 3 * HOUR, Health.WARNING, "the connection to the server was lost"));
  }

  private static StatusSnapshot offline() {
    var lanes =
        List.of(
            new Lane("alerts", 3, 4096, NOW - 25 * MINUTE),
            new Lane("readings", 1710, 220_000, NOW - 27 * MINUTE));
    return kiosk(
            List.of(change(26 * MINUTE, Health.WARNING, "the connection to the server was lost")))
        .server(away(26 * MINUTE, 188))
        .buffer(new Buffer(lanes, 224_096, MAX_BYTES, 0, 770_000_000L, List.of(), null, 400_000L))
        .done();
  }

  private static StatusSnapshot losses() {
    var losses =
        List.of(
            new Loss("readings", "full", 41_200, NOW - 3 * HOUR),
            new Loss("readings", "restart", 2, NOW - 77 * HOUR));
    Buffer well = Examples.healthy().buffer();
    return kiosk(
            List.of(
                change(3 * HOUR, Health.HEALTHY, "connected to the server"),
                change(3 * HOUR, Health.WARNING, "41200 readings dropped: the buffer was full")))
        .buffer(
            new Buffer(
                well.lanes(), well.bytes(), MAX_BYTES, 0, 792_000_000L, losses, null, 3_500_000L))
        .done();
  }

  /** All is well; before that, yesterday, some things were not. */
  private static Edited kiosk(List<Change> lately) {
    var changes = new ArrayList<>(lately);
    changes.add(
        change(
            2 * DAY + 20 * HOUR,
            Health.HEALTHY,
            "the threshold of CPU load is now 35 %, set by the server (command 3f0c9a12)"));
    changes.add(
        change(
            2 * DAY + 22 * HOUR,
            Health.HEALTHY,
            "printer for bag tags: over: the paper has run out"));
    changes.add(
        change(
            2 * DAY + 22 * HOUR + 4 * MINUTE,
            Health.CRITICAL,
            "printer for bag tags: the paper has run out"));
    changes.add(change(3 * DAY + 4 * HOUR, Health.HEALTHY, "connected to the server"));
    changes.add(change(3 * DAY + 4 * HOUR, Health.HEALTHY, "the agent 1.0.0 was started"));
    Server healthy = Examples.healthy().server();
    var server =
        new Server(
            healthy.url(),
            ServerState.CONNECTED,
            NOW - 3 * DAY - 4 * HOUR,
            healthy.contract(),
            4,
            null,
            null,
            NOW - 2 * SECOND,
            healthy.certificate(),
            null,
            List.of());
    return Edited.of(Examples.healthy())
        .server(server)
        .devices(devices(printer(), scanner()))
        .thresholds(
            new Threshold(
                Metric.CPU, 35, 25, 10_000, "3f0c9a12", NOW - 2 * DAY - 20 * HOUR, false, null),
            new Threshold(Metric.DISK, 90, 80, 60_000, null, null, false, null))
        .readings(
            new Reading(Metric.CPU, 31.5, NOW - SECOND),
            new Reading(Metric.MEMORY, 61.2, NOW - 12 * SECOND),
            new Reading(Metric.DISK, 74, NOW - 40 * SECOND),
            new Reading(Metric.TEMPERATURE, 61, NOW - 20 * SECOND))
        .changes(changes)
        .lastHour(
            List.of(
                trend(Metric.CPU, 24, 9),
                trend(Metric.MEMORY, 60, 2),
                trend(Metric.DISK, 74, 0),
                trend(Metric.TEMPERATURE, 58, 4)));
  }

  private static Server away(long since, long attempts) {
    return new Server(
        Examples.healthy().server().url(),
        ServerState.WAITING,
        NOW - since,
        null,
        attempts,
        "connection refused; nothing listens there",
        7400L,
        NOW - since - SECOND,
        Examples.healthy().server().certificate(),
        null,
        List.of());
  }

  private static Change change(long ago, Health health, String what) {
    return new Change(NOW - ago, health, what);
  }

  private static RaisedCondition raised(Condition of, long ago, @Nullable String subject) {
    return new RaisedCondition(of, WORDS, NOW - ago, subject, null, false, of.severity());
  }

  private static List<DeviceStatus> devices(DeviceStatus... others) {
    var devices = new ArrayList<>(List.of(others));
    for (String id : List.of("boarding", "passport", "door")) {
      if (devices.stream().noneMatch(device -> device.id().equals(id))) {
        devices.add(device(id, DeviceStatus.State.READY));
      }
    }
    return devices;
  }

  private static DeviceStatus printer(RaisedCondition... conditions) {
    var state = conditions.length == 0 ? DeviceStatus.State.READY : DeviceStatus.State.ERROR;
    return device("bagtag", state, conditions);
  }

  private static DeviceStatus scanner() {
    return device("gate", DeviceStatus.State.READY);
  }

  private static DeviceStatus device(
      String id, DeviceStatus.State state, RaisedCondition... conditions) {
    long since = id.equals("bagtag") ? NOW - 2 * DAY - 22 * HOUR : NOW - 3 * DAY - 4 * HOUR;
    for (RaisedCondition condition : conditions) {
      since = Math.max(since, condition.sinceMillis());
    }
    Make make = Make.of(id);
    return new DeviceStatus(
        id,
        make.kind,
        make.service,
        state,
        List.of(conditions),
        List.of(),
        make.source,
        3 * SECOND,
        since,
        make.model,
        make.serial);
  }

  /** What stands in the kiosk. */
  private record Make(
      String kind,
      @Nullable String service,
      String source,
      @Nullable String model,
      @Nullable String serial) {

    static Make of(String id) {
      return switch (id) {
        case "bagtag" ->
            new Make(
                "printer",
                "bag tags",
                "ESC/POS tcp://192.168.10.31:9100",
                "EPSON TM-L100",
                "X7QK012345");
        case "boarding" ->
            new Make(
                "printer",
                "boarding passes",
                "ESC/POS serial:/dev/serial/by-id/usb-CUSTOM_VKP80III-if00",
                "CUSTOM VKP80III",
                "C0419772");
        case "passport" ->
            new Make("scanner", "passports", "USB 2b78:0010 at 1-1.3", "ARH PRMc", "AG220817");
        case "gate" -> new Make("scanner", null, "SSI serial:/dev/ttyS1", "Symbol DS9308", null);
        default -> new Make("sensor", "door contact", "GPIO gpiochip0 line 17", null, null);
      };
    }
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
