package dev.kiosk.simulator.hub;

/**
 * Watches a hub, for a demo that prints what happens or a test that waits for it. The calls come
 * from the hub's own threads and hold them up, so they must be quick; they change nothing.
 */
public interface HubEvents {

  /** Watches nothing. */
  HubEvents NONE = new HubEvents() {};

  /**
   * An agent said who it is.
   *
   * @param level {@code v1} or {@code plain}
   */
  default void agentConnected(HostId host, String level) {}

  /** The connection of an agent ended. */
  default void agentLeft(HostId host, String reason) {}

  /** An event is on disk. Each event is told once. */
  default void eventStored(StoredEvent event) {}

  /** An operator's command was handed to the agent's connection. */
  default void commandRelayed(HostId host, String command) {}

  /** An operator got a reply: the agent's own, or the hub's {@code timeout} or {@code offline}. */
  default void answered(HostId host, String reply) {}

  /** An operator is connected. */
  default void operatorConnected(String tenantId) {}

  /**
   * An operator reads too slowly and now loses its oldest events; told once for each connection.
   */
  default void operatorBehind(String tenantId) {}
}
