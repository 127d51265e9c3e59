package dev.kiosk.agent.status;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.status.StatusSnapshot.Loss;
import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;
import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import dev.kiosk.agent.telemetry.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The answer to "is the kiosk healthy?", with every reason why not.
 *
 * @param health the worst of the problems
 * @param problems the worst first; of equals the devices, in their configured order, then the rest
 * @param headline one or two sentences: how it is, and what to do first
 */
public record Assessment(Health health, List<Trouble> problems, String headline) {

  private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

  /** From this pressure on readings will soon be dropped. */
  private static final int NEARLY_FULL = 3;

  /** Copies the list. */
  public Assessment {
    problems = List.copyOf(problems);
  }

  /**
   * One problem.
   *
   * @param what in words, without a full stop: "cannot print bag tags: the paper has run out"
   * @param sinceMillis since when, milliseconds since the Unix epoch; null when not known
   * @param next what to do, one sentence; null when there is nothing to do here
   * @param lasts whether it still holds; else it happened then and is over
   */
  public record Trouble(
      Health health,
      String what,
      @Nullable Long sinceMillis,
      @Nullable String next,
      boolean lasts) {

    /** A problem that holds. */
    Trouble(Health health, String what, @Nullable Long sinceMillis, @Nullable String next) {
      this(health, what, sinceMillis, next, true);
    }
  }

  /** Judges a snapshot. */
  public static Assessment of(StatusSnapshot snapshot) {
    var problems = new ArrayList<Trouble>();
    snapshot.devices().forEach(device -> device(device, problems));
    server(snapshot.server(), problems);
    certificate(snapshot, problems);
    buffer(snapshot, problems);
    snapshot.thresholds().forEach(threshold -> threshold(threshold, problems));
    problems.sort(
        (one, other) -> other.health().compareTo(one.health())); // and stays in this order
    Health health = Health.HEALTHY;
    for (Trouble problem : problems) {
      health = health.worseOf(problem.health());
    }
    return new Assessment(health, problems, headline(snapshot, problems));
  }

  private static void device(DeviceStatus device, List<Trouble> problems) {
    boolean blocked =
        device.state() == DeviceStatus.State.ERROR || device.state() == DeviceStatus.State.OFFLINE;
    if (device.state() == DeviceStatus.State.READY || inUse(device)) {
      return;
    }
    String subject = blocked ? device.blocked() : device.role();
    String what = subject + ": " + inner(device.sentence());
    if (device.conditions().isEmpty()) {
      String next =
          device.ageMillis() == null
              ? "Wait for its first answer; if none comes, check its cable and its power."
              : "Check its cable and its lights, and plug it in anew.";
      problems.add(new Trouble(Health.WARNING, what, device.sinceMillis(), next));
      return;
    }
    RaisedCondition worst = device.conditions().get(0);
    String next = worst.clearsByItself() ? andClears(worst.next()) : worst.next();
    problems.add(
        new Trouble(blocked ? Health.CRITICAL : Health.WARNING, what, worst.sinceMillis(), next));
  }

  /** A device that the kiosk application uses cannot be asked; that is as it should be. */
  private static boolean inUse(DeviceStatus device) {
    return device.state() == DeviceStatus.State.UNKNOWN
        && !device.conditions().isEmpty()
        && device.conditions().stream()
            .allMatch(condition -> condition.code().equals(Condition.PORT_IN_USE.name()));
  }

  private static void server(Server server, List<Trouble> problems) {
    String why = server.lastError() == null ? "" : ": " + inner(server.lastError());
    Long since = server.sinceMillis();
    if (server.state() == ServerState.REJECTED) {
      String next = "Check the token and that the server knows this kiosk.";
      problems.add(
          new Trouble(Health.CRITICAL, "the server refuses this kiosk" + why, since, next));
    } else if (server.state() != ServerState.CONNECTED) {
      String next = serverAdvice(why) + "; the agent connects by itself when it can.";
      problems.add(new Trouble(Health.WARNING, "not connected to the server" + why, since, next));
    }
  }

  private static String serverAdvice(String why) {
    return why.contains("refused")
        ? "The network is well: ask whoever runs the server to start it"
        : "Check the kiosk's network cable, and ask whoever runs the server";
  }

  private static void certificate(StatusSnapshot snapshot, List<Trouble> problems) {
    StatusSnapshot.Certificate certificate = snapshot.server().certificate();
    if (certificate != null && certificate.expiringSinceMillis() != null) {
      Health health =
          CertificateWords.ended(certificate, snapshot.takenMillis())
              ? Health.CRITICAL
              : Health.WARNING;
      String what = "the " + CertificateWords.of(certificate, snapshot.takenMillis());
      String next =
          "Install a new certificate and its key ("
              + certificate.file()
              + "); the agent picks them up by itself.";
      problems.add(new Trouble(health, what, certificate.expiringSinceMillis(), next));
    }
    String trouble = snapshot.server().certificateTrouble();
    if (trouble != null) {
      String next = "Mend the files before the agent is started anew, or it cannot connect.";
      problems.add(new Trouble(Health.WARNING, CertificateWords.NOT_USED + trouble, null, next));
    }
  }

  private static void buffer(StatusSnapshot snapshot, List<Trouble> problems) {
    StatusSnapshot.Buffer buffer = snapshot.buffer();
    if (buffer.refusing() != null) {
      String what = "cannot write to the disk: " + inner(buffer.refusing());
      String next =
          diskAdvice(buffer.refusing()) + "; what is in memory is then written by itself.";
      problems.add(new Trouble(Health.CRITICAL, what, null, next));
    }
    if (buffer.pressure() >= NEARLY_FULL) {
      String what = "the buffer is " + Spans.number(buffer.levelPercent()) + " % full";
      String next =
          OfflineWords.room(buffer)
              ? "Bring the connection back, or the oldest readings will be dropped."
              : "Bring the connection back; the oldest readings are being dropped.";
      problems.add(new Trouble(Health.WARNING, what, null, next));
    }
    for (Loss loss : buffer.losses()) {
      Long at = loss.atMillis();
      if (LossWords.certain(loss) && at != null && snapshot.takenMillis() - at < DAY_MILLIS) {
        String next =
            "Nothing to do here: the server hears of it by itself, and this warning ends after a"
                + " day.";
        problems.add(new Trouble(Health.WARNING, LossWords.of(loss), at, next, false));
      }
    }
  }

  private static String diskAdvice(String refusal) {
    String why = refusal.toLowerCase(Locale.ROOT);
    if (why.contains("permission denied")) {
      return "Let the agent's user write to that folder";
    }
    if (why.contains("read-only")) {
      return "Remount the disk for writing; if it turned read-only by itself, replace it";
    }
    if (why.contains("no space") || why.contains("quota")) {
      return "Free space on the disk";
    }
    return "Check the disk and replace it";
  }

  private static void threshold(Threshold threshold, List<Trouble> problems) {
    if (threshold.exceeded()) {
      String what =
          String.format(
              Locale.US,
              "%s is too high: above %s %s, ends below %s %s",
              threshold.metric().words(),
              Spans.number(threshold.limit()),
              threshold.metric().unit().symbol(),
              Spans.number(threshold.clear()),
              threshold.metric().unit().symbol());
      problems.add(
          new Trouble(
              Health.WARNING,
              what,
              threshold.exceededSinceMillis(),
              limitAdvice(threshold.metric())));
    }
  }

  private static String limitAdvice(Metric metric) {
    return switch (metric) {
      case CPU -> "See which program is busy (top), or report it if it lasts; it ends by itself.";
      case MEMORY ->
          "See which program holds it (top, then M), or report it if it lasts; it ends by itself.";
      case DISK -> "Free space (du -xh / | sort -h shows where it went).";
      case TEMPERATURE -> "See that the fan turns and the air vents are free.";
    };
  }

  private static String headline(StatusSnapshot snapshot, List<Trouble> problems) {
    if (problems.isEmpty()) {
      long ready =
          snapshot.devices().stream()
              .filter(device -> device.state() == DeviceStatus.State.READY)
              .count();
      return "All is well: " + Spans.counted(ready, "devices") + " ready, connected to the server.";
    }
    Trouble first = problems.get(0);
    var line = new StringBuilder();
    line.append(Spans.counted(problems.size(), "problems"));
    line.append(problems.size() == 1 ? ": " : "; the first: ").append(first.what());
    Long since = first.sinceMillis();
    if (since != null) {
      String span = Spans.since(since, snapshot.takenMillis());
      line.append(first.lasts() ? " (for " + span + ")" : " (" + span + " ago)");
    }
    line.append('.');
    if (first.next() != null) {
      line.append(' ').append(first.next());
    }
    return line.toString();
  }

  /** A sentence as a part of another one: small first letter, no full stop. */
  static String inner(String sentence) {
    String text = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    boolean word =
        text.length() > 1
            && Character.isUpperCase(text.charAt(0))
            && !Character.isUpperCase(text.charAt(1));
    return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
  }

  private static String andClears(String next) {
    String text = next.endsWith(".") ? next.substring(0, next.length() - 1) : next;
    return text + "; then it clears by itself.";
  }
}
