package dev.kiosk.simulator.device;

import static dev.kiosk.simulator.device.DeviceCondition.CONFIG_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.COVER_OPEN;
import static dev.kiosk.simulator.device.DeviceCondition.CUTTER_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.DEVICE_OFFLINE;
import static dev.kiosk.simulator.device.DeviceCondition.DEVICE_PAUSED;
import static dev.kiosk.simulator.device.DeviceCondition.FEED_BUTTON;
import static dev.kiosk.simulator.device.DeviceCondition.HARDWARE_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.INPUT_TRAY_MISSING;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_FEED_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_JAM;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_OUT;
import static dev.kiosk.simulator.device.DeviceCondition.OUTPUT_FULL;
import static dev.kiosk.simulator.device.DeviceCondition.OUTPUT_TRAY_MISSING;
import static dev.kiosk.simulator.device.DeviceCondition.OVER_TEMPERATURE;
import static dev.kiosk.simulator.device.DeviceCondition.POWER_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.PRINTHEAD_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.RECOVERABLE_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.SUPPLY_MISSING;
import static dev.kiosk.simulator.device.DeviceCondition.SUPPLY_OUT;

import java.util.EnumSet;
import java.util.Set;

/**
 * A printer, as used for receipts, boarding passes and bag tags. Which conditions it can have is
 * for the protocols to say that show them.
 */
public final class SimulatedPrinter extends SimulatedDevice {

  /** Each of these alone takes the printer offline: it stops and keeps what it is sent. */
  private static final Set<DeviceCondition> STOPS_PRINTING =
      EnumSet.of(
          MEDIA_OUT,
          MEDIA_JAM,
          MEDIA_FEED_FAULT,
          INPUT_TRAY_MISSING,
          OUTPUT_FULL,
          OUTPUT_TRAY_MISSING,
          SUPPLY_OUT,
          SUPPLY_MISSING,
          COVER_OPEN,
          CUTTER_FAULT,
          PRINTHEAD_FAULT,
          RECOVERABLE_FAULT,
          OVER_TEMPERATURE,
          HARDWARE_FAULT,
          CONFIG_FAULT,
          POWER_FAULT,
          DEVICE_PAUSED,
          DEVICE_OFFLINE,
          FEED_BUTTON);

  /**
   * A printer with paper, online and well.
   *
   * @param possible the conditions that its protocols can show
   */
  public SimulatedPrinter(Identity identity, Set<DeviceCondition> possible) {
    super(identity, possible);
  }

  @Override
  public String kind() {
    return "printer";
  }

  /** Whether something keeps it from printing. */
  public boolean offline() {
    return conditions().stream().anyMatch(STOPS_PRINTING::contains);
  }

  /** Whether that condition alone keeps a printer from printing. */
  public static boolean stopsPrinting(DeviceCondition condition) {
    return STOPS_PRINTING.contains(condition);
  }

  /**
   * The host tells the printer to go on after an error. Ends CUTTER_FAULT and RECOVERABLE_FAULT;
   * nothing else ends by being told so.
   *
   * @return whether there was such an error
   */
  public boolean recover() {
    boolean cutter = conditions().contains(CUTTER_FAULT) && set(CUTTER_FAULT, false);
    boolean other = conditions().contains(RECOVERABLE_FAULT) && set(RECOVERABLE_FAULT, false);
    return cutter || other;
  }
}
