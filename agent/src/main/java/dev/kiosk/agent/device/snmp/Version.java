package dev.kiosk.agent.device.snmp;

import org.snmp4j.mp.SnmpConstants;

/** The versions of SNMP. */
enum Version {
  V1("v1", SnmpConstants.version1),
  V2C("v2c", SnmpConstants.version2c),
  V3("v3", SnmpConstants.version3);

  private final String words;
  private final int number;

  Version(String words, int number) {
    this.words = words;
    this.number = number;
  }

  /** Its number in messages. */
  int number() {
    return number;
  }

  /** How people call it. */
  @Override
  public String toString() {
    return words;
  }
}
