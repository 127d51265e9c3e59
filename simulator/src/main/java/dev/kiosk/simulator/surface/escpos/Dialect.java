package dev.kiosk.simulator.surface.escpos;

import dev.kiosk.simulator.device.DeviceCondition;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a printer answers on top of ESC/POS. */
public enum Dialect {
  /** Nothing. */
  EPSON,
  /** The full status of Custom's kiosk printers. */
  CUSTOM,
  /** The fault and paper enquiries of Zebra's TTP kiosk printers. */
  TTP;

  private static final Set<DeviceCondition> EVERYBODY =
      EnumSet.of(
          DeviceCondition.MEDIA_LOW,
          DeviceCondition.MEDIA_OUT,
          DeviceCondition.COVER_OPEN,
          DeviceCondition.CUTTER_FAULT,
          DeviceCondition.RECOVERABLE_FAULT,
          DeviceCondition.OVER_TEMPERATURE,
          DeviceCondition.HARDWARE_FAULT,
          DeviceCondition.DEVICE_OFFLINE,
          DeviceCondition.FEED_BUTTON,
          DeviceCondition.DRAWER_PIN_HIGH);

  /** The conditions that such a printer can show. */
  public Set<DeviceCondition> shows() {
    Set<DeviceCondition> shows = EnumSet.copyOf(EVERYBODY);
    shows.addAll(
        switch (this) {
          case EPSON -> Set.of();
          case CUSTOM -> CustomStatus.SHOWS;
          case TTP -> TtpStatus.SHOWS;
        });
    return Collections.unmodifiableSet(shows);
  }

  /** How a configuration writes it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
