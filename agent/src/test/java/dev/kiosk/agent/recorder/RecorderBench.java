package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.condition.Words;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.sampler.Sample;
import dev.kiosk.agent.sampler.SampleQueue;
import dev.kiosk.agent.spool.Batch;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import dev.kiosk.agent.threshold.Limit;
import dev.kiosk.agent.threshold.Thresholds;
import dev.kiosk.agent.time.ManualTime;
import dev.kiosk.agent.wire.Codec;
import dev.kiosk.agent.wire.Sender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A recorder over a real spool on a fake disk; what it appends can be read as text. */
final class RecorderBench {

  static final Duration INTERVAL = Duration.ofSeconds(30);
  static final Path STATE = Path.of("/state");

  final ManualTime time = new ManualTime();
  final FakeDisk disk = new FakeDisk();
  final Counters counters = new Counters();
  List<DeviceSettings> devices =
      List.of(new DeviceSettings("bagtag", "printer", "bag tags", INTERVAL, null, null));
  List<Limit> limits = List.of(new Limit(Metric.CPU, 90, 80, Duration.ofSeconds(10), null));
  Set<Metric> measured = EnumSet.allOf(Metric.class);
  CertificateSource certificates = CertificateSource.NONE;
  SampleQueue queue = new SampleQueue(counters);
  ServiceMode service;
  Spool spool;
  Recorder recorder;
  private long readFrom;

  RecorderBench() throws IOException {
    this.service = loadService();
    this.spool = openSpool();
    this.recorder = openRecorder();
  }

  private Spool openSpool() throws IOException {
    var config =
        new SpoolConfig(
            Path.of("/spool"), 64 << 20, Duration.ofDays(30), Duration.ofSeconds(1), "acme/K");
    var codec = new Codec(new Sender("acme", "K"));
    return Spool.open(
        config,
        new Spool.Surroundings(disk, time, counters, new Random(1)),
        new GapAnnouncer(codec, time, 1000, service));
  }

  private ServiceMode loadService() {
    return ServiceMode.load(disk, STATE, time);
  }

  private Recorder openRecorder() throws IOException {
    queue = new SampleQueue(counters);
    var parts =
        new Recorder.Parts(
            queue,
            new Thresholds("K", limits, time),
            new Codec(new Sender("acme", "K")),
            spool,
            Words.load(),
            certificates,
            measured,
            service);
    return Recorder.open(devices, parts, new Recorder.StateDir(disk, STATE), time);
  }

  /** The process is killed and started again. */
  void restart() throws IOException {
    disk.killProcess();
    service = loadService();
    spool = openSpool();
    recorder = openRecorder();
    work();
  }

  void work() {
    for (int i = 0; i < 1000; i++) {
      int work = recorder.step(time.nanos()) + service.step(time.nanos());
      if (work + spool.step(time.nanos()) == 0) {
        return;
      }
    }
  }

  /** One interval passes and the device shows these conditions. */
  void sample(Condition... shown) {
    var findings = new ArrayList<Finding>();
    for (Condition condition : shown) {
      findings.add(Finding.of(condition, "raw"));
    }
    observe(Observation.of("test", findings));
  }

  void observe(Observation seen) {
    time.pass(INTERVAL);
    observe(0, seen);
  }

  /** A source of the device speaks, now. */
  void observe(int source, Observation seen) {
    enqueue(source, seen);
    work();
  }

  void enqueue(int source, Observation seen) {
    queue.add(
        new Sample.OfDevice(
            "bagtag",
            new Sample.Source(source, seen.authority().rank(), seen.source()),
            Sample.seen(seen),
            time.wallMillis(),
            time.nanos(),
            INTERVAL.toNanos()));
  }

  void cpu(double value) {
    host(Metric.CPU, value);
  }

  void host(Metric metric, double value) {
    time.pass(Duration.ofSeconds(1));
    queue.add(new Sample.OfHost(new Reading(metric, value, time.wallMillis()), time.nanos()));
    work();
  }

  DeviceView device() {
    return recorder.devices().get(0);
  }

  /** The alerts since the last call, as JSON text. */
  List<String> alerts() {
    var alerts = new ArrayList<String>();
    while (true) {
      Batch batch = spool.drain().read(Lane.ALERTS, readFrom, 100, 1 << 20);
      readFrom = batch.isEmpty() ? readFrom : batch.end();
      if (batch.isEmpty()) {
        return alerts;
      }
      batch.events().forEach(event -> alerts.add(new String(event, StandardCharsets.UTF_8)));
    }
  }

  /** The error events since the last call, as {@code CODE active}. */
  List<String> errors() {
    return alerts().stream()
        .filter(event -> event.startsWith("{\"type\":\"error\""))
        .map(event -> field(event, "code") + " " + field(event, "active"))
        .toList();
  }

  static String field(String json, String name) {
    int at = json.indexOf("\"" + name + "\":");
    if (at < 0) {
      return "-";
    }
    return json.substring(at + name.length() + 3).split("[,}]", 2)[0].replace("\"", "");
  }
}
