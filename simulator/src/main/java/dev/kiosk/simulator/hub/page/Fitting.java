package dev.kiosk.simulator.hub.page;

import dev.kiosk.simulator.hub.page.Fleet.Kiosk;
import dev.kiosk.simulator.hub.page.FleetAnswer.Told;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a hub tells of its kiosks so short that any NATS takes it: an answer stays below the
 * 256 KiB that a hub asks of the server, whatever a kiosk comes up with. Sizes are bytes on the
 * wire.
 */
final class Fitting {

  /** Of the kiosks that changed, in one answer, unless one alone is larger. */
  static final int MAX_CHANGED = 64 << 10;

  /** Of the last alerts, in one answer. */
  static final int MAX_RECENT = 48 << 10;

  /** Of all kiosks together; a kiosk that is asked for in full has to fit too. */
  static final int MAX_KIOSKS = 192 << 10;

  /** What a kiosk has beyond that is left out. */
  private static final int MAX_DEVICES = 32 << 10;

  private static final int MAX_RAISED = 20 << 10;
  private static final int MAX_HEARTBEAT = 8 << 10;
  private static final int MAX_KIOSK = MAX_DEVICES + MAX_RAISED + MAX_HEARTBEAT;

  /** Where details of a kiosk are missing on a page. */
  static final String LEFT_OUT = "details-left-out";

  private Fitting() {}

  /** The kiosk without what is too much; an alert says so then. */
  static Told fit(Told told) {
    if (FleetAnswer.bytes(told) <= MAX_KIOSK) {
      return told;
    }
    Kiosk all = told.kiosk();
    List<String> devices = first(all.devices(), MAX_DEVICES);
    List<Alert> raised = new ArrayList<>(first(told.raised(), MAX_RAISED));
    int missing = all.devices().size() + told.raised().size() - devices.size() - raised.size();
    String beat = all.heartbeat();
    boolean fits = beat == null || FleetAnswer.bytes(beat) <= MAX_HEARTBEAT;
    raised.add(leftOut(missing + (fits ? 0 : 1), all.sinceMillis()));
    return new Told(told.host(), with(all, devices, fits ? beat : null), raised);
  }

  private static Kiosk with(Kiosk all, List<String> devices, @Nullable String heartbeat) {
    return new Kiosk(
        all.connected(),
        all.level(),
        all.agent(),
        all.sinceMillis(),
        all.heardMillis(),
        heartbeat,
        devices);
  }

  private static Alert leftOut(int details, long ts) {
    String message =
        "%d devices, conditions or heartbeats of this kiosk are too long and left out here; a page of the hub that it is connected to shows more"
            .formatted(details);
    return new Alert(LEFT_OUT, "", "", message, "warning", true, false, ts);
  }

  /** Those from the front that fit; one that does not is passed over. */
  private static <T> List<T> first(List<T> all, int most) {
    List<T> fit = new ArrayList<>();
    int bytes = 0;
    for (T each : all) {
      int its = FleetAnswer.bytes(each);
      if (bytes + its <= most) {
        fit.add(each);
        bytes += its;
      }
    }
    return fit;
  }

  /** The newest of these alerts, of which the oldest is the first. */
  static List<String> newest(List<String> alerts) {
    int from = alerts.size();
    int bytes = 0;
    while (from > 0 && bytes + FleetAnswer.bytes(alerts.get(from - 1)) <= MAX_RECENT) {
      from--;
      bytes += FleetAnswer.bytes(alerts.get(from));
    }
    return alerts.subList(from, alerts.size());
  }
}
