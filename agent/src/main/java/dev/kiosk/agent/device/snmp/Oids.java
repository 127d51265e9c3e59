package dev.kiosk.agent.device.snmp;

import org.snmp4j.smi.OID;

/**
 * The objects that are asked for, of SNMPv2-MIB (RFC 3418), HOST-RESOURCES-MIB (RFC 2790), Printer
 * MIB (RFC 3805) and Zebra's print servers. A printer is known by its hrDeviceIndex, which is
 * appended to all columns; tables of the Printer MIB have an index of their own behind it.
 */
final class Oids {

  static final OID SYS_DESCR = new OID("1.3.6.1.2.1.1.1.0");
  static final OID SYS_UP_TIME = new OID("1.3.6.1.2.1.1.3.0");

  static final OID HR_DEVICE_TYPE = new OID("1.3.6.1.2.1.25.3.2.1.2");
  static final OID HR_DEVICE_DESCR = new OID("1.3.6.1.2.1.25.3.2.1.3");
  static final OID HR_DEVICE_STATUS = new OID("1.3.6.1.2.1.25.3.2.1.5");
  static final OID HR_PRINTER_STATUS = new OID("1.3.6.1.2.1.25.3.5.1.1");
  static final OID HR_PRINTER_ERROR_STATE = new OID("1.3.6.1.2.1.25.3.5.1.2");

  /** The value of hrDeviceType for a printer: hrDevicePrinter. */
  static final OID HR_DEVICE_PRINTER = new OID("1.3.6.1.2.1.25.3.1.5");

  static final OID PRT_CONFIG_CHANGES = new OID("1.3.6.1.2.1.43.5.1.1.1");
  static final OID PRT_NAME = new OID("1.3.6.1.2.1.43.5.1.1.16");
  static final OID PRT_SERIAL = new OID("1.3.6.1.2.1.43.5.1.1.17");
  static final OID PRT_ALL_EVENTS = new OID("1.3.6.1.2.1.43.5.1.1.19");

  /** prtCoverEntry: 2 description, 3 status. */
  static final OID COVERS = new OID("1.3.6.1.2.1.43.6.1.1");

  /** prtInputEntry: 8 unit, 9 capacity, 10 level, 11 status, 13 name. */
  static final OID INPUTS = new OID("1.3.6.1.2.1.43.8.2.1");

  /** prtMarkerSuppliesEntry: 4 class, 6 description, 7 unit, 8 capacity, 9 level. */
  static final OID SUPPLIES = new OID("1.3.6.1.2.1.43.11.1.1");

  /** prtAlertEntry: 2 severity, 3 training, 4 group, 5 group index, 7 code, 8 description. */
  static final OID ALERTS = new OID("1.3.6.1.2.1.43.18.1.1");

  /** The objects of a Zebra print server: text as its command language has it. */
  static final OID ZEBRA_HEAD_LATCH = new OID("1.3.6.1.4.1.10642.200.4.1.0");

  static final OID ZEBRA_MEDIA_STATUS = new OID("1.3.6.1.4.1.10642.200.8.1.0");
  static final OID ZEBRA_PAPER_SUPPLY = new OID("1.3.6.1.4.1.10642.200.9.2.0");
  static final OID ZEBRA_DEVICE_STATUS = new OID("1.3.6.1.4.1.10642.200.19.8.0");

  private Oids() {}

  /** The object of one printer. */
  static OID of(OID column, int printer) {
    return new OID(column).append(printer);
  }

  /** A column of a table's entry. */
  static OID column(OID entry, int column) {
    return new OID(entry).append(column);
  }
}
