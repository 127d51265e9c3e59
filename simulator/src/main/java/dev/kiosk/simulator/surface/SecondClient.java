package dev.kiosk.simulator.surface;

/**
 * What a printer that serves one connection does with a second client. Receipt printers of both
 * sorts are in use.
 */
public enum SecondClient {
  /** The network stack accepts it, and it hears nothing until the first client has left. */
  SILENT,
  /** It is refused. */
  REFUSED
}
