package dev.kiosk.simulator.app;

/**
 * Where the demo's parts listen, all on 127.0.0.1; 0 takes a free port.
 *
 * @param hub the server
 * @param control the simulated devices' control
 * @param bagtag the bag-tag printer
 * @param receipt the receipt printer
 * @param status the agent's status
 */
record DemoPorts(int hub, int control, int bagtag, int receipt, int status) {

  /** The ports that the documentation names. */
  static final DemoPorts USUAL = new DemoPorts(9400, 9320, 9100, 9101, 9310);

  /** Whatever is free. */
  static final DemoPorts FREE = new DemoPorts(0, 0, 0, 0, 0);
}
