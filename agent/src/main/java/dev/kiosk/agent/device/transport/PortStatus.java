package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Wiretap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The status lines of a printer port and what they show (USB Device Class Definition for Printing
 * Devices 1.1, section 4.2.2).
 *
 * <pre>
 *   b5 (20) paper empty   b4 (10) selected   b3 (08) no error   the others are reserved
 * </pre>
 *
 * <p>They are evidence of a fault, never of health: many thermal printers always answer 18, or 00.
 */
public final class PortStatus {

  /** All that the lines can show. */
  public static final Set<Condition> CAN_SHOW =
      Collections.unmodifiableSet(
          EnumSet.of(Condition.MEDIA_OUT, Condition.DEVICE_OFFLINE, Condition.RECOVERABLE_FAULT));

  private static final int PAPER_EMPTY = 0x20;
  private static final int SELECTED = 0x10;
  private static final int NO_ERROR = 0x08;
  private static final int ALL_SET = 0xFF;

  private PortStatus() {}

  /**
   * Asks a line for its status lines, if it has them. It asks the device outside its print data,
   * but with full buffers some printers mix the answer into what they print: not to be asked often.
   *
   * @return the faults that they show, none when there is nothing to ask
   */
  public static List<Finding> ask(Line line, Wiretap tap) throws TransportException {
    OptionalInt status = line.portStatus();
    if (status.isEmpty()) {
      return List.of();
    }
    tap.received(new byte[] {(byte) status.getAsInt()});
    tap.means(() -> meaning(status.getAsInt()));
    return faults(status.getAsInt());
  }

  /** The faults that a status byte shows. */
  public static List<Finding> faults(int status) {
    if (isEmpty(status)) {
      return List.of();
    }
    String raw = String.format(Locale.US, "GET_PORT_STATUS = %02X", status & 0xFF);
    var faults = new ArrayList<Finding>();
    if ((status & PAPER_EMPTY) != 0) {
      faults.add(new Finding(Condition.MEDIA_OUT, null, raw));
    }
    if ((status & SELECTED) == 0) {
      faults.add(new Finding(Condition.DEVICE_OFFLINE, null, raw));
    }
    if ((status & NO_ERROR) == 0) {
      faults.add(new Finding(Condition.RECOVERABLE_FAULT, null, raw));
    }
    return List.copyOf(faults);
  }

  /** A status byte in words. */
  public static String meaning(int status) {
    if (isEmpty(status)) {
      return "GET_PORT_STATUS: nothing, this printer does not drive its status lines";
    }
    return "GET_PORT_STATUS: "
        + ((status & PAPER_EMPTY) == 0 ? "paper, " : "paper empty, ")
        + ((status & SELECTED) == 0 ? "not selected, " : "selected, ")
        + ((status & NO_ERROR) == 0 ? "error" : "no error");
  }

  /** A byte of nothing but zeros or ones comes from a printer that has no such lines. */
  private static boolean isEmpty(int status) {
    return (status & ALL_SET) == ALL_SET || (status & (PAPER_EMPTY | SELECTED | NO_ERROR)) == 0;
  }
}
