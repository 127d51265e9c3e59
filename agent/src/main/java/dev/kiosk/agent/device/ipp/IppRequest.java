package dev.kiosk.agent.device.ipp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that reads something and changes nothing (RFC 8010, section 3.1; RFC 8011, section
 * 4.1.4: charset first, language second, then the target).
 *
 * @param operation its number
 * @param name its name, for people
 * @param printerUri the printer asked, or null when a server as a whole is asked
 * @param wanted the names of the attributes that are asked for
 */
record IppRequest(int operation, String name, @Nullable String printerUri, List<String> wanted) {

  /** The newest version that is spoken here. */
  static final int VERSION_2_0 = 0x0200;

  /** What every IPP printer must speak (RFC 8011, section 4.1.8). */
  static final int VERSION_1_1 = 0x0101;

  private static final int GET_PRINTER_ATTRIBUTES = 0x000B;
  private static final int CUPS_GET_PRINTERS = 0x4002;

  /** Asks a printer or a queue for attributes (RFC 8011, section 4.2.5). */
  static IppRequest printerAttributes(String printerUri, List<String> wanted) {
    return new IppRequest(
        GET_PRINTER_ATTRIBUTES, "Get-Printer-Attributes", printerUri, List.copyOf(wanted));
  }

  /** Asks CUPS for its queues (CUPS Implementation of IPP, operation 4002 hexadecimal). */
  static IppRequest cupsPrinters(List<String> wanted) {
    return new IppRequest(CUPS_GET_PRINTERS, "CUPS-Get-Printers", null, List.copyOf(wanted));
  }

  /**
   * The bytes of the request.
   *
   * @param version for instance {@link #VERSION_2_0}
   * @param requestId at least 1; the answer repeats it
   */
  byte[] encode(int version, int requestId) {
    var out = new ByteArrayOutputStream();
    write16(out, version);
    write16(out, operation);
    write16(out, requestId >>> 16);
    write16(out, requestId);
    out.write(Tag.OPERATION_GROUP);
    attribute(out, Tag.CHARSET, "attributes-charset", "utf-8");
    attribute(out, Tag.LANGUAGE, "attributes-natural-language", "en");
    if (printerUri != null) {
      attribute(out, Tag.URI, "printer-uri", printerUri);
    }
    String attribute = "requested-attributes";
    for (String each : wanted) {
      attribute(out, Tag.KEYWORD, attribute, each);
      attribute = ""; // one more value of the same attribute
    }
    out.write(Tag.END);
    return out.toByteArray();
  }

  /** What it asks, for people. */
  String words(int version) {
    String number = (version >> 8) + "." + (version & 0xFF);
    return "IPP " + number + " " + name + (printerUri == null ? "" : " of " + printerUri);
  }

  private static void attribute(ByteArrayOutputStream out, int tag, String name, String value) {
    out.write(tag);
    field(out, name);
    field(out, value);
  }

  private static void field(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write16(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void write16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }
}
