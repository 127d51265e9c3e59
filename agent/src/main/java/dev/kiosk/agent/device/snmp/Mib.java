package dev.kiosk.agent.device.snmp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.AbstractVariable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.SMIConstants;
import org.snmp4j.smi.Variable;

/** What an agent told in one look: values by their names, in the order of names. Immutable. */
final class Mib {

  private static final int LONGEST_TEXT = 120;

  private final NavigableMap<OID, Variable> values;

  Mib(Map<OID, Variable> values) {
    this.values = Collections.unmodifiableNavigableMap(new TreeMap<>(values));
  }

  /**
   * One row of a table.
   *
   * @param index the number behind the printer's
   * @param cells the values by their columns
   */
  record Row(int index, Map<Integer, Variable> cells) {

    /** The number in a column; null when there is none, or something else. */
    @Nullable Long number(int column) {
      return Mib.number(cells.get(column));
    }

    /** The text in a column, fit to be shown; null when there is none, or nothing in it. */
    @Nullable String text(int column) {
      return Mib.text(cells.get(column));
    }
  }

  /** Whether there is a value of that name. */
  boolean has(OID name) {
    return values.containsKey(name);
  }

  /** The text of that name, fit to be shown; null when there is none, or nothing in it. */
  @Nullable String text(OID name) {
    return text(values.get(name));
  }

  /** The number of that name; null when there is none, or something else. */
  @Nullable Long number(OID name) {
    return number(values.get(name));
  }

  /**
   * The number of that name, which the MIB enumerates.
   *
   * @return null when there is none
   * @throws SnmpException when it is no number, or not within 1 and {@code most}
   */
  @Nullable Integer state(OID name, int most) throws SnmpException {
    Variable value = values.get(name);
    if (value == null) {
      return null;
    }
    Long number = number(value);
    if (number == null || number < 1 || number > most) {
      throw new SnmpException(
          name + " is " + shown(value) + ", where the MIB allows 1 to " + most + " only");
    }
    return number.intValue();
  }

  /**
   * The octets of that name.
   *
   * @return null when there is none
   * @throws SnmpException when it is something else
   */
  byte @Nullable [] octets(OID name) throws SnmpException {
    Variable value = values.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof OctetString octets) {
      return octets.getValue();
    }
    throw new SnmpException(name + " is " + shown(value) + ", where the MIB allows octets only");
  }

  /** The rows of one printer in a table, in the order of their index. */
  List<Row> rows(OID entry, int printer) {
    NavigableMap<Integer, Map<Integer, Variable>> rows = new TreeMap<>();
    int length = entry.size() + 3; // the column, the printer, the row
    var table = values.subMap(new OID(entry), true, entry.nextPeer(), false);
    table.forEach(
        (name, value) -> {
          if (name.size() == length && name.get(length - 2) == printer) {
            rows.computeIfAbsent(name.get(length - 1), index -> new TreeMap<>())
                .put(name.get(length - 3), value);
          }
        });
    List<Row> list = new ArrayList<>();
    rows.forEach((index, cells) -> list.add(new Row(index, Collections.unmodifiableMap(cells))));
    return list;
  }

  private static @Nullable Long number(@Nullable Variable value) {
    return value == null || !isNumber(value) ? null : value.toLong();
  }

  private static boolean isNumber(Variable value) {
    return switch (value.getSyntax()) {
      case SMIConstants.SYNTAX_INTEGER,
          SMIConstants.SYNTAX_GAUGE32,
          SMIConstants.SYNTAX_COUNTER32,
          SMIConstants.SYNTAX_COUNTER64,
          SMIConstants.SYNTAX_TIMETICKS ->
          true;
      default -> false;
    };
  }

  /**
   * Octets as text. Which character set it is in stands in a localization table that few fill in
   * well, so UTF-8 is tried and Latin-1 taken otherwise; what a terminal would obey is taken out.
   */
  private static @Nullable String text(@Nullable Variable value) {
    if (!(value instanceof OctetString octets)) {
      return null;
    }
    String text = decode(octets.getValue()).replaceAll("\\p{Cntrl}+", " ").strip();
    if (text.isEmpty()) {
      return null;
    }
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException other) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static String shown(Variable value) {
    String type = AbstractVariable.getSyntaxString(value.getSyntax());
    return isNumber(value) ? type + " " + value.toLong() : type;
  }
}
