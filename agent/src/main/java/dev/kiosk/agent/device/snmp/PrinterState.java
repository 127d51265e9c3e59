package dev.kiosk.agent.device.snmp;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Authority;
import dev.kiosk.agent.device.snmp.ErrorState.Bit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the values of one printer mean: hrDeviceStatus and hrPrinterStatus, the error bits, the
 * alerts, and the levels (RFC 2790 and RFC 3805). Alerts know most, then levels and covers, then
 * the bits, which are a summary.
 *
 * <p>Two bits need a witness. A printer with several trays sets noPaper for one of them and prints
 * on; and offline is set by printers that sleep. They count in full only when the printer says that
 * it is down, or says nothing about it.
 */
final class PrinterState {

  private static final int MOST_DEVICE_STATES = 5;
  private static final int DEVICE_UNKNOWN = 1;
  private static final int WARNING = 3;
  private static final int TESTING = 4;
  private static final int DOWN = 5;

  private static final int MOST_PRINTER_STATES = 5;
  private static final int OTHER = 1;
  private static final int PRINTER_UNKNOWN = 2;
  private static final int PRINTING = 4;
  private static final int WARMUP = 5;

  private static final String BITS = "bits";

  /** What the way there and the two states of a printer show. */
  private static final Set<Condition> ALWAYS_JUDGED =
      EnumSet.of(
          Condition.DEVICE_ABSENT,
          Condition.LINK_DOWN,
          Condition.NOT_RESPONDING,
          Condition.LINK_UNSTABLE,
          Condition.PORT_IN_USE,
          Condition.PROTOCOL_MISMATCH,
          Condition.STATUS_UNKNOWN,
          Condition.DEVICE_OK,
          Condition.DEVICE_BUSY,
          Condition.DEVICE_STARTING);

  private static final Set<Condition> JUDGED_BY_BITS =
      EnumSet.of(
          Condition.DEVICE_OFFLINE,
          Condition.MEDIA_LOW,
          Condition.MEDIA_OUT,
          Condition.MEDIA_JAM,
          Condition.INPUT_TRAY_MISSING,
          Condition.OUTPUT_NEAR_FULL,
          Condition.OUTPUT_FULL,
          Condition.OUTPUT_TRAY_MISSING,
          Condition.SUPPLY_LOW,
          Condition.SUPPLY_OUT,
          Condition.SUPPLY_MISSING,
          Condition.COVER_OPEN,
          Condition.SERVICE_DUE);

  private static final Set<Condition> JUDGED_BY_ALERTS =
      EnumSet.of(
          Condition.DEVICE_PAUSED,
          Condition.MEDIA_FEED_FAULT,
          Condition.MEDIA_MISMATCH,
          Condition.WASTE_FULL,
          Condition.CUTTER_FAULT,
          Condition.PRINTHEAD_FAULT,
          Condition.OVER_TEMPERATURE,
          Condition.UNDER_TEMPERATURE,
          Condition.RECOVERABLE_FAULT,
          Condition.HARDWARE_FAULT,
          Condition.BUFFER_FULL,
          Condition.LIFE_END);

  /** What tables may have told that have never come: levels and covers show it, too. */
  static final Set<Condition> TOLD_BY_TABLES =
      Set.of(
          Condition.MEDIA_LOW,
          Condition.MEDIA_OUT,
          Condition.SUPPLY_LOW,
          Condition.WASTE_FULL,
          Condition.COVER_OPEN);

  private final @Nullable Integer device;
  private final @Nullable Integer printer;
  private final @Nullable ErrorState bits;
  private final List<Alert> alerts;
  private final Levels levels;
  private final boolean alertsRead;
  private final boolean complete;

  private PrinterState(Mib mib, int index, boolean alertsRead, boolean complete)
      throws SnmpException {
    this.device = mib.state(Oids.of(Oids.HR_DEVICE_STATUS, index), MOST_DEVICE_STATES);
    this.printer = mib.state(Oids.of(Oids.HR_PRINTER_STATUS, index), MOST_PRINTER_STATES);
    byte[] octets = mib.octets(Oids.of(Oids.HR_PRINTER_ERROR_STATE, index));
    this.bits = octets == null ? null : new ErrorState(octets);
    this.alerts = Alert.of(mib, index);
    this.levels = new Levels(mib, index);
    this.alertsRead = alertsRead;
    this.complete = complete;
  }

  /**
   * Reads the state of a printer.
   *
   * @param index its hrDeviceIndex
   * @param alertsRead whether the alert table was read to its end, or is known to be empty
   * @param complete whether all tables were read to their ends
   * @throws SnmpException when a state is not one of the MIB's; nothing else of it counts then
   */
  static PrinterState of(Mib mib, int index, boolean alertsRead, boolean complete)
      throws SnmpException {
    return new PrinterState(mib, index, alertsRead, complete);
  }

  /** Whether the printer told anything by which it can be judged. */
  boolean tells() {
    return bits != null || alertsRead || (device != null && device != DEVICE_UNKNOWN);
  }

  /** How much this look counts beside other sources. */
  Authority authority() {
    return alertsRead ? Authority.SNMP_ALERTS : Authority.SNMP_BITS;
  }

  /**
   * The conditions on which these values have no say.
   *
   * @param told what the tables told up to the last look ({@link #told}), which a look without all
   *     of them does not take back
   */
  Set<Condition> unobservable(Set<Condition> told) {
    Set<Condition> conditions = EnumSet.allOf(Condition.class);
    conditions.removeAll(ALWAYS_JUDGED);
    if (bits != null || alertsRead) {
      conditions.removeAll(JUDGED_BY_BITS);
    }
    if (alertsRead) {
      conditions.removeAll(JUDGED_BY_ALERTS);
    }
    if (complete && levels.knowSupplies()) {
      conditions.remove(Condition.WASTE_FULL);
    }
    if (!complete) {
      conditions.addAll(told);
      conditions.removeAll(found().conditions());
    }
    return conditions;
  }

  /**
   * What the tables have told and have not taken back, for the next look. What the bits tell while
   * the tables do not come is theirs to take back.
   *
   * @param before the same up to the last look; at first {@link #TOLD_BY_TABLES}
   */
  Set<Condition> told(Set<Condition> before) {
    Findings findings = found();
    Set<Condition> byBits = findings.conditionsFrom(BITS);
    Set<Condition> told = findings.conditions();
    if (!complete) {
      told.addAll(before);
    }
    told.removeAll(byBits);
    return told;
  }

  /** What the levels show to be far away, and nothing else of what the printer tells shows. */
  Set<Condition> surelyGone() {
    Set<Condition> shown = found().conditions();
    Set<Condition> gone = EnumSet.noneOf(Condition.class);
    if (complete && levels.amplePaper() && !shown.contains(Condition.MEDIA_OUT)) {
      gone.add(Condition.MEDIA_LOW);
    }
    if (complete && levels.ampleSupplies() && !shown.contains(Condition.SUPPLY_OUT)) {
      gone.add(Condition.SUPPLY_LOW);
    }
    gone.removeAll(shown);
    return gone;
  }

  /** The conditions that the values show; empty when all is well. */
  List<Finding> findings() {
    return found().list();
  }

  private Findings found() {
    var findings = new Findings();
    alerts.forEach(alert -> addAlert(findings, alert));
    levels.addTo(findings);
    if (bits != null) {
      addBits(findings, bits);
    }
    addStates(findings);
    return findings;
  }

  private void addAlert(Findings findings, Alert alert) {
    Condition condition = AlertCodes.condition(alert);
    if (condition == null) {
      return;
    }
    boolean ofTray = condition == Condition.MEDIA_OUT || condition == Condition.INPUT_TRAY_MISSING;
    boolean printsOn = ofTray && !alert.critical() && !mediaStops();
    findings.add(
        "alerts",
        printsOn ? Condition.MEDIA_LOW : condition,
        subject(alert),
        printsOn ? alert + "; the printer prints on from another tray" : alert.toString());
  }

  private static @Nullable String subject(Alert alert) {
    String part =
        switch (alert.group()) {
          case Alert.COVER -> "cover";
          case Alert.INPUT -> "tray";
          case Alert.OUTPUT -> "output";
          case Alert.MARKER -> "marker";
          case Alert.SUPPLIES -> "supply";
          default -> null;
        };
    return part != null && alert.groupIndex() > 0 ? part + " " + alert.groupIndex() : part;
  }

  private void addBits(Findings findings, ErrorState state) {
    for (Bit bit : Bit.values()) {
      if (state.has(bit)) {
        addBit(findings, bit, state);
      }
    }
  }

  private void addBit(Findings findings, Bit bit, ErrorState state) {
    String raw = "hrPrinterDetectedErrorState " + state;
    switch (bit) {
      case NO_PAPER, INPUT_TRAY_EMPTY -> addTray(findings, Condition.MEDIA_OUT, bit, raw);
      case INPUT_TRAY_MISSING -> addTray(findings, Condition.INPUT_TRAY_MISSING, bit, raw);
      case OFFLINE -> addOffline(findings, raw);
      case LOW_PAPER -> findings.add(BITS, Condition.MEDIA_LOW, null, raw);
      case LOW_TONER -> findings.add(BITS, Condition.SUPPLY_LOW, null, raw);
      case NO_TONER -> findings.add(BITS, Condition.SUPPLY_OUT, null, raw);
      case DOOR_OPEN -> findings.add(BITS, Condition.COVER_OPEN, null, raw);
      case JAMMED -> findings.add(BITS, Condition.MEDIA_JAM, null, raw);
      case SERVICE_REQUESTED, OVERDUE_PREVENT_MAINT ->
          findings.add(BITS, Condition.SERVICE_DUE, null, raw);
      case OUTPUT_TRAY_MISSING -> findings.add(BITS, Condition.OUTPUT_TRAY_MISSING, null, raw);
      case MARKER_SUPPLY_MISSING -> findings.add(BITS, Condition.SUPPLY_MISSING, null, raw);
      case OUTPUT_NEAR_FULL -> findings.add(BITS, Condition.OUTPUT_NEAR_FULL, null, raw);
      case OUTPUT_FULL -> findings.add(BITS, Condition.OUTPUT_FULL, null, raw);
    }
  }

  private void addTray(Findings findings, Condition condition, Bit bit, String raw) {
    if (mediaStops()) {
      findings.add(BITS, condition, null, raw);
    } else if (!findings.has(condition)) {
      findings.add(
          BITS,
          Condition.MEDIA_LOW,
          null,
          raw + "; " + bit.mibName() + " of one tray: the printer says that it prints on");
    }
  }

  private void addOffline(Findings findings, String raw) {
    if (!saysThatItRuns()) {
      findings.add(BITS, Condition.DEVICE_OFFLINE, null, raw);
    } else if (!findings.hasTrouble() && (printer == null || printer != PRINTING)) {
      findings.add(
          BITS,
          Condition.STATUS_UNKNOWN,
          null,
          raw + ", but hrDeviceStatus = " + device + ": it says offline and running at once");
    }
  }

  private void addStates(Findings findings) {
    String raw = "hrDeviceStatus = " + device + ", hrPrinterStatus = " + printer;
    boolean trouble = findings.hasTrouble();
    boolean down = device != null && device == DOWN;
    // A warning does not bring a printer down, unless the printer says that this one does.
    boolean stopped = findings.hasCauseToStop() || alerts.stream().anyMatch(PrinterState::stops);
    if ((printer != null && printer == PRINTING) || (device != null && device == TESTING)) {
      findings.add(BITS, Condition.DEVICE_BUSY, null, raw);
    } else if (printer != null && printer == WARMUP && !stopped) {
      findings.add(BITS, Condition.DEVICE_STARTING, null, raw);
    } else if (down && !stopped) {
      findings.add(BITS, Condition.DEVICE_OFFLINE, null, raw + ", and no cause is given");
    }
    if (trouble || alertsRead) {
      return;
    }
    if (device != null && device == WARNING) {
      findings.add(
          BITS, Condition.STATUS_UNKNOWN, null, raw + ": a warning without saying of what");
    } else if (!knows()) {
      findings.add(
          BITS, Condition.STATUS_UNKNOWN, null, raw + ": the printer says that it does not know");
    }
  }

  private static boolean stops(Alert alert) {
    return alert.critical() && AlertCodes.condition(alert) != null;
  }

  /**
   * Whether the two states together say how the printer is. Running, with an unknown state of the
   * printer, does not: RFC 3805 leaves that to the alerts.
   */
  private boolean knows() {
    if (printer != null && printer > PRINTER_UNKNOWN) {
      return true; // idle, printing or warming up
    }
    boolean standby = printer == null || printer == OTHER;
    return device != null && (device == DOWN || (standby && device != DEVICE_UNKNOWN));
  }

  private boolean saysThatItRuns() {
    return device != null && device != DOWN && device != DEVICE_UNKNOWN;
  }

  /** Whether an empty tray stops the printer, or nothing speaks against it. */
  private boolean mediaStops() {
    boolean stopped =
        printer != null && printer == OTHER && alerts.stream().anyMatch(Alert::critical);
    return !saysThatItRuns() || stopped || levels.trays() == 1;
  }
}
