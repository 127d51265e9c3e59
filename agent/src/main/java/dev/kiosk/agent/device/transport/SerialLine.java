package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Machine;

/** One open serial port. For one thread. */
final class SerialLine extends NodeLine {

  private final SerialSettings settings;

  SerialLine(Place place, OpenNode node, Machine machine, Watch watch, SerialSettings settings) {
    super(place, node, machine, watch);
    this.settings = settings;
  }

  @Override
  void giveBack() {
    settings.giveBack();
  }
}
