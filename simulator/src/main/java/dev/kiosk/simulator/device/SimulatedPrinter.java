package dev.kiosk.simulator.device;

import static dev.kiosk.simulator.device.DeviceCondition.COVER_OPEN;
import static dev.kiosk.simulator.device.DeviceCondition.CUTTER_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.DEVICE_OFFLINE;
import static dev.kiosk.simulator.device.DeviceCondition.DRAWER_PIN_HIGH;
import static dev.kiosk.simulator.device.DeviceCondition.FEED_BUTTON;
import static dev.kiosk.simulator.device.DeviceCondition.HARDWARE_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_LOW;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_OUT;
import static dev.kiosk.simulator.device.DeviceCondition.OVER_TEMPERATURE;
import static dev.kiosk.simulator.device.DeviceCondition.RECOVERABLE_FAULT;

import java.util.Set;

/** A roll printer, as used for receipts, boarding passes and bag tags. */
public final class SimulatedPrinter extends SimulatedDevice {

  /** Each of these alone takes the printer offline: it stops and keeps what it is sent. */
  private static final Set<DeviceCondition> STOPS_PRINTING =
      inOrder(
          MEDIA_OUT,
          COVER_OPEN,
          CUTTER_FAULT,
          RECOVERABLE_FAULT,
          OVER_TEMPERATURE,
          HARDWARE_FAULT,
          DEVICE_OFFLINE,
          FEED_BUTTON);

  /** A printer with paper, online and well. */
  public SimulatedPrinter(Identity identity) {
    super(
        identity,
        inOrder(
            MEDIA_LOW,
            MEDIA_OUT,
            COVER_OPEN,
            CUTTER_FAULT,
            RECOVERABLE_FAULT,
            OVER_TEMPERATURE,
            HARDWARE_FAULT,
            DEVICE_OFFLINE,
            FEED_BUTTON,
            DRAWER_PIN_HIGH));
  }

  @Override
  public String kind() {
    return "printer";
  }

  /** Whether something keeps it from printing. */
  public boolean offline() {
    return conditions().stream().anyMatch(STOPS_PRINTING::contains);
  }

  /**
   * The host tells the printer to go on after an error. Ends CUTTER_FAULT and RECOVERABLE_FAULT;
   * nothing else ends by being told so.
   *
   * @return whether there was such an error
   */
  public boolean recover() {
    boolean cutter = set(CUTTER_FAULT, false);
    boolean other = set(RECOVERABLE_FAULT, false);
    return cutter || other;
  }
}
