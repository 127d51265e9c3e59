package dev.kiosk.agent.device.snmp;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * hrPrinterDetectedErrorState, a row of bits in octets. Bit 0 is the most significant of the first
 * octet; octets that are not there are zero, so that one octet, two and none are all valid (RFC
 * 2790, hrPrinterDetectedErrorState).
 *
 * <pre>
 *            80          40        20        10       08        04      02       01
 *   first    lowPaper    noPaper   lowToner  noToner  doorOpen  jammed  offline  serviceRequested
 *   second   inputTray   output    marker    output   output    input   overdue  (not used)
 *            Missing     Tray      Supply    NearFull Full      Tray    Prevent
 *                        Missing   Missing                      Empty   Maint
 * </pre>
 */
final class ErrorState {

  /** The bits, in the order of the MIB. */
  enum Bit {
    LOW_PAPER(0, "lowPaper"),
    NO_PAPER(1, "noPaper"),
    LOW_TONER(2, "lowToner"),
    NO_TONER(3, "noToner"),
    DOOR_OPEN(4, "doorOpen"),
    JAMMED(5, "jammed"),
    OFFLINE(6, "offline"),
    SERVICE_REQUESTED(7, "serviceRequested"),
    INPUT_TRAY_MISSING(8, "inputTrayMissing"),
    OUTPUT_TRAY_MISSING(9, "outputTrayMissing"),
    MARKER_SUPPLY_MISSING(10, "markerSupplyMissing"),
    OUTPUT_NEAR_FULL(11, "outputNearFull"),
    OUTPUT_FULL(12, "outputFull"),
    INPUT_TRAY_EMPTY(13, "inputTrayEmpty"),
    OVERDUE_PREVENT_MAINT(14, "overduePreventMaint");

    private final int number;
    private final String mibName;

    Bit(int number, String mibName) {
      this.number = number;
      this.mibName = mibName;
    }

    /** Its name in the MIB. */
    String mibName() {
      return mibName;
    }
  }

  private final byte[] octets;

  /** The state in these octets; what a later MIB may add behind the second is not read. */
  ErrorState(byte... octets) {
    this.octets = octets.clone();
  }

  /** Whether that bit is set. */
  boolean has(Bit bit) {
    int at = bit.number / 8;
    return at < octets.length && (octets[at] & (0x80 >> (bit.number % 8))) != 0;
  }

  /** Whether none of the bits that have a meaning is set. */
  boolean clear() {
    return Arrays.stream(Bit.values()).noneMatch(this::has);
  }

  /** The octets and their names, for an engineer: {@code 40 00 (noPaper)}. */
  @Override
  public String toString() {
    String hex = HexFormat.ofDelimiter(" ").withUpperCase().formatHex(octets);
    String names =
        Arrays.stream(Bit.values())
            .filter(this::has)
            .map(Bit::mibName)
            .collect(Collectors.joining(", "));
    return (hex.isEmpty() ? "no octets" : hex) + (names.isEmpty() ? "" : " (" + names + ")");
  }
}
