package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.access.Tls;
import dev.kiosk.simulator.hub.metrics.Exposition;

/** The hub's figures about itself: what was counted, and how things stand now. */
final class HubFigures {

  private HubFigures() {}

  static String of(Core core) {
    Exposition out = new Exposition();
    core.counters().write(out);
    out.counter(
        "operator_events_dropped_total",
        "Events that operators missed because they read too slowly.",
        core.operators().dropped());
    out.gauge("agents_connected", "Kiosks that are connected.", (double) core.hosts().connected());
    out.gauge("operators_connected", "Operators that are connected.", core.operators().count());
    out.gauge("store_queue_jobs", "Frames that wait for the store.", core.store().waiting());
    out.gauge(
        "store_ok", "1 as long as events can be stored.", core.store().failure() == null ? 1 : 0);
    out.gauge(
        "audit_behind_seconds",
        "For how long the audit list's disk has not answered; commands are refused meanwhile.",
        core.book().behindMillis() / 1000.0);
    out.gauge(
        "token_file_ok",
        "0 while the token file has mistakes and an earlier one is in force.",
        core.access().trouble() == null ? 1 : 0);
    Tls tls = core.tls();
    if (tls != null) {
      out.gauge(
          "certificate_ok",
          "0 while the certificate's files have mistakes and earlier ones are in force.",
          tls.trouble() == null ? 1 : 0);
      out.gauge(
          "certificate_expiry_timestamp_seconds",
          "When the certificate in force ends.",
          tls.endsMillis() / 1000.0);
    }
    return out.toString();
  }
}
