package dev.kiosk.simulator.device;

import static dev.kiosk.simulator.device.DeviceCondition.CONFIG_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.DEVICE_ABSENT;
import static dev.kiosk.simulator.device.DeviceCondition.DEVICE_PAUSED;
import static dev.kiosk.simulator.device.DeviceCondition.LINK_UNSTABLE;
import static dev.kiosk.simulator.device.DeviceCondition.POWER_FAULT;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** What a USB bus sees of a device. */
public final class UsbPlug {

  /** With LINK_UNSTABLE: how often the contact breaks, in milliseconds. */
  public static final long UNSTABLE_PERIOD_MILLIS = 5_000;

  /** With LINK_UNSTABLE: how long each break lasts; firmware switches take about as long. */
  public static final long UNSTABLE_AWAY_MILLIS = 1_000;

  /** With POWER_FAULT: how soon the hub tries power again, and trips again. */
  public static final long POWER_RETRY_MILLIS = 2_000;

  /** The conditions that show on a bus. */
  public static final Set<DeviceCondition> SHOWS =
      Collections.unmodifiableSet(
          EnumSet.of(DEVICE_ABSENT, LINK_UNSTABLE, POWER_FAULT, DEVICE_PAUSED, CONFIG_FAULT));

  private final SimulatedDevice device;
  private final LongSupplier nowMillis;
  private boolean present;
  private boolean otherMode;
  private int enumerations;
  private long connectedAtMillis;
  private boolean unstable;
  private long unstableAtMillis;
  private boolean tripped;
  private long trippedAtMillis;
  private int overCurrents;

  /**
   * A plug in its socket; the device is enumerated at the first call of {@link #link()}.
   *
   * @param nowMillis a monotonic clock in milliseconds
   */
  public UsbPlug(SimulatedDevice device, LongSupplier nowMillis) {
    this.device = device;
    this.nowMillis = nowMillis;
  }

  /** Whose plug it is. */
  public SimulatedDevice device() {
    return device;
  }

  /**
   * Brings the plug up to the present moment and says how it stands. Changes shorter than the time
   * between two calls are not seen, as by a host that looks no more often.
   */
  public synchronized UsbLink link() {
    long now = nowMillis.getAsLong();
    Set<DeviceCondition> conditions = device.conditions();
    trip(conditions.contains(POWER_FAULT) && !conditions.contains(DEVICE_ABSENT), now);
    boolean away = contactBroken(conditions.contains(LINK_UNSTABLE), now);
    boolean enumerated = !conditions.contains(DEVICE_ABSENT) && !tripped && !away;
    // A device that changes its mode leaves the bus and comes back as another.
    boolean changed = otherMode != conditions.contains(CONFIG_FAULT);
    otherMode = conditions.contains(CONFIG_FAULT);
    if (enumerated && (!present || changed)) {
      enumerations++;
      connectedAtMillis = now;
    }
    present = enumerated;
    return new UsbLink(
        present,
        !conditions.contains(DEVICE_PAUSED),
        enumerations,
        present ? now - connectedAtMillis : 0,
        otherMode,
        overCurrents);
  }

  private void trip(boolean overCurrent, long now) {
    if (overCurrent && (!tripped || now - trippedAtMillis >= POWER_RETRY_MILLIS)) {
      overCurrents++;
      trippedAtMillis = now;
    }
    tripped = overCurrent;
  }

  private boolean contactBroken(boolean nowUnstable, long now) {
    if (nowUnstable && !unstable) {
      unstableAtMillis = now;
    }
    unstable = nowUnstable;
    return unstable && (now - unstableAtMillis) % UNSTABLE_PERIOD_MILLIS < UNSTABLE_AWAY_MILLIS;
  }
}
