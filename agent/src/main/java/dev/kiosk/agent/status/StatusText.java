package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Buffer;
import dev.kiosk.agent.status.StatusSnapshot.Lane;
import dev.kiosk.agent.status.StatusSnapshot.Loss;
import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import dev.kiosk.agent.telemetry.Reading;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a snapshot for a terminal of 80 columns. */
public final class StatusText {

  /** How many changes are told; a screen has no room for all. */
  private static final int CHANGES = 10;

  private final StatusSnapshot snapshot;
  private final Clock clock;
  private final Lines lines;

  private StatusText(StatusSnapshot snapshot, ZoneId zone, boolean colours) {
    this.snapshot = snapshot;
    this.clock = new Clock(zone, snapshot.takenMillis());
    this.lines = new Lines(colours);
  }

  /**
   * The snapshot as text. Whatever devices and servers say of themselves is cleared of control
   * characters, so that it cannot play with the terminal.
   *
   * @param zone for times of day
   * @param colours whether ANSI colours may be used
   */
  public static String of(StatusSnapshot snapshot, ZoneId zone, boolean colours) {
    return new StatusText(snapshot, zone, colours).write();
  }

  private String write() {
    Assessment assessment = Assessment.of(snapshot);
    Lines.Colour colour = colour(assessment.health());
    lines.add(0, colour, assessment.health().name() + ": " + assessment.headline());
    String kiosk = "Kiosk " + snapshot.kiosk().host() + " of " + snapshot.kiosk().tenantId();
    lines.add(0, kiosk + ", seen at " + clock.full() + ".");
    String warning = OfflineWords.warning(snapshot.buffer());
    if (warning != null) {
      lines.add(0, Lines.Colour.RED, warning);
    }
    facts();
    service(snapshot.service());
    rest(assessment.problems());
    devices();
    server(snapshot.server());
    buffer(snapshot.buffer());
    thresholds();
    host();
    changes();
    agent();
    return lines.text();
  }

  /** The three answers that everybody asks for. */
  private void facts() {
    Buffer buffer = snapshot.buffer();
    lines.add(0, "Server: " + ServerWords.fact(snapshot, clock));
    boolean room = OfflineWords.room(buffer);
    lines.add(
        0,
        room ? null : Lines.Colour.YELLOW,
        "Without the server: " + OfflineWords.of(buffer) + ".");
    if (buffer.losses().isEmpty()) {
      lines.add(0, "Lost: nothing.");
    }
    for (Loss loss : buffer.losses()) {
      String words = LossWords.heading(loss) + ": " + LossWords.of(loss, clock) + ".";
      lines.add(0, Lines.Colour.YELLOW, words);
    }
  }

  private void service(@Nullable Service service) {
    if (service != null) {
      lines.add(
          0,
          Lines.Colour.YELLOW,
          "Service mode: %s works on the kiosk and no operator is called; %s left."
              .formatted(service.by(), Spans.words(service.leftMillis())));
    }
  }

  /** The first problem stands in the headline. */
  private void rest(List<Assessment.Trouble> problems) {
    if (problems.size() < 2) {
      return;
    }
    lines.heading("Problems");
    for (Assessment.Trouble problem : problems) {
      String ago = problem.lasts() ? "" : " ago";
      String since =
          problem.sinceMillis() == null ? "" : " (" + span(problem.sinceMillis()) + ago + ")";
      String text = "- " + problem.what() + since + ".";
      lines.add(2, colour(problem.health()), text);
      if (problem.next() != null) {
        lines.add(4, problem.next());
      }
    }
  }

  private void devices() {
    lines.heading("Devices");
    if (snapshot.devices().isEmpty()) {
      lines.add(2, "None are configured.");
    }
    for (DeviceStatus device : snapshot.devices()) {
      String since =
          device.stateSinceMillis() == null ? "" : " " + clock.since(device.stateSinceMillis());
      String id = device.service() == null ? "" : " (" + device.id() + ")";
      String head = device.role() + id + ": ";
      lines.add(2, colour(device.state()), head + device.state().wireName() + since);
      for (RaisedCondition condition : device.conditions()) {
        condition(condition);
      }
      if (device.conditions().isEmpty() && device.state() != DeviceStatus.State.READY) {
        lines.add(4, device.sentence());
      }
      for (DeviceStatus.AlsoSeen also : device.alsoSeen()) {
        lines.add(4, also.code() + " is seen too; that comes from " + also.because() + ".");
      }
      if (device.ageMillis() != null || !device.conditions().isEmpty()) {
        lines.add(4, observed(device));
      }
    }
  }

  private void condition(RaisedCondition condition) {
    String subject = condition.subject() == null ? "" : ", " + condition.subject();
    String flapping = condition.flapping() ? ", comes and goes" : "";
    String code = " [" + condition.code() + subject + flapping + "]";
    lines.add(4, condition.wrong() + code);
    lines.add(4, "To do: " + condition.next());
  }

  private static String observed(DeviceStatus device) {
    if (device.ageMillis() == null) {
      return "not answered yet";
    }
    var parts = new ArrayList<String>();
    parts.add("asked " + Spans.words(device.ageMillis()) + " ago");
    if (device.source() != null) {
      parts.add(device.source());
    }
    if (device.model() != null) {
      parts.add(device.model());
    }
    if (device.serial() != null) {
      parts.add("serial number " + device.serial());
    }
    return String.join(", ", parts);
  }

  private void server(Server server) {
    lines.heading("Server");
    lines.add(2, server.url());
    String contract = server.contract() == null ? "" : ", speaks " + server.contract();
    boolean connected = server.state() == StatusSnapshot.ServerState.CONNECTED;
    String state =
        ServerWords.of(server.state()) + " " + clock.since(server.sinceMillis()) + contract;
    lines.add(2, connected ? Lines.Colour.GREEN : Lines.Colour.YELLOW, state);
    if (!connected) {
      if (server.nextTryInMillis() != null) {
        lines.add(2, "next try in " + Spans.words(server.nextTryInMillis()));
      }
      lines.add(2, Spans.counted(server.attempts(), "attempts") + " since the agent started");
    }
    if (server.lastError() != null) {
      lines.add(2, (connected ? "the last connection ended: " : "why: ") + server.lastError());
    }
    certificate(server);
    server.notes().forEach(note -> lines.add(2, Lines.Colour.YELLOW, "Note: " + note));
  }

  private void certificate(Server server) {
    StatusSnapshot.Certificate certificate = server.certificate();
    if (certificate != null) {
      boolean expiring = certificate.expiringSinceMillis() != null;
      lines.add(
          2,
          expiring ? Lines.Colour.YELLOW : null,
          CertificateWords.of(certificate, snapshot.takenMillis()));
    }
    if (server.certificateTrouble() != null) {
      lines.add(2, Lines.Colour.YELLOW, CertificateWords.NOT_USED + server.certificateTrouble());
    }
  }

  private void buffer(Buffer buffer) {
    lines.heading("Buffer");
    String held =
        buffer.lanes().stream()
            .map(lane -> Spans.counted(lane.held(), lane.name()) + oldest(lane))
            .collect(Collectors.joining(", "));
    String level = Spans.number(buffer.levelPercent()) + " % of " + Spans.size(buffer.maxBytes());
    lines.add(2, held);
    lines.add(2, level + " used");
    if (buffer.pressure() > 0) {
      lines.add(
          2,
          Lines.Colour.YELLOW,
          "values are read less often to save room (pressure " + buffer.pressure() + " of 3)");
    }
    if (buffer.refusing() != null) {
      lines.add(2, Lines.Colour.RED, "cannot write to the disk: " + buffer.refusing());
    }
    if (buffer.bytesWrittenToday() != null) {
      lines.add(2, Spans.size(buffer.bytesWrittenToday()) + " written to disk today");
    }
  }

  private String oldest(Lane lane) {
    Long oldest = lane.oldestMillis();
    return oldest == null ? "" : " (the oldest " + span(oldest) + " old)";
  }

  private void thresholds() {
    if (snapshot.thresholds().isEmpty()) {
      return;
    }
    lines.heading("Thresholds");
    for (Threshold threshold : snapshot.thresholds()) {
      String words = threshold.metric().words() + " " + LimitWords.of(threshold, clock);
      lines.add(2, threshold.exceeded() ? Lines.Colour.YELLOW : null, words);
    }
  }

  private void host() {
    if (snapshot.readings().isEmpty()) {
      return;
    }
    lines.heading("Host");
    for (Reading reading : snapshot.readings()) {
      String value = Spans.number(reading.value()) + " " + reading.metric().unit().symbol();
      String age = span(reading.wallMillis()) + " ago";
      lines.add(2, reading.metric().words() + " " + value + ", " + age + lastHour(reading));
    }
  }

  private String lastHour(Reading reading) {
    for (Trend trend : snapshot.lastHour()) {
      Double highest = trend.highest();
      if (trend.metric() == reading.metric() && highest != null) {
        String unit = " " + reading.metric().unit().symbol();
        return "; highest of the last hour " + Spans.number(highest) + unit;
      }
    }
    return "";
  }

  private void changes() {
    if (snapshot.changes().isEmpty()) {
      return;
    }
    lines.heading("What happened lately");
    for (Change change : snapshot.changes().stream().limit(CHANGES).toList()) {
      lines.add(
          2,
          change.health() == Health.HEALTHY ? null : colour(change.health()),
          clock.at(change.atMillis()) + "  " + change.what());
    }
    int more = snapshot.changes().size() - CHANGES;
    if (more > 0) {
      lines.add(2, more + " more on the page and with --json");
    }
  }

  private void agent() {
    lines.heading("Agent");
    // by the present clock: one without a battery stood elsewhere when the agent was started
    long started = snapshot.takenMillis() - snapshot.agent().uptimeMillis();
    String running = "running " + clock.since(started);
    lines.add(2, "version " + snapshot.agent().version() + ", " + running);
    lines.add(2, "configuration " + snapshot.agent().configFile());
    StatusSnapshot.Use use = snapshot.agent().use();
    if (use.residentBytes() != null) {
      String share =
          use.cpuPercent() == null ? "" : ", " + Spans.share(use.cpuPercent()) + " of one core";
      lines.add(2, "takes " + Spans.size(use.residentBytes()) + " of memory" + share);
    }
  }

  private String span(long sinceMillis) {
    return Spans.since(sinceMillis, snapshot.takenMillis());
  }

  private static Lines.Colour colour(Health health) {
    return switch (health) {
      case HEALTHY -> Lines.Colour.GREEN;
      case WARNING -> Lines.Colour.YELLOW;
      case CRITICAL -> Lines.Colour.RED;
    };
  }

  private static Lines.@Nullable Colour colour(DeviceStatus.State state) {
    return switch (state) {
      case READY -> Lines.Colour.GREEN;
      case WARNING, UNKNOWN -> Lines.Colour.YELLOW;
      case ERROR, OFFLINE -> Lines.Colour.RED;
    };
  }
}
