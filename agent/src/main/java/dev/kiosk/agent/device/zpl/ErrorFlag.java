package dev.kiosk.agent.device.zpl;

import dev.kiosk.agent.condition.Condition;

/**
 * The error bits of group 1 in the answer to ~HQES (Zebra ZPL II Programming Guide, ~HQES, table of
 * error flags). Those from 0x1000 on belong to printers with a presenter, but for the pause.
 */
enum ErrorFlag {
  MEDIA_OUT(0x1, Condition.MEDIA_OUT, "roll"),
  RIBBON_OUT(0x2, Condition.SUPPLY_OUT, "ribbon"),
  HEAD_OPEN(0x4, Condition.COVER_OPEN, "head"),
  CUTTER(0x8, Condition.CUTTER_FAULT, "cutter"),
  HEAD_TOO_HOT(0x10, Condition.OVER_TEMPERATURE, "head"),
  MOTOR_TOO_HOT(0x20, Condition.OVER_TEMPERATURE, "motor"),
  BAD_HEAD_ELEMENT(0x40, Condition.PRINTHEAD_FAULT, "head element"),
  HEAD_NOT_DETECTED(0x80, Condition.PRINTHEAD_FAULT, "head"),
  FIRMWARE_CONFIGURATION(0x100, Condition.CONFIG_FAULT, "firmware"),
  HEAD_THERMISTOR_OPEN(0x200, Condition.HARDWARE_FAULT, "head thermistor"),
  JAM_IN_RETRACT(0x1000, Condition.MEDIA_JAM, "retract"),
  PRESENTER_NOT_RUNNING(0x2000, Condition.HARDWARE_FAULT, "presenter"),
  PAPER_FEED(0x4000, Condition.MEDIA_FEED_FAULT, "feed"),
  PAPER_PATH_NOT_CLEAR(0x8000, Condition.MEDIA_JAM, "paper path"),
  PAUSED(0x10000, Condition.DEVICE_PAUSED, "pause"),
  RETRACT_TIMED_OUT(0x20000, Condition.MEDIA_NOT_TAKEN, "presenter"),
  BLACK_MARK_CALIBRATION(0x40000, Condition.MEDIA_FEED_FAULT, "black mark"),
  BLACK_MARK_NOT_FOUND(0x80000, Condition.MEDIA_FEED_FAULT, "black mark");

  private final long bit;
  private final Condition condition;
  private final String subject;

  ErrorFlag(long bit, Condition condition, String subject) {
    this.bit = bit;
    this.condition = condition;
    this.subject = subject;
  }

  /** Its bit in group 1. */
  long bit() {
    return bit;
  }

  /** What it means. */
  Condition condition() {
    return condition;
  }

  /** The part that it speaks of. */
  String subject() {
    return subject;
  }
}
