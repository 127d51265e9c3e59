package dev.kiosk.agent.device;

/**
 * Who is believed when several sources of one device disagree, in rising order: what a device says
 * itself counts more than what others say about it.
 */
public enum Authority {
  /** A print queue: it learns of its printer only when a job runs. */
  QUEUE,
  /** The IPP service of the device, whose reasons are often derived from its state. */
  IPP,
  /** The summary bits of an SNMP agent. */
  SNMP_BITS,
  /** The alert table of an SNMP agent. */
  SNMP_ALERTS,
  /** The device itself over its own protocol, or the kernel about its port. */
  DEVICE
}
