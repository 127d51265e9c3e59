package dev.kiosk.simulator.surface.ipp;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Conversation;
import dev.kiosk.simulator.surface.Protocol;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A printer's IPP over HTTP, version 1.0 to 2.0: everything that a print queue of CUPS asks of it.
 * Documents are counted and thrown away.
 */
public final class IppProtocol implements Protocol {

  /** Where on the HTTP server the printer is. */
  public static final String PATH = "/ipp/print";

  /** The conditions that it can show. */
  public static final Set<DeviceCondition> SHOWS = shows();

  private final IppService service;

  private IppProtocol(IppService service) {
    this.service = service;
  }

  /**
   * The language of that printer. One for each printer, as its jobs are its own.
   *
   * @param happenings told of each document printed
   * @param nowMillis a monotonic clock in milliseconds
   */
  public static IppProtocol of(
      SimulatedPrinter printer, Happenings happenings, LongSupplier nowMillis) {
    var service = new IppService(printer, happenings, nowMillis);
    printer.onChange((condition, on) -> service.printerChanged());
    return new IppProtocol(service);
  }

  private static Set<DeviceCondition> shows() {
    Set<DeviceCondition> all = EnumSet.copyOf(Trouble.conditions());
    all.add(DeviceCondition.DEVICE_BUSY);
    all.add(DeviceCondition.DEVICE_OFFLINE);
    return Collections.unmodifiableSet(all);
  }

  /** A printer never speaks unasked in IPP. */
  @Override
  public Conversation connected(Consumer<byte[]> unasked) {
    return new HttpConversation(service);
  }
}
