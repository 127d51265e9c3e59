package dev.kiosk.simulator.world;

import dev.kiosk.agent.spool.Lane;

/** Where an event stands: what tells a server that it has it already. */
record Identity(String spool, Lane lane, long position) {

  @Override
  public String toString() {
    return spool.substring(0, 8) + "/" + lane.wireName() + "/" + position;
  }
}
