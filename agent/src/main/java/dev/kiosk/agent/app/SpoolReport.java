package dev.kiosk.agent.app;

import dev.kiosk.agent.spool.Gap;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.LossReason;
import dev.kiosk.agent.spool.SpoolFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code kiosk-agent spool stat} prints. */
final class SpoolReport {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final SpoolFiles files;
  private final ZoneId zone;

  SpoolReport(SpoolFiles files, ZoneId zone) {
    this.files = files;
    this.zone = zone;
  }

  /** Counts of one lane, filled while it is read. */
  private static final class Count {
    long waiting;
    long delivered;
    @Nullable Long oldestMillis;

    void take(SpoolFiles.Stored event) {
      if (!event.waits()) {
        delivered++;
        return;
      }
      waiting++;
      if (oldestMillis == null) {
        oldestMillis = event.wallMillis();
      }
    }
  }

  void print(PrintWriter out) throws IOException {
    String owner = files.owner();
    out.println("owner     " + (owner == null ? "unreadable" : owner));
    for (Lane lane : Lane.values()) {
      var count = new Count();
      List<String> damage = files.read(lane, (event, payload) -> count.take(event));
      Long oldest = count.oldestMillis;
      out.printf(
          "%-9s %d waiting for the server%s, %d delivered and not deleted yet%n",
          lane.wireName(),
          count.waiting,
          oldest == null ? "" : ", the oldest since " + time(oldest),
          count.delivered);
      damage.forEach(sentence -> out.println("  damaged: " + sentence));
    }
    out.printf("%-9s %d bytes%n", "files", files.bytes());
    losses(out);
    for (String name : files.setAside()) {
      out.println("set aside " + name);
    }
  }

  private void losses(PrintWriter out) throws IOException {
    SpoolFiles.Losses losses = files.losses();
    if (!losses.readable()) {
      out.println("lost      unknown: the loss ledger is damaged");
    } else if (losses.sums().isEmpty()) {
      out.println("lost      nothing");
    }
    for (SpoolFiles.Sum sum : losses.sums()) {
      // A restart skips positions of both lanes, but takes readings only.
      if (sum.reason() != LossReason.RESTART) {
        out.printf(
            "lost      %d %s: %s, last at %s%n",
            sum.count(), sum.lane().wireName(), why(sum.reason()), time(sum.lastMillis()));
      } else if (sum.lane() == Lane.READINGS) {
        out.printf(
            "stops     %d without warning, last at %s: each took at most one flush interval of readings%n",
            sum.count(), time(sum.lastMillis()));
      }
    }
    for (Gap gap : losses.open()) {
      out.printf(
          "gap       %s %d to %d: %s; the server does not know yet%n",
          gap.lane().wireName(), gap.first(), gap.end() - 1, why(gap.reason()));
    }
  }

  private static String why(LossReason reason) {
    return switch (reason) {
      case FULL -> "the spool was full";
      case EXPIRED -> "they were too old";
      case DAMAGED -> "they could not be read back from the disk";
      case RESTART -> "positions skipped after a stop without warning";
      case FORGOTTEN -> "delivered, and the server does not have them any more";
    };
  }

  private String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
  }
}
