package dev.kiosk.simulator.hub.fault;

/** One way in which the hub misbehaves. */
interface Fault {

  /** What the hub does, to be read behind "hub", for instance {@code says nothing}. */
  String words();
}
