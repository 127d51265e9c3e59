package dev.kiosk.simulator.surface.ipp;

import static dev.kiosk.simulator.device.DeviceCondition.DEVICE_BUSY;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_LOW;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_OUT;
import static dev.kiosk.simulator.device.DeviceCondition.SUPPLY_LOW;
import static dev.kiosk.simulator.device.DeviceCondition.SUPPLY_MISSING;
import static dev.kiosk.simulator.device.DeviceCondition.SUPPLY_OUT;
import static dev.kiosk.simulator.device.DeviceCondition.WASTE_FULL;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The attributes that follow a printer's conditions and jobs, at one moment (RFC 8011, section 5.4;
 * PWG 5100.9; PWG 5100.13; CUPS marker attributes).
 */
final class PrinterState {

  private static final int IDLE = 3;
  private static final int PROCESSING = 4;
  private static final int STOPPED = 5;

  private static final int SUPPLY_LOW_PERCENT = 10;
  private static final int WASTE_HIGH_PERCENT = 90;
  private static final int UNKNOWN_LEVEL = -2;

  private final Set<DeviceCondition> conditions;
  private final boolean stopped;
  private final Jobs jobs;
  private final long upSeconds;
  private final long changedSeconds;

  /**
   * The state now.
   *
   * @param upSeconds how long the printer has been running, at least 1
   * @param changedSeconds at which of those seconds its state changed last
   */
  PrinterState(SimulatedPrinter printer, Jobs jobs, long upSeconds, long changedSeconds) {
    this.conditions = printer.conditions();
    this.stopped = printer.offline();
    this.jobs = jobs;
    this.upSeconds = upSeconds;
    this.changedSeconds = changedSeconds;
  }

  List<Attribute> attributes() {
    var all = new ArrayList<Attribute>();
    int state = stopped ? STOPPED : busy() ? PROCESSING : IDLE;
    all.add(Attribute.enumeration("printer-state", state));
    all.add(Attribute.keyword("printer-state-reasons", reasons()));
    all.add(Attribute.text("printer-state-message", message(state)));
    all.add(Attribute.integer("printer-state-change-time", (int) changedSeconds));
    all.add(Attribute.flag("printer-is-accepting-jobs", true));
    all.add(Attribute.integer("printer-up-time", (int) upSeconds));
    all.add(Attribute.integer("queued-job-count", jobs.waiting()));
    all.add(Attribute.integer("printer-impressions-completed", (int) jobs.printed()));
    supplies(all);
    alerts(all);
    return all;
  }

  private boolean busy() {
    return conditions.contains(DEVICE_BUSY) || jobs.printing();
  }

  /** Whether a condition by itself keeps a printer from printing. */
  private static boolean stops(DeviceCondition condition) {
    return SimulatedPrinter.stopsPrinting(condition);
  }

  /** What has stopped without a cause that IPP has a word for gives no reason. */
  private List<String> reasons() {
    var reasons = new ArrayList<String>();
    for (Trouble trouble : Trouble.values()) {
      if (conditions.contains(trouble.condition())) {
        reasons.add(trouble.reason(stops(trouble.condition())));
      }
    }
    return reasons.isEmpty() ? List.of("none") : reasons;
  }

  private String message(int state) {
    return switch (state) {
      case STOPPED -> "The printer has stopped.";
      case PROCESSING -> "Printing.";
      default -> "Ready.";
    };
  }

  private void supplies(List<Attribute> all) {
    int ribbon = level(conditions.contains(SUPPLY_OUT), conditions.contains(SUPPLY_LOW));
    ribbon = conditions.contains(SUPPLY_MISSING) ? UNKNOWN_LEVEL : ribbon;
    int waste = conditions.contains(WASTE_FULL) ? 95 : 20;
    all.add(Attribute.named("marker-names", "Ribbon", "Waste"));
    all.add(Attribute.keyword("marker-types", "ribbonWax", "wasteWax"));
    all.add(Attribute.named("marker-colors", "#000000", "none"));
    all.add(Attribute.integer("marker-levels", ribbon, waste));
    all.add(Attribute.integer("marker-low-levels", SUPPLY_LOW_PERCENT, 0));
    all.add(Attribute.integer("marker-high-levels", 100, WASTE_HIGH_PERCENT));
    all.add(
        Attribute.octets(
            "printer-supply",
            List.of(
                supply("index=1;class=supplyThatIsConsumed;type=ribbonWax", ribbon, "black"),
                supply("index=2;class=receptacleThatIsFilled;type=wasteWax", waste, "unknown"))));
    all.add(Attribute.text("printer-supply-description", "Ribbon", "Waste"));
    int roll = level(conditions.contains(MEDIA_OUT), conditions.contains(MEDIA_LOW));
    int critical = 16;
    int nonCritical = 8;
    int status = roll == 0 ? critical : conditions.contains(MEDIA_LOW) ? nonCritical : 0;
    all.add(
        Attribute.octets(
            "printer-input-tray",
            List.of(
                "type=continuousRoll;mediafeed=0;mediaxfeed=82500;maxcapacity=100;level="
                    + roll
                    + ";status="
                    + status
                    + ";name=main-roll;")));
  }

  private static int level(boolean out, boolean low) {
    return out ? 0 : low ? 5 : 80;
  }

  private static String supply(String what, int level, String colorant) {
    return "%s;unit=percent;maxcapacity=100;level=%d;colorantname=%s;"
        .formatted(what, level, colorant);
  }

  /** Nothing wrong: the attributes are left out, as their syntax has no value for it. */
  private void alerts(List<Attribute> all) {
    var alerts = new ArrayList<String>();
    var descriptions = new ArrayList<String>();
    for (Trouble trouble : Trouble.values()) {
      if (conditions.contains(trouble.condition())) {
        trouble
            .alert(stops(trouble.condition()), alerts.size() + 1, changedSeconds)
            .ifPresent(
                alert -> {
                  alerts.add(alert);
                  descriptions.add("The printer " + trouble.condition().words() + ".");
                });
      }
    }
    if (!alerts.isEmpty()) {
      all.add(Attribute.octets("printer-alert", alerts));
      all.add(Attribute.text("printer-alert-description", descriptions));
    }
  }
}
