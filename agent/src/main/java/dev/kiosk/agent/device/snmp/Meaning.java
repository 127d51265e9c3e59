package dev.kiosk.agent.device.snmp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.snmp4j.PDU;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** Puts questions and answers into words, for people who look at the bytes. */
final class Meaning {

  private static final int MOST_BINDINGS = 8;
  private static final int LONGEST_TEXT = 40;

  /** The names in the MIBs. Those of columns stand without index. */
  private static final Map<OID, String> NAMES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(new OID("1.3.6.1.2.1.1.1"), "sysDescr"),
              Map.entry(new OID("1.3.6.1.2.1.1.3"), "sysUpTime"),
              Map.entry(Oids.HR_DEVICE_TYPE, "hrDeviceType"),
              Map.entry(Oids.HR_DEVICE_DESCR, "hrDeviceDescr"),
              Map.entry(Oids.HR_DEVICE_STATUS, "hrDeviceStatus"),
              Map.entry(Oids.HR_PRINTER_STATUS, "hrPrinterStatus"),
              Map.entry(Oids.HR_PRINTER_ERROR_STATE, "hrPrinterDetectedErrorState"),
              Map.entry(Oids.PRT_CONFIG_CHANGES, "prtGeneralConfigChanges"),
              Map.entry(Oids.PRT_NAME, "prtGeneralPrinterName"),
              Map.entry(Oids.PRT_SERIAL, "prtGeneralSerialNumber"),
              Map.entry(Oids.PRT_ALL_EVENTS, "prtAlertAllEvents"),
              Map.entry(Oids.COVERS, "prtCover"),
              Map.entry(Oids.INPUTS, "prtInput"),
              Map.entry(Oids.SUPPLIES, "prtMarkerSupplies"),
              Map.entry(Oids.ALERTS, "prtAlert"),
              Map.entry(new OID("1.3.6.1.4.1.10642"), "zebra")));

  /** The reports of RFC 3414 by which an agent refuses somebody. */
  private static final Map<OID, String> REFUSALS =
      Map.of(
          new OID("1.3.6.1.6.3.15.1.1.1.0"), "it does not take this level of security",
          new OID("1.3.6.1.6.3.15.1.1.3.0"), "it does not know this user",
          new OID("1.3.6.1.6.3.15.1.1.5.0"), "the authentication pass phrase is not its",
          new OID("1.3.6.1.6.3.15.1.1.6.0"), "the privacy pass phrase is not its");

  private Meaning() {}

  /** What is asked. */
  static String question(Version version, PDU pdu) {
    var text = new StringBuilder("SNMP " + version + " " + type(pdu) + ":");
    for (int i = 0; i < Math.min(pdu.size(), MOST_BINDINGS); i++) {
      text.append(i == 0 ? " " : ", ").append(name(pdu.get(i).getOid()));
    }
    return text.append(more(pdu)).toString();
  }

  /** What is answered. */
  static String answer(Version version, PDU pdu) {
    String error = pdu.getErrorStatus() == 0 ? "" : ", " + pdu.getErrorStatusText();
    var text = new StringBuilder("SNMP " + version + " " + type(pdu) + error + ":");
    for (int i = 0; i < Math.min(pdu.size(), MOST_BINDINGS); i++) {
      VariableBinding binding = pdu.get(i);
      text.append(i == 0 ? " " : ", ")
          .append(name(binding.getOid()))
          .append(" = ")
          .append(value(binding.getVariable()));
    }
    return text.append(more(pdu)).toString();
  }

  /** Why an agent refuses us. */
  static String refusal(OID reason) {
    return REFUSALS.getOrDefault(reason, "it refuses with report " + reason);
  }

  private static String type(PDU pdu) {
    return switch (pdu.getType()) {
      case PDU.GET -> "GET";
      case PDU.GETNEXT -> "GETNEXT";
      case PDU.GETBULK -> "GETBULK";
      case PDU.RESPONSE -> "answer";
      default -> PDU.getTypeString(pdu.getType());
    };
  }

  private static String more(PDU pdu) {
    return pdu.size() > MOST_BINDINGS ? " and " + (pdu.size() - MOST_BINDINGS) + " more" : "";
  }

  private static String name(OID oid) {
    for (Map.Entry<OID, String> each : NAMES.entrySet()) {
      if (oid.startsWith(each.getKey())) {
        String rest =
            new OID(oid.getValue(), each.getKey().size(), oid.size() - each.getKey().size())
                .toString();
        return rest.isEmpty() ? each.getValue() : each.getValue() + "." + rest;
      }
    }
    return oid.toString();
  }

  private static String value(Variable value) {
    if (value instanceof OctetString octets) {
      byte[] bytes = octets.getValue();
      return octets.isPrintable() && bytes.length > 0
          ? '"'
              + new String(
                  bytes, 0, Math.min(bytes.length, LONGEST_TEXT), StandardCharsets.US_ASCII)
              + '"'
          : "octets "
              + HexFormat.ofDelimiter(" ")
                  .withUpperCase()
                  .formatHex(bytes, 0, Math.min(bytes.length, LONGEST_TEXT));
    }
    // not the library's own days and hours, for which it loads the formats of all languages
    return value instanceof TimeTicks time ? time.getValue() / 100 + " s" : value.toString();
  }
}
