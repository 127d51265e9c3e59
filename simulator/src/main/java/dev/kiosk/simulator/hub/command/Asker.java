package dev.kiosk.simulator.hub.command;

/** Somebody who sent a command and waits for its answer. */
public interface Asker {

  /** Who it is, for the audit list. */
  String who();

  /**
   * Takes an answer; called from any thread, never blocks. Once for each command, and once more
   * when the kiosk answers after the hub had said {@code timeout}.
   */
  void answered(Answer answer);
}
