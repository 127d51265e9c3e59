package dev.kiosk.agent.status;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Words;
import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.status.StatusSnapshot.Agent;
import dev.kiosk.agent.status.StatusSnapshot.Buffer;
import dev.kiosk.agent.status.StatusSnapshot.Certificate;
import dev.kiosk.agent.status.StatusSnapshot.Kiosk;
import dev.kiosk.agent.status.StatusSnapshot.Lane;
import dev.kiosk.agent.status.StatusSnapshot.Loss;
import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;
import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import dev.kiosk.agent.status.StatusSnapshot.Use;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Snapshots to show. */
public final class Examples {

  /** 2026-03-02 12:41:09 UTC. */
  static final long NOW = 1_772_455_269_000L;

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final Words WORDS = Words.load();

  private Examples() {}

  /** Everything works. */
  public static StatusSnapshot healthy() {
    Server server =
        new Server(
            "wss://fleet.example.com/ws/agent",
            ServerState.CONNECTED,
            NOW - 3 * HOUR - 2 * MINUTE,
            "kiosk.telemetry.v1",
            4,
            null,
            null,
            NOW - 2 * SECOND,
            new Certificate(
                "/etc/kiosk-agent/client.pem", "CN=T1-K017", NOW + 200 * 24 * HOUR, null),
            null,
            List.of());
    List<Lane> lanes =
        List.of(
            new Lane("alerts", 0, 8192, null), new Lane("readings", 12, 16_384, NOW - 2 * SECOND));
    Buffer buffer =
        new Buffer(lanes, 24_576, 64L << 20, 0, 792_000_000L, List.of(), null, 3_500_000L);
    return snapshot(
        server,
        List.of(printer(DeviceStatus.State.READY, List.of()), scanner(3 * SECOND)),
        buffer,
        List.of(new Threshold(Metric.CPU, 90, 80, 10_000, null, null, false, null)));
  }

  /** Paper is out, the server is away, the disk refuses, events were lost, a limit is exceeded. */
  public static StatusSnapshot troubled() {
    Server server =
        new Server(
            "ws://10.0.0.5:8080/ws/agent",
            ServerState.WAITING,
            NOW - 26 * HOUR,
            null,
            61,
            "connection refused",
            7400L,
            NOW - 26 * HOUR - 2 * SECOND,
            null,
            null,
            List.of("the connection is not encrypted: allow_insecure is set"));
    List<Lane> lanes =
        List.of(
            new Lane("alerts", 1, 1 << 20, NOW - 8 * MINUTE),
            new Lane("readings", 88_001, 61L << 20, NOW - 26 * HOUR - 2 * SECOND));
    List<Loss> losses =
        List.of(
            new Loss("readings", "full", 400, NOW - 5 * MINUTE),
            new Loss("readings", "restart", 2, null));
    Buffer buffer =
        new Buffer(
            lanes,
            62L << 20,
            64L << 20,
            3,
            0L,
            losses,
            "No space left on device: /var/lib/kiosk-agent/spool",
            null);
    List<RaisedCondition> paper =
        List.of(
            new RaisedCondition(
                Condition.MEDIA_OUT,
                WORDS,
                NOW - 12 * MINUTE,
                "roll",
                "n=4: 7E",
                false,
                Condition.MEDIA_OUT.severity()),
            new RaisedCondition(
                Condition.COVER_OPEN,
                WORDS,
                NOW - 2 * MINUTE,
                null,
                "n=2: 16",
                true,
                Condition.COVER_OPEN.severity()));
    StatusSnapshot troubled =
        snapshot(
            server,
            List.of(printer(DeviceStatus.State.ERROR, paper), scanner(null)),
            buffer,
            List.of(
                new Threshold(
                    Metric.CPU, 35, 25, 10_000, "3f0c", NOW - 27 * HOUR, true, NOW - 4 * MINUTE)));
    return Edited.of(troubled).changes(changesOfTrouble()).done();
  }

  private static List<Change> changesOfTrouble() {
    return List.of(
        new Change(NOW - 4 * MINUTE, Health.WARNING, "CPU load is above 35 %"),
        new Change(
            NOW - 12 * MINUTE, Health.CRITICAL, "printer for bag tags: the paper has run out"),
        new Change(
            NOW - 26 * HOUR,
            Health.WARNING,
            "the connection to the server was lost: connection refused"),
        new Change(
            NOW - 27 * HOUR,
            Health.HEALTHY,
            "the threshold of CPU load is now 35 %, set by the server (command 3f0c)"));
  }

  /** A kiosk that somebody works on. */
  public static StatusSnapshot serviced(StatusSnapshot of, String by) {
    return Edited.of(of).service(new Service(by, NOW - 20 * MINUTE, 40 * MINUTE)).done();
  }

  /** All is well but for the disk. */
  public static StatusSnapshot refusing(String why) {
    StatusSnapshot healthy = healthy();
    Buffer well = healthy.buffer();
    var buffer =
        new Buffer(well.lanes(), well.bytes(), well.maxBytes(), 0, 60_000L, List.of(), why, 0L);
    return snapshot(healthy.server(), healthy.devices(), buffer, healthy.thresholds());
  }

  /** All is well, but the certificate ends, and its renewal is not used. */
  public static StatusSnapshot certificate(long leftMillis, @Nullable String trouble) {
    StatusSnapshot healthy = healthy();
    Server well = healthy.server();
    var certificate =
        new Certificate("/etc/kiosk-agent/client.pem", "CN=T1-K017", NOW + leftMillis, NOW - HOUR);
    var server =
        new Server(
            well.url(),
            well.state(),
            well.sinceMillis(),
            well.contract(),
            well.attempts(),
            null,
            null,
            well.everythingUpToMillis(),
            certificate,
            trouble,
            List.of());
    return snapshot(server, healthy.devices(), healthy.buffer(), healthy.thresholds());
  }

  /** A kiosk whose names try to break out of whatever shows them. */
  public static StatusSnapshot hostile() {
    String nasty = "<script>alert('x')</script>\u001b[2J\"\\\n\u202e";
    DeviceStatus device =
        new DeviceStatus(
            "evil\"\\\n",
            "printer",
            nasty,
            DeviceStatus.State.UNKNOWN,
            List.of(),
            List.of(),
            nasty,
            5L,
            NOW,
            nasty,
            nasty);
    StatusSnapshot healthy = healthy();
    return snapshot(healthy.server(), List.of(device), healthy.buffer(), List.of());
  }

  /** The healthy kiosk with another device. */
  static StatusSnapshot with(DeviceStatus device) {
    StatusSnapshot healthy = healthy();
    return snapshot(healthy.server(), List.of(device), healthy.buffer(), healthy.thresholds());
  }

  /** The healthy kiosk with another connection. */
  static StatusSnapshot with(ServerState state) {
    StatusSnapshot healthy = healthy();
    Server server =
        new Server(
            "wss://x",
            state,
            NOW - MINUTE,
            null,
            1,
            "401 Unauthorized",
            null,
            null,
            null,
            null,
            List.of());
    return snapshot(server, healthy.devices(), healthy.buffer(), healthy.thresholds());
  }

  /** A printer for bag tags in a condition. */
  static DeviceStatus printer(DeviceStatus.State state, Condition condition) {
    return printer(
        state,
        List.of(
            new RaisedCondition(
                condition, WORDS, NOW - MINUTE, null, null, false, condition.severity())));
  }

  static DeviceStatus printer(DeviceStatus.State state, List<RaisedCondition> conditions) {
    return new DeviceStatus(
        "bagtag",
        "printer",
        "bag tags",
        state,
        conditions,
        conditions.isEmpty()
            ? List.of()
            : List.of(new DeviceStatus.AlsoSeen("DEVICE_OFFLINE", conditions.get(0).code())),
        "ESC/POS tcp://127.0.0.1:9100",
        3 * SECOND,
        NOW - 12 * MINUTE,
        "TM-T20",
        "J7K2");
  }

  private static DeviceStatus scanner(@Nullable Long ageMillis) {
    return new DeviceStatus(
        "gate",
        "scanner",
        null,
        ageMillis == null ? DeviceStatus.State.UNKNOWN : DeviceStatus.State.READY,
        List.of(),
        List.of(),
        ageMillis == null ? null : "USB 05e0:1900",
        ageMillis,
        ageMillis == null ? null : NOW - HOUR,
        null,
        null);
  }

  private static Map<Counter, Long> counters() {
    var counters = new EnumMap<Counter, Long>(Counter.class);
    for (Counter counter : Counter.values()) {
      counters.put(counter, 0L);
    }
    counters.put(Counter.READINGS_TAKEN, 1234L);
    counters.put(Counter.EVENTS_LOST, 400L);
    counters.put(Counter.SPOOL_BYTES_WRITTEN, 3_500_000L);
    counters.put(Counter.STATUS_REFUSED_HOST, 2L);
    return counters;
  }

  private static StatusSnapshot snapshot(
      Server server, List<DeviceStatus> devices, Buffer buffer, List<Threshold> thresholds) {
    return new StatusSnapshot(
        NOW,
        new Agent(
            "1.0.0",
            76 * HOUR,
            NOW - 76 * HOUR,
            "/etc/kiosk-agent/agent.toml",
            new Use(52_428_800L, 0.31)),
        new Kiosk("acme", "T1-K017"),
        server,
        devices,
        buffer,
        thresholds,
        List.of(
            new Reading(Metric.CPU, 37.5, NOW - SECOND),
            new Reading(Metric.TEMPERATURE, 61, NOW - 20 * SECOND)),
        List.of(new StatusSnapshot.Connections("tcp://127.0.0.1:9100", 120, 41, 2_310)),
        null,
        List.of(
            new Change(NOW - 3 * HOUR - 2 * MINUTE, Health.HEALTHY, "connected to the server"),
            new Change(NOW - 76 * HOUR, Health.HEALTHY, "the agent 1.0.0 was started")),
        List.of(
            new Trend(
                Metric.CPU,
                15 * SECOND,
                NOW - 4 * SECOND,
                Arrays.asList(null, 20.0, 37.5),
                Arrays.asList(null, 20.0, 93.0))),
        counters());
  }
}
