package dev.kiosk.simulator.hub.access;

/**
 * What a request may do, and by which token; good until that token is taken away or changed.
 *
 * @param digest the hash of the token; empty where the hub has no tokens
 */
public record Pass(Grant grant, String digest) {

  /** Of everybody, where there are no tokens. */
  static final Pass OPEN = new Pass(Grant.OPEN, "");
}
