package dev.kiosk.agent.command;

import java.util.Map;

/**
 * Carries commands out, in two moves, so that limit and outcome can be saved together in between.
 */
public interface Carrier {

  /**
   * Decides what a command does. Changes nothing.
   *
   * @param limits the pushed limits that hold now, by metric
   */
  Decision decide(Command command, Map<String, PushedLimit> limits);

  /** Puts limits into force. They are saved already. Also called once at the start. */
  void apply(Map<String, PushedLimit> limits);

  /**
   * A decision.
   *
   * @param outcome the answer
   * @param limits the pushed limits that hold afterwards, by metric
   */
  record Decision(Outcome outcome, Map<String, PushedLimit> limits) {

    /** Copies the map. */
    public Decision {
      limits = Map.copyOf(limits);
    }
  }
}
