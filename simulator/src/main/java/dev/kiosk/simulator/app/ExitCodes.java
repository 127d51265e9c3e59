package dev.kiosk.simulator.app;

/** What the commands return to the shell. */
final class ExitCodes {

  /** Done. */
  static final int OK = 0;

  /** Not done; one line on standard error says why. */
  static final int FAILED = 1;

  /** The command line says something that does not exist (EX_USAGE of sysexits.h). */
  static final int USAGE = 64;

  private ExitCodes() {}
}
