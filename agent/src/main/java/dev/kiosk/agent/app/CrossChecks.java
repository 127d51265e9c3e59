package dev.kiosk.agent.app;

import dev.kiosk.agent.config.DurationForm;
import dev.kiosk.agent.config.Settings;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Unit;
import dev.kiosk.agent.threshold.Limit;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Notes values that are right one by one and do not go together, for {@code config check}. */
final class CrossChecks {

  private static final double WHOLE = 100;

  private final AgentConfig config;
  private final Settings root;

  private CrossChecks(ConfigReader.Held held) {
    this.config = held.config();
    this.root = held.root();
  }

  static void check(ConfigReader.Held held) {
    var checks = new CrossChecks(held);
    checks.server();
    checks.config.limits().forEach(checks::limit);
    checks.unread();
    checks.status();
    checks.devices();
  }

  private void server() {
    if (config.insecure()) {
      root.table("server")
          .note(
              "allow_insecure",
              "url is ws:// and goes beyond this machine: everybody on the way can read the token"
                  + " and the events; use wss:// as soon as the server has it");
    } else if (config.allowInsecure()) {
      root.table("server")
          .note("allow_insecure", "url does not need it; leave it out, so that it allows nothing");
    }
  }

  private void limit(Limit limit) {
    Settings table = root.table("threshold").table(limit.metric().wireName());
    if (limit.clearValue() >= limit.value()) {
      table.note(
          "clear_pct",
          "is the same as pct: a reading that wavers there raises and ends the alarm again and"
              + " again; give one that is 5 to 10 below pct");
    }
    if (limit.metric().unit() != Unit.PERCENT) {
      return;
    }
    if (limit.clearValue() <= 0) {
      table.note(
          table.has("clear_pct") ? "clear_pct" : "pct",
          table.has("clear_pct")
              ? "no reading falls below 0, so the alarm would never end; give a number above 0"
              : "without clear_pct the alarm ends 10 below pct, which no reading is; give clear_pct");
    }
    if (limit.value() >= WHOLE) {
      table.note(
          "pct", "no reading is above 100, so this limit is never exceeded; give a lower one");
    }
  }

  /** Limits that somebody has set for what is not read. */
  private void unread() {
    for (Metric metric : Metric.values()) {
      String name = metric.wireName();
      Settings table = root.table("threshold").table(name);
      if (table.has("pct") && !config.intervals().containsKey(metric)) {
        table.note(
            "pct",
            "is never looked at: sample.%s is \"off\"; give it an interval, or leave the limit out"
                .formatted(name));
      }
    }
  }

  private void status() {
    InetSocketAddress listen = config.statusListen();
    if (listen == null) {
      return;
    }
    if (listen.isUnresolved()) {
      root.table("status")
          .note(
              "listen",
              listen.getHostString()
                  + " is no address of this machine now, and without one there is no status; give a"
                  + " number such as 127.0.0.1");
    } else if (!listen.getAddress().isLoopbackAddress()) {
      root.table("status")
          .note(
              "listen",
              "everybody on the network can read the status there; 127.0.0.1 keeps it to this"
                  + " machine, and ssh -L %1$d:127.0.0.1:%1$d brings it to yours"
                      .formatted(listen.getPort()));
    }
  }

  private void devices() {
    List<Settings> tables = root.tables("device");
    for (int i = 0; i < tables.size(); i++) {
      List<DeviceConfig.Source> sources = config.devices().get(i).sources();
      for (int j = 0; j < sources.size(); j++) {
        Settings table = j == 0 ? tables.get(i) : tables.get(i).tables("source").get(j - 1);
        pace(table, sources.get(j));
      }
    }
  }

  private static void pace(Settings table, DeviceConfig.Source source) {
    Duration interval = source.interval();
    Duration timeout = source.timeout();
    if (interval.compareTo(timeout) < 0) {
      table.note(
          table.has("interval") ? "interval" : "timeout",
          ("interval (%s) is shorter than timeout (%s): a look that meets silence takes all of the"
                  + " timeout, the next waits for its end, and the state is called unknown only after"
                  + " %s; give a longer interval or a shorter timeout")
              .formatted(
                  DurationForm.format(interval),
                  DurationForm.format(timeout),
                  DurationForm.format(timeout.multipliedBy(3))));
    }
  }
}
