package dev.kiosk.agent.device.snmp;

import dev.kiosk.agent.device.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;

/**
 * Asks one printer all that is to be known of it: first how it is, then why. What the tables say is
 * worth less than the first answer, so a table that does not come leaves the rest standing. For one
 * use.
 */
final class Look {

  /** Tables longer than this are read so far, and do not count as read. */
  private static final int MOST_ROWS = 32;

  private final Reader reader;
  private final Remembered before;
  private final Map<OID, Variable> values = new TreeMap<>();
  private boolean alertsRead;
  private boolean complete;
  private boolean cut;

  /**
   * What one look leaves for the next.
   *
   * @param printer the printer's hrDeviceIndex, or null when it has not been found
   * @param upTicks the device's uptime in hundredths of a second, or null when it was not told
   * @param identity what does not change while the device runs: names and serial number
   * @param allEvents how many alerts there had been, or null when it was not told
   * @param quiet whether the alert table was empty
   */
  record Remembered(
      @Nullable Integer printer,
      @Nullable Long upTicks,
      Map<OID, Variable> identity,
      @Nullable Long allEvents,
      boolean quiet) {

    /** Nothing, as before the first look and after a restart. */
    static final Remembered NOTHING = new Remembered(null, null, Map.of(), null, false);
  }

  Look(Reader reader, Remembered before) {
    this.reader = reader;
    this.before = before;
  }

  /**
   * What was seen.
   *
   * @param mib all values
   * @param printer the printer's hrDeviceIndex, or null when the agent knows of none
   * @param alertsRead whether the alert table was read to its end, or is known to be empty
   * @param complete whether all tables were read to their ends
   * @param next for the next look
   */
  record Seen(
      Mib mib, @Nullable Integer printer, boolean alertsRead, boolean complete, Remembered next) {

    /** How long the device has been running, if it told. */
    @Nullable Duration uptime() {
      Long ticks = next.upTicks();
      return ticks == null ? null : Duration.ofMillis(ticks * 10);
    }
  }

  /**
   * Asks.
   *
   * @throws TransportException when the first answers did not come
   * @throws SnmpException when an answer is not one to its question
   */
  Seen look() throws TransportException, SnmpException {
    Integer printer = before.printer();
    askStatus(printer);
    Remembered known = before;
    Long upTicks = new Mib(values).number(Oids.SYS_UP_TIME);
    if (restarted(upTicks)) {
      known = Remembered.NOTHING;
      printer = null;
    }
    if (printer == null || !stillThere(printer)) {
      printer = find();
      askStatus(printer);
    }
    if (printer == null) {
      values.putAll(reader.get(ZebraPrintServer.objects()));
      return seen(null, identity(known, null), upTicks, false);
    }
    Map<OID, Variable> identity = identity(known, printer);
    values.putAll(identity);
    boolean quiet = askTables(known, printer);
    return seen(printer, identity, upTicks, quiet);
  }

  private Seen seen(
      @Nullable Integer printer,
      Map<OID, Variable> identity,
      @Nullable Long upTicks,
      boolean quiet) {
    values.putAll(identity);
    var mib = new Mib(values);
    Long events = printer == null ? null : mib.number(Oids.of(Oids.PRT_ALL_EVENTS, printer));
    var next = new Remembered(printer, upTicks, identity, events, quiet);
    return new Seen(mib, printer, alertsRead, complete, next);
  }

  private void askStatus(@Nullable Integer printer) throws TransportException, SnmpException {
    List<OID> names = new ArrayList<>();
    names.add(Oids.SYS_UP_TIME);
    if (printer != null) {
      names.add(Oids.of(Oids.HR_DEVICE_STATUS, printer));
      names.add(Oids.of(Oids.HR_PRINTER_STATUS, printer));
      names.add(Oids.of(Oids.HR_PRINTER_ERROR_STATE, printer));
    }
    values.putAll(reader.get(names));
  }

  private boolean restarted(@Nullable Long upTicks) {
    Long last = before.upTicks();
    return last != null && upTicks != null && upTicks < last;
  }

  private boolean stillThere(int printer) {
    return values.containsKey(Oids.of(Oids.HR_PRINTER_STATUS, printer))
        || values.containsKey(Oids.of(Oids.HR_PRINTER_ERROR_STATE, printer));
  }

  /**
   * Finds the printer's row by the type of device, and where no row has one by who has the status
   * of a printer. The instance counts; what the index column says is wrong on some print servers.
   */
  private @Nullable Integer find() throws TransportException, SnmpException {
    Map<OID, Variable> types = reader.walk(Oids.HR_DEVICE_TYPE.trim(), MOST_ROWS * 4, 2).values();
    for (Map.Entry<OID, Variable> type : types.entrySet()) {
      if (Oids.HR_DEVICE_PRINTER.equals(type.getValue())) {
        return type.getKey().last();
      }
    }
    Map<OID, Variable> states = reader.walk(Oids.HR_PRINTER_STATUS.trim(), 1, 1, 2).values();
    return states.isEmpty() ? null : states.keySet().iterator().next().last();
  }

  private Map<OID, Variable> identity(Remembered known, @Nullable Integer printer)
      throws TransportException, SnmpException {
    if (!known.identity().isEmpty() && Objects.equals(known.printer(), printer)) {
      return known.identity();
    }
    List<OID> names = new ArrayList<>();
    names.add(Oids.SYS_DESCR);
    if (printer != null) {
      names.add(Oids.of(Oids.HR_DEVICE_DESCR, printer));
      names.add(Oids.of(Oids.PRT_NAME, printer));
      names.add(Oids.of(Oids.PRT_SERIAL, printer));
    }
    return reader.get(names);
  }

  /**
   * Reads the tables, the alerts first. They are not walked while the printer counts no new event
   * and had none to tell the last time.
   *
   * @return whether there are no alerts
   */
  private boolean askTables(Remembered known, int printer) throws SnmpException {
    OID allEvents = Oids.of(Oids.PRT_ALL_EVENTS, printer);
    OID changes = Oids.of(Oids.PRT_CONFIG_CHANGES, printer);
    boolean quiet = false;
    try {
      values.putAll(reader.get(List.of(allEvents, changes)));
      Long events = new Mib(values).number(allEvents);
      if (known.quiet() && events != null && events.equals(known.allEvents())) {
        alertsRead = true;
        quiet = true;
      } else {
        quiet = askAlerts(values.containsKey(allEvents) || values.containsKey(changes));
      }
      take(reader.walk(Oids.COVERS, MOST_ROWS, 2, 3));
      take(reader.walk(Oids.INPUTS, MOST_ROWS, 8, 9, 10, 13));
      take(reader.walk(Oids.SUPPLIES, MOST_ROWS, 4, 6, 7, 8, 9));
      complete = !cut;
    } catch (TransportException late) {
      // The time is over, or a datagram was lost twice. What was told so far stands by itself, and
      // what the tables would have told counts as not seen.
      return quiet;
    }
    return quiet;
  }

  private boolean askAlerts(boolean printerMib) throws TransportException, SnmpException {
    Reader.Table alerts = reader.walk(Oids.ALERTS, MOST_ROWS, 2, 3, 4, 5, 7, 8);
    take(alerts);
    // No row is no alert only where there is a Printer MIB at all.
    boolean none = alerts.values().isEmpty();
    alertsRead = alerts.whole() && (printerMib || !none);
    return alertsRead && none;
  }

  private void take(Reader.Table table) {
    values.putAll(table.values());
    cut |= !table.whole();
  }
}
