package dev.kiosk.agent.device;

/**
 * Who is believed when several sources of one device disagree: what a device says itself counts
 * more than what others say about it.
 */
public enum Authority {
  /** A print queue: it learns of its printer only when a job runs. */
  QUEUE(0),
  /** The IPP service of the device, whose reasons are often derived from its state. */
  IPP(1),
  /** The summary bits of an SNMP agent. */
  SNMP_BITS(2),
  /** The alert table of an SNMP agent. */
  SNMP_ALERTS(3),
  /** The device itself over its own protocol, or the kernel about its port. */
  DEVICE(4);

  private final int rank;

  Authority(int rank) {
    this.rank = rank;
  }

  /** The higher is believed. */
  public int rank() {
    return rank;
  }
}
