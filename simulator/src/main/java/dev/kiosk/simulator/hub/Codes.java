package dev.kiosk.simulator.hub;

import java.util.Set;

/**
 * The codes of error events that the contract names today. Others may come with a newer agent;
 * nothing is known of those.
 */
final class Codes {

  private static final Set<String> MOMENTS = Set.of("EVENTS_LOST", "SPOOL_DAMAGED", "CLOCK_STEP");

  private static final Set<String> CONDITIONS =
      Set.of(
          // of devices: how they are reached
          "DEVICE_OK",
          "DEVICE_BUSY",
          "DEVICE_STARTING",
          "DEVICE_PAUSED",
          "DEVICE_OFFLINE",
          "DEVICE_ABSENT",
          "LINK_DOWN",
          "NOT_RESPONDING",
          "LINK_UNSTABLE",
          "PORT_IN_USE",
          "PROTOCOL_MISMATCH",
          "STATUS_UNKNOWN",
          // media and supplies
          "MEDIA_LOW",
          "MEDIA_OUT",
          "MEDIA_JAM",
          "MEDIA_FEED_FAULT",
          "MEDIA_NOT_TAKEN",
          "MEDIA_MISMATCH",
          "INPUT_TRAY_MISSING",
          "OUTPUT_NEAR_FULL",
          "OUTPUT_FULL",
          "OUTPUT_TRAY_MISSING",
          "SUPPLY_LOW",
          "SUPPLY_OUT",
          "SUPPLY_MISSING",
          "WASTE_FULL",
          // the rest of the machine
          "COVER_OPEN",
          "CUTTER_FAULT",
          "PRINTHEAD_FAULT",
          "OVER_TEMPERATURE",
          "UNDER_TEMPERATURE",
          "POWER_FAULT",
          "RECOVERABLE_FAULT",
          "HARDWARE_FAULT",
          "CONFIG_FAULT",
          "BUFFER_FULL",
          "SERVICE_DUE",
          "LIFE_END",
          "BATTERY_LOW",
          "ACTIVITY_STALE",
          "ENCLOSURE_OPEN",
          // of the agent
          "THRESHOLD_EXCEEDED",
          "SPOOL_WRITE_FAILED",
          "CERT_EXPIRING");

  private Codes() {}

  /** Whether it happens without a duration. */
  static boolean isMoment(String code) {
    return MOMENTS.contains(code);
  }

  /** Whether it begins and ends. */
  static boolean isCondition(String code) {
    return CONDITIONS.contains(code);
  }
}
