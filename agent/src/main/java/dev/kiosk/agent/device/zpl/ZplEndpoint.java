package dev.kiosk.agent.device.zpl;

import dev.kiosk.agent.device.EndpointOptions;
import dev.kiosk.agent.device.ShownEndpoint;
import dev.kiosk.agent.device.transport.Dialers;
import dev.kiosk.agent.device.transport.TcpEndpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a ZPL printer is asked.
 *
 * @param line the endpoint of its print port, without our own options
 * @param json the endpoint of its settings channel, null where it has none or is not to be asked
 */
record ZplEndpoint(String line, @Nullable String json) {

  /** The forms there are, for help and error messages. */
  static final String FORMS = Dialers.FORMS + "; with tcp also ?json=9200 or ?json=off";

  /** The port of the print data, unless told otherwise. */
  static final int DEFAULT_PORT = 9100;

  private static final int DEFAULT_JSON_PORT = 9200;
  private static final String JSON = "json";
  private static final String OFF = "off";

  /**
   * Reads {@code tcp://host:port?json=9200}; every other form is left to the line.
   *
   * @throws IllegalArgumentException with one sentence that quotes the text and says what was
   *     expected
   */
  static ZplEndpoint parse(String text) {
    if (!text.startsWith(TcpEndpoint.SCHEME)) {
      return new ZplEndpoint(text, null);
    }
    int mark = text.indexOf('?');
    String line = mark < 0 ? text : text.substring(0, mark);
    String options = mark < 0 ? null : text.substring(mark + 1);
    TcpEndpoint printer = TcpEndpoint.parse(line, DEFAULT_PORT);
    String json = EndpointOptions.parse(text, options, List.of(JSON)).text(JSON);
    if (OFF.equals(json)) {
      return new ZplEndpoint(line, null);
    }
    int port = json == null ? DEFAULT_JSON_PORT : port(text, json);
    return new ZplEndpoint(line, new TcpEndpoint(printer.host(), port).toString());
  }

  private static int port(String text, String json) {
    int port = json.matches("[0-9]{1,5}") ? Integer.parseInt(json) : 0;
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "endpoint \""
              + ShownEndpoint.of(text)
              + "\": json is \""
              + json
              + "\"; expected the port of the printer's JSON settings channel, for instance 9200,"
              + " or off");
    }
    return port;
  }
}
