package dev.kiosk.agent.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiosk.agent.command.Outcome.Ack;
import dev.kiosk.agent.command.Outcome.Nack;
import dev.kiosk.agent.command.Outcome.Reason;
import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.telemetry.Metric;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The frames that the codec writes for the records which the golden files stand for. */
final class GoldenRecords {

  static final long TS = 1732450000000L;

  private final Codec codec = new Codec(new Sender("acme", "T1-K017"));
  private final Map<String, byte[]> frames = new LinkedHashMap<>();

  /** Frames by the name of their golden file, without folder and extension. */
  Map<String, String> frames() {
    addReadings();
    addErrors();
    addLive();
    addDevices();
    addGaps();
    addSession();
    Map<String, String> texts = new LinkedHashMap<>();
    frames.forEach((name, bytes) -> texts.put(name, new String(bytes, UTF_8)));
    return texts;
  }

  private void addReadings() {
    event("cpu", new CpuEvent(TS, 37.5));
    event("cpu-idle", new CpuEvent(TS, 0.0049));
    event("cpu-full", new CpuEvent(TS, 100));
    event("cpu-two-decimals", new CpuEvent(TS, 66.666666));
    batch(
        "batch-readings",
        WireLane.READINGS,
        88001,
        new CpuEvent(TS, 37.5),
        new MetricEvent(TS, Metric.MEMORY, 61.2),
        new MetricEvent(TS, Metric.TEMPERATURE, -4.25),
        new MetricEvent(TS, Metric.DISK, 7));
  }

  private void addErrors() {
    event("error-begins", mediaOut(true, "Bag-tag printer is out of media"));
    event("error-in-service", mediaOut(true, "Bag-tag printer is out of media").inService(true));
    event("error-ends", mediaOut(false, "Bag-tag printer has media again"));
    event(
        "error-of-the-agent",
        new ErrorEvent(
            TS,
            Condition.THRESHOLD_EXCEEDED,
            "CPU load is above 85 %",
            null,
            Severity.WARNING,
            true,
            "cpu",
            null,
            false,
            false));
    event(
        "error-moment",
        ErrorEvent.moment(
            TS, Condition.EVENTS_LOST, "400 readings were lost while the spool was full"));
    event(
        "error-all-fields",
        new ErrorEvent(
            TS,
            Condition.CUTTER_FAULT,
            "Bag-tag printer: the cutter is jammed",
            "bagtag",
            Severity.ERROR,
            true,
            "cutter",
            "DLE EOT 3: 1a",
            true,
            true));
    event(
        "error-odd-text",
        new ErrorEvent(
            TS,
            Condition.HARDWARE_FAULT,
            "Größe \"0\" \\ 用紙 🖨",
            "boarding-pass",
            Severity.CRITICAL,
            true,
            null,
            "\u0002030,0\u0003\r\n\ud83d",
            false,
            false));
  }

  private static ErrorEvent mediaOut(boolean active, String message) {
    return new ErrorEvent(
        TS,
        Condition.MEDIA_OUT,
        message,
        "bagtag",
        Severity.ERROR,
        active,
        null,
        null,
        false,
        false);
  }

  private void addLive() {
    event("heartbeat", new Heartbeat(TS, 86_400_000, 0, 0, 12, 0));
    event("heartbeat-under-pressure", new Heartbeat(TS, 1000, 3, 17, 410_233, 1200));
    event(
        "device-live",
        bagtag(DeviceState.WARNING, List.of(Condition.MEDIA_LOW), "MEDIA_LOW", true));
  }

  private void addDevices() {
    batch(
        "batch-alerts",
        WireLane.ALERTS,
        1040,
        mediaOut(true, "Bag-tag printer is out of media"),
        bagtag(
            DeviceState.ERROR,
            List.of(Condition.MEDIA_OUT, Condition.COVER_OPEN, Condition.MEDIA_OUT),
            "MEDIA_EMPTY",
            false));
    batch(
        "batch-device-ready",
        WireLane.ALERTS,
        3,
        new DeviceEvent(
            TS,
            "passport",
            "scanner",
            DeviceState.READY,
            List.of(),
            "OK",
            TS - 1000,
            null,
            null,
            false));
    batch(
        "batch-device-never-observed",
        WireLane.ALERTS,
        4,
        new DeviceEvent(
            TS,
            "door",
            "sensor",
            DeviceState.UNKNOWN,
            List.of(Condition.STATUS_UNKNOWN),
            "NOT_RESPONDING",
            null,
            null,
            null,
            false));
  }

  private static DeviceEvent bagtag(
      DeviceState state, List<Condition> conditions, String cuss, boolean live) {
    return new DeviceEvent(
        TS,
        "bagtag",
        "printer",
        state,
        conditions,
        cuss,
        TS - 1000,
        "ZTC TLP 2824 Plus",
        "41J0123",
        live);
  }

  private void addGaps() {
    long from = 1732440000000L;
    long to = 1732440400000L;
    gap("batch-gap", 1041, new GapEvent(TS, WireLane.READINGS, 120, 400, from, to, GapReason.FULL));
    gap(
        "batch-gap-without-times",
        2,
        new GapEvent(TS, WireLane.ALERTS, 0, 1, null, null, GapReason.FORGOTTEN));
    gap(
        "batch-gap-restart",
        9,
        new GapEvent(TS, WireLane.READINGS, 4096, 4096, null, null, GapReason.RESTART));
    gap(
        "batch-gap-damaged",
        10,
        new GapEvent(TS, WireLane.ALERTS, 5, 2, 0L, null, GapReason.DAMAGED));
    gap(
        "batch-gap-expired",
        11,
        new GapEvent(
            TS, WireLane.READINGS, 9_007_199_254_740_000L, 1, null, to, GapReason.EXPIRED));
  }

  private void addSession() {
    var sender = new Sender("acme", "T1-K017");
    String spool = "0b8f3a52-6c1d-4e7a-9f20-5d3c8e1a7b64";
    frames.put("hello", codec.hello(new Hello(sender, "1.0.0", spool, TS, 1042, 88123)));
    frames.put("hello-new-spool", codec.hello(new Hello(sender, "1.0.0", spool, TS, 0, 0)));
    frames.put("ack", codec.reply("3f0c", new Ack(90.0)));
    frames.put("ack-exact-previous", codec.reply("3f0c", new Ack(85.125)));
    frames.put("ack-nothing-before", codec.reply("3f0d", new Ack(null)));
    nack(Reason.WRONG_HOST, "this kiosk is T1-K017, the command is for T1-K018");
    nack(Reason.INVALID_THRESHOLD, "pct must be within 0..100, was 140");
    nack(Reason.UNKNOWN_METRIC, "there is no limit for humidity");
    nack(Reason.UNSUPPORTED_COMMAND, "this agent does not know reboot");
    nack(Reason.MALFORMED, "pct must be a finite number, was missing");
    nack(Reason.STORAGE_FAILED, "the limit could not be saved; the one before still holds");
  }

  private void nack(Reason reason, String sentence) {
    frames.put("nack-" + reason.word(), codec.reply("3f0c", new Nack(reason, sentence)));
  }

  private void event(String name, Event event) {
    frames.put(name, codec.encode(event));
  }

  private void gap(String name, long first, GapEvent gap) {
    batch(name, WireLane.ALERTS, first, gap);
  }

  private void batch(String name, WireLane lane, long first, Event... events) {
    frames.put(name, codec.batch(lane, first, Arrays.stream(events).map(codec::encode).toList()));
  }
}
