package dev.kiosk.simulator.surface;

/** What a device that serves a client does with another one. All sorts are in use. */
public enum SecondClient {
  /** The network stack accepts it, and it hears nothing until the first client has left. */
  SILENT,
  /** It is refused. */
  REFUSED,
  /** It is served as well, as long as there are not too many. */
  SERVED
}
