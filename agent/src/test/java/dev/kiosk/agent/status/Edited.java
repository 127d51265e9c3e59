package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Buffer;
import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import dev.kiosk.agent.telemetry.Reading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A snapshot like another one, but for some parts. */
final class Edited {

  private final StatusSnapshot of;
  private Server server;
  private List<DeviceStatus> devices;
  private Buffer buffer;
  private List<Threshold> thresholds;
  private List<Reading> readings;
  private @Nullable Service service;
  private List<Change> changes;
  private List<Trend> lastHour;

  private Edited(StatusSnapshot of) {
    this.of = of;
    this.server = of.server();
    this.devices = of.devices();
    this.buffer = of.buffer();
    this.thresholds = of.thresholds();
    this.readings = of.readings();
    this.service = of.service();
    this.changes = of.changes();
    this.lastHour = of.lastHour();
  }

  static Edited of(StatusSnapshot snapshot) {
    return new Edited(snapshot);
  }

  Edited server(Server other) {
    server = other;
    return this;
  }

  Edited devices(List<DeviceStatus> other) {
    devices = other;
    return this;
  }

  Edited buffer(Buffer other) {
    buffer = other;
    return this;
  }

  Edited thresholds(Threshold... other) {
    thresholds = List.of(other);
    return this;
  }

  Edited readings(Reading... other) {
    readings = List.of(other);
    return this;
  }

  Edited service(Service other) {
    service = other;
    return this;
  }

  Edited changes(List<Change> other) {
    changes = other;
    return this;
  }

  Edited lastHour(List<Trend> other) {
    lastHour = other;
    return this;
  }

  StatusSnapshot done() {
    return new StatusSnapshot(
        of.takenMillis(),
        of.agent(),
        of.kiosk(),
        server,
        devices,
        buffer,
        thresholds,
        readings,
        of.connections(),
        service,
        changes,
        lastHour,
        of.counters());
  }
}
