package dev.kiosk.agent.condition;

import static dev.kiosk.agent.condition.Clears.BY_ACTION;
import static dev.kiosk.agent.condition.Clears.BY_ITSELF;
import static dev.kiosk.agent.condition.Clears.BY_REPAIR;
import static dev.kiosk.agent.condition.Clears.BY_TIME;
import static dev.kiosk.agent.condition.Severity.CRITICAL;
import static dev.kiosk.agent.condition.Severity.ERROR;
import static dev.kiosk.agent.condition.Severity.INFO;
import static dev.kiosk.agent.condition.Severity.WARNING;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Everything that can be reported as wrong. The names travel in frames as {@code code} and are
 * promises.
 *
 * <p>{@link #cuss()} is the message code of the IATA CUSS 2 interface that the kiosk platform would
 * use for the same state; several of our codes fold into HARDWARE_ERROR there.
 */
public enum Condition {
  // Devices.
  DEVICE_OK(INFO, BY_ITSELF, "OK"),
  DEVICE_BUSY(INFO, BY_ITSELF, "OK"),
  DEVICE_STARTING(INFO, BY_ITSELF, "OK"),
  DEVICE_PAUSED(WARNING, BY_ACTION, "WRONG_SYSTEM_STATE"),
  DEVICE_OFFLINE(ERROR, BY_ITSELF, "NOT_RESPONDING"),
  DEVICE_ABSENT(ERROR, BY_ITSELF, "NOT_REACHABLE"),
  LINK_DOWN(ERROR, BY_ITSELF, "NOT_REACHABLE"),
  NOT_RESPONDING(ERROR, BY_ITSELF, "NOT_RESPONDING"),
  LINK_UNSTABLE(WARNING, BY_TIME, "NOT_RESPONDING"),
  PORT_IN_USE(INFO, BY_ITSELF, "OK"),
  PROTOCOL_MISMATCH(WARNING, BY_ITSELF, "HARDWARE_ERROR"),
  STATUS_UNKNOWN(WARNING, BY_TIME, "NOT_RESPONDING"),
  MEDIA_LOW(WARNING, BY_ITSELF, "MEDIA_LOW"),
  MEDIA_OUT(ERROR, BY_ITSELF, "MEDIA_EMPTY"),
  MEDIA_JAM(ERROR, BY_ACTION, "MEDIA_JAMMED"),
  MEDIA_FEED_FAULT(ERROR, BY_ACTION, "MEDIA_MISPLACED"),
  MEDIA_NOT_TAKEN(WARNING, BY_ITSELF, "MEDIA_PRESENT"),
  MEDIA_MISMATCH(WARNING, BY_ITSELF, "HARDWARE_ERROR"),
  INPUT_TRAY_MISSING(ERROR, BY_ITSELF, "MEDIA_EMPTY"),
  OUTPUT_NEAR_FULL(WARNING, BY_ITSELF, "MEDIA_HIGH"),
  OUTPUT_FULL(ERROR, BY_ITSELF, "MEDIA_FULL"),
  OUTPUT_TRAY_MISSING(ERROR, BY_ITSELF, "MEDIA_FULL"),
  SUPPLY_LOW(WARNING, BY_ITSELF, "MEDIA_LOW"),
  SUPPLY_OUT(ERROR, BY_ITSELF, "MEDIA_EMPTY"),
  SUPPLY_MISSING(ERROR, BY_ITSELF, "HARDWARE_ERROR"),
  WASTE_FULL(WARNING, BY_ITSELF, "MEDIA_FULL"),
  COVER_OPEN(ERROR, BY_ITSELF, "HARDWARE_ERROR"),
  CUTTER_FAULT(ERROR, BY_ACTION, "HARDWARE_ERROR"),
  PRINTHEAD_FAULT(CRITICAL, BY_REPAIR, "HARDWARE_ERROR"),
  OVER_TEMPERATURE(WARNING, BY_ITSELF, "HARDWARE_ERROR"),
  UNDER_TEMPERATURE(WARNING, BY_ITSELF, "HARDWARE_ERROR"),
  POWER_FAULT(ERROR, BY_ITSELF, "HARDWARE_ERROR"),
  RECOVERABLE_FAULT(ERROR, BY_ACTION, "HARDWARE_ERROR"),
  HARDWARE_FAULT(CRITICAL, BY_REPAIR, "HARDWARE_ERROR"),
  CONFIG_FAULT(CRITICAL, BY_ACTION, "CRITICAL_SOFTWARE_ERROR"),
  BUFFER_FULL(WARNING, BY_ITSELF, "THRESHOLD_ERROR"),
  SERVICE_DUE(WARNING, BY_ACTION, "THRESHOLD_USAGE"),
  LIFE_END(WARNING, BY_ACTION, "THRESHOLD_USAGE"),
  BATTERY_LOW(WARNING, BY_ITSELF, "THRESHOLD_USAGE"),
  ACTIVITY_STALE(INFO, BY_TIME, "OK"),
  ENCLOSURE_OPEN(WARNING, BY_ITSELF, "HARDWARE_ERROR"),

  // The agent's own. The first three begin and end; the others are moments.
  THRESHOLD_EXCEEDED(WARNING, BY_ITSELF, "THRESHOLD_ERROR"),
  SPOOL_WRITE_FAILED(ERROR, BY_ITSELF, "HARDWARE_ERROR"),
  CERT_EXPIRING(WARNING, BY_ACTION, "THRESHOLD_ERROR"),
  EVENTS_LOST(WARNING, BY_TIME, "THRESHOLD_ERROR"),
  SPOOL_DAMAGED(WARNING, BY_TIME, "HARDWARE_ERROR"),
  CLOCK_STEP(WARNING, BY_TIME, "THRESHOLD_ERROR");

  /** What can still be judged when the device itself was not heard. */
  private static final Set<Condition> WAY_THERE =
      Collections.unmodifiableSet(
          EnumSet.of(
              DEVICE_ABSENT,
              LINK_DOWN,
              NOT_RESPONDING,
              LINK_UNSTABLE,
              PORT_IN_USE,
              PROTOCOL_MISMATCH,
              STATUS_UNKNOWN));

  private final Severity severity;
  private final Clears clears;
  private final String cuss;

  Condition(Severity severity, Clears clears, String cuss) {
    this.severity = severity;
    this.clears = clears;
    this.cuss = cuss;
  }

  /** How bad it is. */
  public Severity severity() {
    return severity;
  }

  /** How it ends once its cause is gone. */
  public Clears clears() {
    return clears;
  }

  /** The CUSS 2 message code. */
  public String cuss() {
    return cuss;
  }

  /**
   * Whether it tells of the way to a device rather than of the device: what still can be judged
   * when the device was not heard.
   */
  public boolean isAboutTheWayThere() {
    return WAY_THERE.contains(this);
  }
}
