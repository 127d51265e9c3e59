package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Machine;

/** Finds the dialer for the endpoint of a driver that exchanges bytes. */
public final class Dialers {

  /** The forms of endpoints there are, for help and error messages. */
  public static final String FORMS =
      "tcp://host:port, " + SerialEndpoint.FORM + " or " + PrinterNodeEndpoint.FORM;

  private Dialers() {}

  /**
   * The dialer for an endpoint. Nothing is opened yet.
   *
   * @param defaultPort of TCP, used when the text names none
   * @throws IllegalArgumentException with one sentence that quotes the text and says what was
   *     expected
   */
  public static Dialer of(String endpoint, int defaultPort, Machine machine) {
    if (endpoint.startsWith(SerialEndpoint.SCHEME)) {
      return new SerialDialer(SerialEndpoint.parse(endpoint), machine);
    }
    if (endpoint.startsWith(PrinterNodeEndpoint.SCHEME)) {
      return new PrinterNodeDialer(PrinterNodeEndpoint.parse(endpoint), machine);
    }
    return new TcpDialer(TcpEndpoint.parse(endpoint, defaultPort), machine);
  }
}
