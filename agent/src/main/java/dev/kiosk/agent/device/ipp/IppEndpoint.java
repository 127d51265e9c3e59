package dev.kiosk.agent.device.ipp;

import dev.kiosk.agent.condition.PlainText;
import dev.kiosk.agent.device.ShownEndpoint;
import dev.kiosk.agent.device.transport.TcpEndpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a printer or a print queue is asked.
 *
 * @param text the canonical text, which holds no secret
 * @param tcp the server's address; null for the CUPS of this machine, asked through its socket
 * @param socket the socket's file as written in the configuration; null unless it names one
 * @param path where the request is posted
 * @param queue the name of the CUPS queue; null for a printer
 */
public record IppEndpoint(
    String text,
    @Nullable TcpEndpoint tcp,
    @Nullable String socket,
    String path,
    @Nullable String queue) {

  /** The port of IPP (RFC 8010, section 4.1). */
  public static final int DEFAULT_PORT = 631;

  /** The forms there are, for help and error messages. */
  public static final String FORMS =
      "ipp://host:631/ipp/print, cups:QUEUE or cups://host:631/QUEUE";

  private static final String EXPECTED =
      "; expected for instance ipp://10.0.0.8:631/ipp/print, cups:bagtag or"
          + " cups://10.0.0.9:631/bagtag";
  private static final String DEFAULT_PATH = "/ipp/print";

  private static final Pattern PRINTER =
      Pattern.compile("ipp://(\\[[^/\\[\\]]*\\]|[^/:\\[\\]]*)(:[0-9]{1,9})?(/[^?#\\s]{0,255})?");
  private static final Pattern REMOTE_QUEUE =
      Pattern.compile("cups://(\\[[^/\\[\\]]*\\]|[^/:\\[\\]]*)(:[0-9]{1,9})?/([^/?#\\s]*)");
  private static final Pattern QUEUE = Pattern.compile("cups:([^?]*)(?:\\?socket=(.*))?");

  /** CUPS allows any character but these, space and what is not printable, and 127 of them. */
  private static final Pattern QUEUE_NAME = Pattern.compile("[^/?#\"'\\\\<>%\\s\\p{Cntrl}]{1,127}");

  private static final Pattern SOCKET_PATH = Pattern.compile("/[^?#\\p{Cntrl}]{1,100}");

  /**
   * Reads {@code ipp://host[:631][/path]} (a printer; the path is {@code /ipp/print} unless given),
   * {@code cups:QUEUE} (a queue of this machine's CUPS; {@code ?socket=/path} for one whose socket
   * is not {@code /run/cups/cups.sock}) or {@code cups://host[:631]/QUEUE} (a queue of a print
   * server).
   *
   * @throws IllegalArgumentException with one sentence that quotes the text and says what was
   *     expected
   */
  public static IppEndpoint parse(String text) {
    String quoted = quote(text);
    if (text.toLowerCase(Locale.ROOT).startsWith("ipps:")) {
      throw bad(
          quoted,
          "IPP over TLS is not supported, because printers' own certificates cannot be verified;"
              + " use ipp:// if the printer allows it, or the snmp driver");
    }
    if (text.matches("[a-z]+://[^/]*@.*")) {
      throw bad(quoted, "a user name or password is not supported");
    }
    Matcher printer = PRINTER.matcher(text);
    if (printer.matches()) {
      TcpEndpoint tcp = address(quoted, printer.group(1), printer.group(2));
      String path = printer.group(3);
      path = path == null || path.equals("/") ? DEFAULT_PATH : path;
      return new IppEndpoint("ipp://" + authority(tcp) + path, tcp, null, path, null);
    }
    if (text.startsWith("cups://")) {
      Matcher remote = REMOTE_QUEUE.matcher(text);
      if (!remote.matches()) {
        throw bad(quoted, "that is not of the form cups://host:port/QUEUE");
      }
      TcpEndpoint tcp = address(quoted, remote.group(1), remote.group(2));
      String queue = queue(quoted, remote.group(3));
      return new IppEndpoint(
          "cups://" + authority(tcp) + "/" + queue, tcp, null, queuePath(queue), queue);
    }
    Matcher local = QUEUE.matcher(text);
    if (!local.matches()) {
      throw bad(quoted, "that is neither a printer nor a queue");
    }
    String queue = queue(quoted, local.group(1));
    String socket = local.group(2);
    if (socket != null && !SOCKET_PATH.matcher(socket).matches()) {
      throw bad(quoted, "the socket must be an absolute path of at most 100 characters");
    }
    return new IppEndpoint(
        "cups:" + queue + (socket == null ? "" : "?socket=" + socket),
        null,
        socket,
        queuePath(queue),
        queue);
  }

  /** The address of the printer inside IPP, which names the host as it was dialed. */
  String printerUri() {
    return "ipp://" + (tcp == null ? "localhost" : authority(tcp)) + path;
  }

  /** What the {@code Host} header says. */
  String hostHeader() {
    return tcp == null ? "localhost" : authority(tcp);
  }

  /** The socket's file on a machine with that root. */
  Path socketFile(Path root) {
    String file = socket == null ? CupsQueues.SOCKET : socket.substring(1);
    return root.resolve(file);
  }

  @Override
  public String toString() {
    return text;
  }

  private static TcpEndpoint address(String quoted, String host, @Nullable String port) {
    try {
      return TcpEndpoint.parse(
          TcpEndpoint.SCHEME + host + (port == null ? "" : port), DEFAULT_PORT);
    } catch (IllegalArgumentException wrong) {
      throw bad(
          quoted,
          "\""
              + ShownEndpoint.authority(host + (port == null ? "" : port))
              + "\" is no host and port");
    }
  }

  private static String queue(String quoted, String name) {
    if (!QUEUE_NAME.matcher(name).matches()) {
      throw bad(quoted, name.isEmpty() ? "the queue is missing" : "that is no name of a queue");
    }
    return name;
  }

  private static String queuePath(String queue) {
    var path = new StringBuilder("/printers/");
    for (byte each : queue.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = each > ' ' && each < 0x7F && "%^`{|}[]".indexOf(each) < 0;
      path.append(plain ? String.valueOf((char) each) : String.format(Locale.US, "%%%02X", each));
    }
    return path.toString();
  }

  private static String authority(TcpEndpoint tcp) {
    return tcp.toString().substring(TcpEndpoint.SCHEME.length());
  }

  /** The text as an error message may show it: without what could be a password. */
  private static String quote(String text) {
    return "endpoint \"" + PlainText.of(ShownEndpoint.of(text)) + "\"";
  }

  private static IllegalArgumentException bad(String quoted, String why) {
    return new IllegalArgumentException(quoted + ": " + why + EXPECTED);
  }
}
