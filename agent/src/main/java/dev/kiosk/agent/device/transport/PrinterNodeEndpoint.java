package dev.kiosk.agent.device.transport;

/**
 * A printer at a node of the kernel's USB printer driver.
 *
 * @param path the device node or a link to it, absolute
 */
public record PrinterNodeEndpoint(String path) {

  /** How an endpoint of this kind begins. */
  public static final String SCHEME = "usb:/";

  /** The form of such an endpoint, for help and error messages. */
  public static final String FORM = "usb:/dev/usb/lp0";

  /**
   * Reads {@code usb:PATH}. It has no options.
   *
   * @throws IllegalArgumentException with one sentence that quotes the text and says what was
   *     expected
   */
  public static PrinterNodeEndpoint parse(String text) {
    String path = text.substring(SCHEME.length() - 1);
    NodePath.check(text, path, FORM);
    return new PrinterNodeEndpoint(path);
  }

  /** The canonical text. */
  @Override
  public String toString() {
    return "usb:" + path;
  }
}
