package dev.kiosk.simulator.world;

/** What may go wrong in a world, each at random times. */
enum Fault {
  /** A connection breaks; the next one may work. */
  DROPPED_LINK,
  /** Connections are refused for 5 s to 10 min. */
  SERVER_DOWN,
  /** Connections are refused for half an hour to two hours. */
  LONG_OUTAGE,
  /** Nothing gets through for 5 s to 2 min, and nobody is told. */
  SILENT_LINK,
  /** The server takes connections and reads nothing for 5 s to 3 min. */
  SLOW_SERVER,
  /** The server lost its store and wants everything from position 0. */
  SERVER_FORGETS,
  /** The power goes, between two writes of the disk or within them, for up to a minute. */
  POWER_CUT,
  /** The process is killed, as by the kernel when memory is short, and started again. */
  KILL,
  /** The service is stopped and started in order. */
  ORDERLY_RESTART,
  /** The printer shows a condition. */
  DEVICE_FAULT,
  /** The scanner does not answer. */
  HUNG_DEVICE,
  /** The wall clock is set, by up to 10,000 s. */
  CLOCK_STEP,
  /** Others fill the disk for 10 s to 20 min; in half of the cases the agent ends meanwhile. */
  FULL_DISK,
  /** The disk refuses for 10 s to 20 min; in half of the cases the agent ends meanwhile. */
  DISK_REFUSES,
  /** The disk refuses for an hour or more: longer than reserved positions last. */
  DISK_AWAY,
  /** One operation of the disk fails. */
  FAILING_OPERATION
}
