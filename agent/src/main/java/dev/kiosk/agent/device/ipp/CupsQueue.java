package dev.kiosk.agent.device.ipp;

import dev.kiosk.agent.device.ShownEndpoint;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A print queue of this machine's CUPS.
 *
 * @param name as {@code lpstat} shows it
 * @param deviceUri where its jobs go, without user name and password; null if CUPS keeps it back
 * @param makeAndModel the printer's maker and model, or that of its driver; null if not known
 */
public record CupsQueue(String name, @Nullable String deviceUri, @Nullable String makeAndModel) {

  private static final Pattern RAW_TCP = Pattern.compile("socket://([^/?]+)(/.*)?");
  private static final Pattern SECRET = Pattern.compile("//[^/]*@");

  /** What sort of way a queue has to its printer. */
  public enum Likely {
    /** A printer on the network that speaks IPP. */
    IPP_PRINTER,
    /** A printer on the network that takes bytes on a port; its language is not known here. */
    RAW_PRINTER,
    /** A printer on USB or another local port. */
    LOCAL_PRINTER,
    /** No printer at all: a file, another program, a queue of classes. */
    NO_PRINTER,
    /** It cannot be told from its address. */
    UNKNOWN
  }

  /** A queue whose address keeps no secret. */
  static CupsQueue of(String name, @Nullable String deviceUri, @Nullable String makeAndModel) {
    String open = deviceUri == null ? null : SECRET.matcher(deviceUri).replaceFirst("//");
    String shown = open == null ? null : ShownEndpoint.withoutSecrets(open);
    return new CupsQueue(name, shown, makeAndModel);
  }

  /** What sort of way it has to its printer. */
  public Likely likely() {
    String scheme = deviceUri == null ? "" : deviceUri.split(":", 2)[0].toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "ipp", "ipps", "dnssd", "http", "https" -> Likely.IPP_PRINTER;
      case "socket", "lpd" -> Likely.RAW_PRINTER;
      case "usb", "parallel", "serial", "hp" -> Likely.LOCAL_PRINTER;
      case "file", "cups-pdf", "beh", "cups-brf" -> Likely.NO_PRINTER;
      default -> Likely.UNKNOWN;
    };
  }

  /** The endpoint of the queue itself, for driver {@code ipp}. */
  public String endpoint() {
    return "cups:" + name;
  }

  /**
   * The endpoint of the printer behind the queue, which knows more than the queue: {@code ipp://…}
   * for driver ipp, or {@code tcp://…} for escpos or zpl. Empty when it is not on the network, or
   * reached in a way that no driver has.
   */
  public Optional<String> printerEndpoint() {
    if (deviceUri == null || deviceUri.contains("@")) {
      return Optional.empty(); // behind an @ that belongs to no password we know of is no host
    }
    Matcher raw = RAW_TCP.matcher(deviceUri);
    if (raw.matches()) {
      return Optional.of("tcp://" + raw.group(1));
    }
    if (!deviceUri.startsWith("ipp://")) {
      return Optional.empty();
    }
    try {
      return Optional.of(IppEndpoint.parse(deviceUri.split("\\?", 2)[0]).text());
    } catch (IllegalArgumentException unusual) {
      return Optional.empty();
    }
  }
}
