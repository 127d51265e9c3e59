package dev.kiosk.agent.app;

import dev.kiosk.agent.config.Problem;
import dev.kiosk.agent.config.Settings;
import dev.kiosk.agent.config.TomlWriter;
import dev.kiosk.agent.link.LinkConfig;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Unit;
import dev.kiosk.agent.threshold.Limit;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a configuration with every key and the value that holds, as TOML that means the same.
 * Secrets are masked, and no file that it names is opened.
 */
final class EffectiveConfig {

  private final AgentConfig config;
  private final Settings root;
  private final TomlWriter toml = new TomlWriter();

  private EffectiveConfig(ConfigReader.Held held) {
    this.config = held.config();
    this.root = held.root();
  }

  /**
   * The configuration as it holds.
   *
   * @param notes told at the top, as comments
   */
  static String of(ConfigReader.Held held, List<Problem> notes) {
    var effective = new EffectiveConfig(held);
    effective.heading(notes);
    effective.kiosk();
    effective.server();
    effective.spool();
    effective.sample();
    for (Metric metric : Metric.values()) {
      effective.threshold(metric);
    }
    effective.status();
    effective.service();
    for (int i = 0; i < effective.config.devices().size(); i++) {
      effective.device(effective.config.devices().get(i), effective.root.tables("device").get(i));
    }
    return effective.toml.written();
  }

  private void heading(List<Problem> notes) {
    toml.comment(config.source() + " as it holds, with every key. Limits that the server has set");
    toml.comment("hold in place of [threshold]: kiosk-agent status tells them.");
    toml.comment("A secret is shown as " + Secrets.MASK + ": put it back before this is used.");
    notes.forEach(note -> toml.comment("note: " + note.text()));
  }

  private void kiosk() {
    toml.table("kiosk", root.table("kiosk"));
    toml.text("tenant_id", config.tenantId());
    toml.text("host", config.host());
    toml.text("state_dir", config.stateDir().toString());
  }

  private void server() {
    Settings server = root.table("server");
    LinkConfig link = config.link();
    toml.table("server", server);
    toml.text("url", link.shownUri());
    toml.text(
        "token_file",
        server.optionalText("token_file"),
        "the systemd credential \"token\", where there is one");
    toml.text("ca_file", server.optionalText("ca_file"), "the system's authorities");
    toml.text("client_cert_file", server.optionalText("client_cert_file"), "no own certificate");
    toml.text("client_key_file", server.optionalText("client_key_file"), "no own certificate");
    toml.flag("allow_insecure", config.allowInsecure());
    toml.duration("ping_interval", link.pingInterval());
    toml.duration("backoff_initial", link.backoffInitial());
    toml.duration("backoff_max", link.backoffMax());
    toml.number("max_in_flight", link.maxInFlight());
    if (link.replayRate() == Integer.MAX_VALUE) {
      toml.text("replay_rate", "unlimited");
    } else {
      toml.number("replay_rate", link.replayRate());
    }
  }

  private void spool() {
    SpoolConfig spool = config.spool();
    toml.table("spool", root.table("spool"));
    toml.text("dir", spool.dir().toString());
    toml.size("max_size", spool.maxBytes());
    toml.duration("max_age", spool.maxAge());
    toml.duration("flush_interval", spool.flushInterval());
  }

  private void sample() {
    toml.table("sample", root.table("sample"));
    for (Metric metric : Metric.values()) {
      Duration interval = config.intervals().get(metric);
      if (interval == null) {
        toml.text(metric.wireName(), "off");
      } else {
        toml.duration(metric.wireName(), interval);
      }
    }
  }

  private void threshold(Metric metric) {
    Settings table = root.table("threshold").table(metric.wireName());
    toml.table("threshold." + metric.wireName(), table);
    Limit limit = limit(metric);
    if (limit == null) {
      toml.absent("pct", "there is no limit");
      return;
    }
    toml.number("pct", limit.value());
    toml.duration("for", limit.duration());
    if (table.has("clear_pct") || metric.unit() != Unit.PERCENT || limit.clearValue() >= 0) {
      toml.number("clear_pct", limit.clearValue());
    } else { // the key takes no such number
      toml.absent("clear_pct", "10 below pct");
    }
  }

  private @Nullable Limit limit(Metric metric) {
    return config.limits().stream()
        .filter(limit -> limit.metric() == metric)
        .findFirst()
        .orElse(null);
  }

  private void status() {
    Settings status = root.table("status");
    toml.table("status", status);
    toml.text("listen", status.text("listen", ConfigReader.USUAL_LISTEN));
  }

  private void service() {
    toml.table("service", root.table("service"));
    toml.text("socket", root.table("service").text("socket", AgentConfig.SERVICE_SOCKET));
  }

  private void device(DeviceConfig device, Settings table) {
    toml.element("device", table);
    toml.text("id", device.id());
    toml.text("kind", device.kind().wireName());
    toml.text("service", device.service(), "what it is used for is not told");
    source(device.sources().get(0));
    toml.number("raise_after", device.raiseAfter(), "each condition has its own rule");
    toml.number("clear_after", device.clearAfter(), "each condition has its own rule");
    List<Settings> further = table.tables("source");
    for (int i = 0; i < further.size(); i++) {
      toml.element("device.source", further.get(i));
      source(device.sources().get(i + 1));
    }
  }

  private void source(DeviceConfig.Source source) {
    toml.text("driver", source.driver());
    toml.text("endpoint", Secrets.mask(source.endpoint()));
    toml.duration("interval", source.interval());
    toml.duration("timeout", source.timeout());
  }
}
