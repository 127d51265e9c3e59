package dev.kiosk.agent.link;

/**
 * Events of the tenant and host that this kiosk had before. They are sent in a session of their
 * own, under their own hello; when all are with the server, or it refuses them, that is over.
 */
public interface FormerOrigin extends Origin {

  /** Tenant and host, for people. */
  String owner();

  /** Whether the server has everything. */
  boolean isEmpty();

  /** Everything is with the server: nothing of it is needed any more. */
  void drained();

  /**
   * The server does not take them.
   *
   * @param why in its words
   */
  void refused(String why);
}
