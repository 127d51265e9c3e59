package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.EndpointOptions;
import java.util.List;

/**
 * A serial port and how it is set.
 *
 * @param path the device node or a link to it, absolute
 * @param baud bits per second
 * @param parity {@code none}, {@code even} or {@code odd}
 * @param dataBits 7 or 8
 * @param stopBits 1 or 2
 * @param opensUnseen whether it is opened although a program that cannot be looked at may have it
 */
public record SerialEndpoint(
    String path, int baud, String parity, int dataBits, int stopBits, boolean opensUnseen) {

  /** How an endpoint of this kind begins. */
  public static final String SCHEME = "serial:";

  /** The form of such an endpoint, for help and error messages. */
  public static final String FORM = "serial:/dev/ttyUSB0?baud=9600";

  private static final List<String> OPTIONS = List.of("baud", "parity", "data", "stop", "unseen");
  private static final List<String> SPEEDS =
      List.of("1200", "2400", "4800", "9600", "19200", "38400", "57600", "115200", "230400");

  /**
   * Reads {@code serial:PATH?baud=9600&parity=none&data=8&stop=1&unseen=leave}. Each option may be
   * left out and is then as here.
   *
   * @throws IllegalArgumentException with one sentence that quotes the text and says what was
   *     expected
   */
  public static SerialEndpoint parse(String text) {
    int mark = text.indexOf('?');
    String path = text.substring(SCHEME.length(), mark < 0 ? text.length() : mark);
    NodePath.check(text, path, FORM);
    String behind = mark < 0 ? null : text.substring(mark + 1);
    EndpointOptions options = EndpointOptions.parse(text, behind, OPTIONS);
    return new SerialEndpoint(
        path,
        Integer.parseInt(options.oneOf("baud", "9600", SPEEDS)),
        options.oneOf("parity", "none", List.of("none", "even", "odd")),
        Integer.parseInt(options.oneOf("data", "8", List.of("7", "8"))),
        Integer.parseInt(options.oneOf("stop", "1", List.of("1", "2"))),
        options.oneOf("unseen", "leave", List.of("leave", "open")).equals("open"));
  }

  /** The canonical text: what is as usual is left out, but for the speed. */
  @Override
  public String toString() {
    return SCHEME
        + path
        + "?baud="
        + baud
        + (parity.equals("none") ? "" : "&parity=" + parity)
        + (dataBits == 8 ? "" : "&data=" + dataBits)
        + (stopBits == 1 ? "" : "&stop=" + stopBits)
        + (opensUnseen ? "&unseen=open" : "");
  }
}
