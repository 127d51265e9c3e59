package dev.kiosk.agent.device.transport;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One open way to a device, for short requests and short answers: a TCP connection, a serial port,
 * a printer node. For one thread.
 */
public interface Line extends AutoCloseable {

  /** The longest request that may be sent at once, in bytes: it never has to wait for room. */
  int LONGEST_REQUEST_BYTES = 256;

  /**
   * Takes what has come without being asked for, without waiting.
   *
   * @return the bytes, often none
   * @throws TransportException GARBAGE when it does not end, CLOSED when the line is gone
   */
  byte[] drain() throws TransportException;

  /**
   * Sends a request.
   *
   * @param request at most {@link #LONGEST_REQUEST_BYTES}
   * @throws TransportException CLOSED when the line is gone
   */
  void send(byte... request) throws TransportException;

  /**
   * Waits for the next byte.
   *
   * @param untilNanos the latest time, on the clock of {@link dev.kiosk.agent.time.Time#nanos()};
   *     the deadline of the whole line holds as well
   * @return 0 to 255
   * @throws TransportException SILENT when none came in time, IN_USE when none came because another
   *     program on this machine has the device, CLOSED when none can come any more
   */
  int read(long untilNanos) throws TransportException;

  /**
   * Waits for a byte that perhaps nobody sends, so that silence is no trouble and nobody is looked
   * for who might be its cause.
   *
   * @param untilNanos as for {@link #read}
   * @return 0 to 255, or nothing when none came in time
   * @throws TransportException CLOSED when none can come any more
   */
  OptionalInt readIfAny(long untilNanos) throws TransportException;

  /**
   * The status lines of a printer port, where the line has them (USB Device Class Definition for
   * Printing Devices 1.1, section 4.2.2): bit 5 paper empty, bit 4 selected, bit 3 no error. Empty
   * also where asking could keep an application from printing for long.
   *
   * @throws TransportException CLOSED when the line is gone
   */
  default OptionalInt portStatus() throws TransportException {
    return OptionalInt.empty();
  }

  /**
   * What a printer says of itself (IEEE 1284-2000, clause 7.6), where the line can ask for it. Not
   * to be asked while somebody prints: some printers mix the answer into the print data. So the
   * printer itself is asked once, and then again only when it was plugged in anew.
   *
   * @return the text without its length, as it came
   * @throws TransportException CLOSED when the line is gone
   */
  default Optional<String> deviceId() throws TransportException {
    return Optional.empty();
  }

  /** Gives the device free at once. May be called again. */
  @Override
  void close();
}
