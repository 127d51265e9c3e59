package dev.kiosk.simulator.surface.zpl;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Conversation;
import dev.kiosk.simulator.surface.Protocol;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The JSON settings channel of a ZPL printer, TCP port 9200 of a real one. Answers whatever the
 * printer does, up to eight hosts at a time; hangs up on a ninth. Source: Zebra ZPL II Programming
 * Guide, JSON.
 */
public final class ZplJsonProtocol implements Protocol {

  /** The conditions that it can show: those of zpl.system_status. */
  public static final Set<DeviceCondition> SHOWS =
      Collections.unmodifiableSet(
          EnumSet.of(
              DeviceCondition.MEDIA_LOW,
              DeviceCondition.MEDIA_OUT,
              DeviceCondition.MEDIA_JAM,
              DeviceCondition.MEDIA_FEED_FAULT,
              DeviceCondition.SUPPLY_OUT,
              DeviceCondition.COVER_OPEN,
              DeviceCondition.CUTTER_FAULT,
              DeviceCondition.PRINTHEAD_FAULT,
              DeviceCondition.OVER_TEMPERATURE,
              DeviceCondition.HARDWARE_FAULT,
              DeviceCondition.CONFIG_FAULT,
              DeviceCondition.SERVICE_DUE,
              DeviceCondition.LIFE_END,
              DeviceCondition.DEVICE_PAUSED));

  private static final int MOST_HOSTS = 8;

  private final ZplPrinter printer;
  private final Consumer<String> told;
  private final AtomicInteger hosts = new AtomicInteger();

  private ZplJsonProtocol(ZplPrinter printer, Consumer<String> told) {
    this.printer = printer;
    this.told = told;
  }

  /**
   * The channel of that printer.
   *
   * @param happenings told when a host tries to set something, which has no effect
   */
  public static ZplJsonProtocol of(SimulatedPrinter device, Happenings happenings) {
    return new ZplJsonProtocol(
        new ZplPrinter(device, ZplManner.USUAL), what -> happenings.happened(device.id(), what));
  }

  @Override
  public Conversation connected(Consumer<byte[]> unasked) {
    boolean served = hosts.incrementAndGet() <= MOST_HOSTS;
    return new ZplJsonConversation(printer, told, served, hosts::decrementAndGet);
  }
}
