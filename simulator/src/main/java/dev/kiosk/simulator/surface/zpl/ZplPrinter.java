package dev.kiosk.simulator.surface.zpl;

import static dev.kiosk.simulator.device.DeviceCondition.COVER_OPEN;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_OUT;

import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;

/** What a ZPL printer has to say about itself, in whatever channel. Safe for many threads. */
final class ZplPrinter {

  /** What a setting that the printer does not know reads as. */
  static final String UNKNOWN = "?";

  private static final String FIRMWARE = "V75.19.15Z";

  private final SimulatedPrinter device;
  private final ZplManner manner;
  private final ZplLabels labels;

  ZplPrinter(SimulatedPrinter device, ZplManner manner) {
    this.device = device;
    this.manner = manner;
    this.labels = new ZplLabels(device, manner.peel());
  }

  /** Its labels. */
  ZplLabels labels() {
    return labels;
  }

  /** What it says of its state now. */
  ZplReplies replies() {
    return new ZplReplies(device.conditions(), manner, labels);
  }

  /** The frame that answers ~HI: model, firmware, dots per millimetre, memory. */
  String identity() {
    return "\u0002" + device.identity().product() + "," + FIRMWARE + ",8,4096KB\u0003\r\n";
  }

  /** A setting as the print port tells it, which also knows of the labels that came by it. */
  String settingOfPrintPort(String name) {
    return switch (name) {
      case "device.host_status" -> String.join("\r\n", replies().hostLines());
      case "odometer.total_label_count" -> String.valueOf(labels.printed());
      default -> setting(name);
    };
  }

  /** A setting, without quotation marks; {@link #UNKNOWN} if it has none of that name. */
  String setting(String name) {
    Identity identity = device.identity();
    boolean paperOut = device.conditions().contains(MEDIA_OUT);
    boolean headOpen = device.conditions().contains(COVER_OPEN);
    return switch (name) {
      case "zpl.system_status" -> replies().systemStatus();
      case "head.latch" -> headOpen ? "open" : "ok";
      case "media.status" -> paperOut ? "out" : "ok";
      case "sensor.paper_supply" -> paperOut ? "out" : "present";
      case "sensor.cover_open" -> headOpen ? "yes" : "no";
      case "device.product_name" -> identity.product();
      case "device.unique_id" -> identity.serial();
      case "device.friendly_name" -> identity.id();
      case "appl.name" -> FIRMWARE;
      default -> UNKNOWN;
    };
  }
}
