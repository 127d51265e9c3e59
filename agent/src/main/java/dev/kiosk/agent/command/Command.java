package dev.kiosk.agent.command;

/**
 * Everything that a server may ask for, each with the {@code cid} that its answer carries. What
 * cannot be carried out has a record too, because it must be answered as well.
 */
public sealed interface Command {

  /** The correlation id chosen by the sender; never empty. */
  String cid();

  /**
   * Put a limit in place of the one that holds.
   *
   * @param host the kiosk that is meant
   * @param metric wire name of the metric, {@code cpu} when the frame names none; not yet checked
   * @param pct the limit as sent, not yet checked; °C for temperature
   */
  record SetThreshold(String cid, String host, String metric, double pct) implements Command {}

  /**
   * Go back to the configured limit.
   *
   * @param host the kiosk that is meant
   * @param metric wire name of the metric, {@code cpu} when the frame names none; not yet checked
   */
  record ClearThreshold(String cid, String host, String metric) implements Command {}

  /**
   * A kind of command that this agent does not know.
   *
   * @param kind the kind as sent
   */
  record Unsupported(String cid, String kind) implements Command {}

  /**
   * A known kind of command with a missing field or one of the wrong type.
   *
   * @param problem one sentence that names the field and what was expected
   */
  record Malformed(String cid, String problem) implements Command {}
}
