package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Machine;

/** One open serial port. For one thread. */
final class SerialLine extends NodeLine {

  private final SerialSettings settings;
  private final boolean despiteUnseen;

  SerialLine(
      Place place,
      OpenNode node,
      Machine machine,
      Watch watch,
      SerialSettings settings,
      boolean despiteUnseen) {
    super(place, node, machine, watch);
    this.settings = settings;
    this.despiteUnseen = despiteUnseen;
  }

  /** A port that a program opened meanwhile is the program's, whatever its settings are. */
  @Override
  void giveBack() {
    boolean changed = settings.areToGiveBack();
    if ((changed || node().hasUnsent()) && isOursAlone()) {
      node().dropUnsent(); // nobody waits for the answer any more
      if (changed) {
        settings.giveBack();
      }
    }
  }

  private boolean isOursAlone() {
    return others().leavesItToUs(despiteUnseen) && !node().isClaimed();
  }
}
