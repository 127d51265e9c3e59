package dev.kiosk.simulator.surface.zpl;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Conversation;
import dev.kiosk.simulator.surface.Protocol;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A label printer's ZPL: swallows labels and answers ~HS, ~HQES, ~HI and {@code ! U1 getvar}. What
 * would set something is swallowed without effect. Source: Zebra ZPL II Programming Guide.
 */
public final class ZplProtocol implements Protocol {

  /** The conditions that it can show. ZPL knows no sign of a ribbon that is nearly used up. */
  public static final Set<DeviceCondition> SHOWS =
      Collections.unmodifiableSet(
          EnumSet.of(
              DeviceCondition.MEDIA_LOW,
              DeviceCondition.MEDIA_OUT,
              DeviceCondition.MEDIA_JAM,
              DeviceCondition.MEDIA_FEED_FAULT,
              DeviceCondition.MEDIA_NOT_TAKEN,
              DeviceCondition.SUPPLY_OUT,
              DeviceCondition.COVER_OPEN,
              DeviceCondition.CUTTER_FAULT,
              DeviceCondition.PRINTHEAD_FAULT,
              DeviceCondition.OVER_TEMPERATURE,
              DeviceCondition.UNDER_TEMPERATURE,
              DeviceCondition.HARDWARE_FAULT,
              DeviceCondition.CONFIG_FAULT,
              DeviceCondition.BUFFER_FULL,
              DeviceCondition.SERVICE_DUE,
              DeviceCondition.LIFE_END,
              DeviceCondition.DEVICE_PAUSED));

  private final ZplPrinter printer;

  /** The conditions that a printer of that sort can show: without a ribbon none can run out. */
  public static Set<DeviceCondition> shows(ZplManner manner) {
    Set<DeviceCondition> shown = EnumSet.copyOf(SHOWS);
    if (!manner.ribbon()) {
      shown.remove(DeviceCondition.SUPPLY_OUT);
    }
    return Collections.unmodifiableSet(shown);
  }

  private ZplProtocol(ZplPrinter printer) {
    this.printer = printer;
  }

  /**
   * The language of that printer. One for each printer, as its labels are one queue.
   *
   * @param device can have the conditions of {@link #shows}, others show nothing
   */
  public static ZplProtocol of(SimulatedPrinter device, ZplManner manner) {
    var printer = new ZplPrinter(device, manner);
    device.onChange((condition, on) -> printer.labels().print());
    return new ZplProtocol(printer);
  }

  @Override
  public Conversation connected(Consumer<byte[]> unasked) {
    return new ZplConversation(printer);
  }
}
