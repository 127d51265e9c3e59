package dev.kiosk.agent.condition;

/** How a condition ends once its cause is gone. */
public enum Clears {
  /** By itself. */
  BY_ITSELF,
  /** By an action of the host or a person. */
  BY_ACTION,
  /** By a power cycle or a repair. */
  BY_REPAIR,
  /** By time: the agent looks again. */
  BY_TIME
}
