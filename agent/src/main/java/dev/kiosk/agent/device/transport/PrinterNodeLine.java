package dev.kiosk.agent.device.transport;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.ptr.IntByReference;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.time.Time;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One open printer node (Linux, include/uapi/linux/lp.h and drivers/usb/class/usblp.c). The kernel
 * gives the printer five seconds for each of the two questions below; when they are asked, {@link
 * ControlPipe} decides. For one thread.
 */
final class PrinterNodeLine extends NodeLine {

  /** Writes one int: the status lines. */
  private static final long LPGETSTATUS = 0x060BL;

  private static final int ID_BYTES = 1_024;

  /** Reads the device id into a buffer whose size is part of the number: _IOC(READ, 'P', 1, n). */
  private static final long LPIOC_GET_DEVICE_ID = 0x8000_5001L | ((long) ID_BYTES << 16);

  private static final int STATUS_LINES = 0xFF;

  private final Place place;
  private final Time time;
  private final long openedNanos;
  private final ControlPipe pipe;

  PrinterNodeLine(Place place, OpenNode node, Machine machine, Watch watch, ControlPipe pipe) {
    super(place, node, machine, watch);
    this.place = place;
    this.time = machine.time();
    this.openedNanos = watch.openedNanos();
    this.pipe = pipe;
  }

  @Override
  public OptionalInt portStatus() throws TransportException {
    var status = new IntByReference();
    return mayAsk() && ask(LPGETSTATUS, status)
        ? OptionalInt.of(status.getValue() & STATUS_LINES)
        : OptionalInt.empty();
  }

  @Override
  public Optional<String> deviceId() throws TransportException {
    if (pipe.knowsId() || !mayAsk()) {
      return pipe.deviceId();
    }
    var answer = new Memory(ID_BYTES);
    answer.clear();
    Optional<String> said =
        ask(LPIOC_GET_DEVICE_ID, answer)
            ? Optional.of(text(answer.getByteArray(0, ID_BYTES)))
            : Optional.empty();
    pipe.is(said);
    return said;
  }

  /**
   * The text of a device id as it comes over the wire: two bytes of length, big-endian and counting
   * themselves, before it. Printers get the length wrong, so it only ever shortens what is there.
   */
  static String text(byte[] wire) {
    if (wire.length < 2) {
      return "";
    }
    int told = ((wire[0] & 0xFF) << 8) | (wire[1] & 0xFF);
    int end = told > 2 && told < wire.length ? told : wire.length;
    var text = new String(wire, 2, end - 2, StandardCharsets.ISO_8859_1);
    int zero = text.indexOf('\0');
    return zero < 0 ? text : text.substring(0, zero);
  }

  private boolean mayAsk() {
    return pipe.mayAsk(time.nanos() - openedNanos);
  }

  /** Whether the driver gave an answer; not every node is one of the printer driver. */
  private boolean ask(long request, Object answer) throws TransportException {
    long askedNanos = time.nanos();
    try {
      node().libc().ioctl(node().fd(), new NativeLong(request), answer);
      pipe.took(time.nanos() - askedNanos);
      return true;
    } catch (LastErrorException refused) {
      int error = refused.getErrorCode();
      if (error == LibC.ENODEV || error == LibC.ENXIO) {
        pipe.forget();
        throw new TransportException(
            Trouble.CLOSED, place.endpoint() + ": it was there and is gone", refused);
      }
      pipe.took(time.nanos() - askedNanos);
      return false; // ENOTTY: another driver; EIO: the printer does not know the question
    }
  }

  @Override
  void giveBack() {
    // The driver keeps no setting of ours.
  }
}
