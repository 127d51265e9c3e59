package dev.kiosk.agent.recorder;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells anew what was told while the kiosk was serviced and still holds afterwards: nobody was
 * called for it, and a roll that was not put back must not stay unknown.
 *
 * <p>After the end a device is given time for looks that find it put right, so that whoever closes
 * the cover and says that the work is done calls nobody. What is to be told is kept with the set of
 * raised conditions, so that a restart does not forget it.
 */
final class Retelling {

  /** However rarely a device is looked at. */
  private static final long MOST_PATIENCE_NANOS = Duration.ofMinutes(5).toNanos();

  private final ServiceMode service;
  private final RaisedConditions raised;
  private final AlertWriter alerts;

  /** When the service ended, or this run began outside of one; null while it holds. */
  private @Nullable Long endedNanos;

  Retelling(ServiceMode service, RaisedConditions raised, AlertWriter alerts) {
    this.service = service;
    this.raised = raised;
    this.alerts = alerts;
  }

  /**
   * Looks whether there is something to tell.
   *
   * @param devices the trackers of the devices, by id
   * @return how much was told
   */
  int look(Map<String, DeviceTracker> devices, long nowNanos) {
    if (service.holds()) {
      endedNanos = null;
      return 0;
    }
    long ended = endedNanos == null ? nowNanos : endedNanos;
    endedNanos = ended;
    int told = 0;
    for (Map.Entry<RaisedKey, Told> of : raised.raised().entrySet()) {
      DeviceTracker device = devices.get(of.getKey().device());
      long patience = device == null ? 0 : Math.min(device.staleNanos(), MOST_PATIENCE_NANOS);
      if (of.getValue().inService() && nowNanos - ended >= patience) {
        alerts.stillSo(of.getKey(), of.getValue(), device == null ? null : device.view());
        told++;
      }
    }
    return told;
  }
}
