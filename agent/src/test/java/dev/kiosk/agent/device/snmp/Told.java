package dev.kiosk.agent.device.snmp;

import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;

/** What an agent told, put together for a test. */
final class Told {

  static final int PRINTER = 1;

  private final Map<OID, Variable> values = new TreeMap<>();

  /** A printer in these two states, with these error bits. */
  static Told printer(int deviceStatus, int printerStatus, String hexBits) {
    return new Told()
        .number(Oids.of(Oids.HR_DEVICE_STATUS, PRINTER), deviceStatus)
        .number(Oids.of(Oids.HR_PRINTER_STATUS, PRINTER), printerStatus)
        .hex(Oids.of(Oids.HR_PRINTER_ERROR_STATE, PRINTER), hexBits);
  }

  Told number(OID name, long value) {
    values.put(name, value > Integer.MAX_VALUE ? new Gauge32(value) : new Integer32((int) value));
    return this;
  }

  Told ticks(OID name, long value) {
    values.put(name, new TimeTicks(value));
    return this;
  }

  Told hex(OID name, String hex) {
    values.put(name, new OctetString(HexFormat.of().parseHex(hex.replace(" ", ""))));
    return this;
  }

  Told text(OID name, String text) {
    values.put(name, new OctetString(text));
    return this;
  }

  Told cell(OID entry, int column, int row, long value) {
    return number(Oids.of(Oids.column(entry, column), PRINTER).append(row), value);
  }

  Told cell(OID entry, int column, int row, String text) {
    return text(Oids.of(Oids.column(entry, column), PRINTER).append(row), text);
  }

  Told alert(int row, int severity, int group, int code) {
    return cell(Oids.ALERTS, 2, row, severity)
        .cell(Oids.ALERTS, 3, row, 3)
        .cell(Oids.ALERTS, 4, row, group)
        .cell(Oids.ALERTS, 5, row, 2)
        .cell(Oids.ALERTS, 7, row, code);
  }

  Told tray(int row, long capacity, long level) {
    return cell(Oids.INPUTS, 9, row, capacity)
        .cell(Oids.INPUTS, 10, row, level)
        .cell(Oids.INPUTS, 13, row, "Tray " + row);
  }

  Told supply(int row, int kind, long capacity, long level) {
    return cell(Oids.SUPPLIES, 4, row, kind)
        .cell(Oids.SUPPLIES, 6, row, "Supply " + row)
        .cell(Oids.SUPPLIES, 8, row, capacity)
        .cell(Oids.SUPPLIES, 9, row, level);
  }

  /** A printer whose row and tables are there, for an agent on the network. */
  static Told whole(int deviceStatus, int printerStatus, String hexBits) {
    return printer(deviceStatus, printerStatus, hexBits)
        .name(Oids.of(Oids.HR_DEVICE_TYPE, PRINTER), Oids.HR_DEVICE_PRINTER)
        .ticks(Oids.SYS_UP_TIME, 6_000)
        .text(Oids.of(Oids.HR_DEVICE_DESCR, PRINTER), "Acme 80")
        .text(Oids.of(Oids.PRT_SERIAL, PRINTER), "SN1")
        .number(Oids.of(Oids.PRT_ALL_EVENTS, PRINTER), 3);
  }

  Told name(OID name, OID value) {
    values.put(name, value);
    return this;
  }

  Map<OID, Variable> values() {
    return values;
  }

  Mib mib() {
    return new Mib(values);
  }

  /** The state, as of an agent whose alert table was read. */
  PrinterState state() throws SnmpException {
    return PrinterState.of(mib(), PRINTER, true, true);
  }

  /** The state, as of an agent without Printer MIB. */
  PrinterState withoutAlerts() throws SnmpException {
    return PrinterState.of(mib(), PRINTER, false, true);
  }
}
