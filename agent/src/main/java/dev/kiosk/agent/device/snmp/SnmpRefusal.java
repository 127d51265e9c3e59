package dev.kiosk.agent.device.snmp;

/** The printer is well enough to answer, but not to us: user, pass phrase or level is not its. */
final class SnmpRefusal extends SnmpException {

  private static final long serialVersionUID = 1L;

  SnmpRefusal(String message) {
    super(message);
  }
}
