package dev.kiosk.agent.device.snmp;

/** What an SNMP agent said is not what the protocol or the MIB allows; a sentence says what. */
class SnmpException extends Exception {

  private static final long serialVersionUID = 1L;

  SnmpException(String message) {
    super(message);
  }
}
