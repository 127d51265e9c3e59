package dev.kiosk.agent.device.ipp;

import dev.kiosk.agent.condition.PlainText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 answer, read byte by byte up to its last and never further: printers keep a
 * connection open although they were asked to close it, so waiting for its end would wait for ever
 * (RFC 9112, section 6.3).
 */
final class HttpAnswer {

  private static final String BEGINNING = "HTTP/1.";
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
  private static final int OK = 200;
  private static final int CONTINUE = 100;
  private static final int FIRST_FINAL = 200;
  private static final int MOST_INTERIM = 4;
  private static final int LONGEST_LINE = 2_048;
  private static final int MOST_HEADERS = 64;

  /** More than any list of a printer's attributes has. */
  private static final int MOST_BODY_BYTES = 512 * 1024;

  /**
   * Where the bytes come from.
   *
   * @param <X> how it fails when there are no more
   */
  @FunctionalInterface
  interface Source<X extends Exception> {

    /** The next byte, 0 to 255. */
    int next() throws X;
  }

  private final int status;
  private final String contentType;
  private final byte[] body;

  private HttpAnswer(int status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  /** What the lines before the body say about it. */
  private record Head(
      int status, String contentType, boolean chunked, @Nullable String lengthText) {}

  /**
   * Reads one answer.
   *
   * @throws IppException PROTOCOL_MISMATCH when it is not HTTP, or longer than any sensible answer
   * @throws X when the bytes run out first
   */
  static <X extends Exception> HttpAnswer read(Source<X> in) throws IppException, X {
    Head head = head(in);
    for (int interim = 0; head.status() < FIRST_FINAL; interim++) {
      if (head.status() != CONTINUE || interim == MOST_INTERIM) {
        throw IppException.mismatch("the HTTP answer is an interim one: " + head.status());
      }
      head = head(in);
    }
    if (head.status() != OK) {
      return new HttpAnswer(head.status(), head.contentType(), new byte[0]);
    }
    byte[] body = head.chunked() ? chunks(in) : plain(in, head.lengthText());
    return new HttpAnswer(OK, head.contentType(), body);
  }

  private static <X extends Exception> Head head(Source<X> in) throws IppException, X {
    for (int i = 0; i < BEGINNING.length(); i++) {
      if (in.next() != BEGINNING.charAt(i)) {
        // Said at once: what is no HTTP may never send the end of a line.
        throw IppException.mismatch("what answers there does not speak HTTP");
      }
    }
    Matcher parts = STATUS_LINE.matcher(BEGINNING + line(in));
    if (!parts.matches()) {
      throw IppException.mismatch("the HTTP status line is malformed");
    }
    String contentType = "";
    String length = null;
    boolean chunked = false;
    String header = line(in);
    for (int count = 0; !header.isEmpty(); count++) {
      if (count == MOST_HEADERS) {
        throw IppException.mismatch("the HTTP answer has more than 64 headers");
      }
      contentType = value(header, "content-type").orElse(contentType);
      length = value(header, "content-length").orElse(length);
      chunked |= value(header, "transfer-encoding").filter("chunked"::equals).isPresent();
      header = line(in);
    }
    String type = contentType.split(";", 2)[0].strip();
    return new Head(Integer.parseInt(parts.group(1)), type, chunked, length);
  }

  private static Optional<String> value(String header, String name) {
    int colon = header.indexOf(':');
    return colon > 0 && header.substring(0, colon).equalsIgnoreCase(name)
        ? Optional.of(header.substring(colon + 1).strip().toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static <X extends Exception> byte[] plain(Source<X> in, @Nullable String lengthText)
      throws IppException, X {
    if (lengthText == null) {
      throw IppException.mismatch("the HTTP answer does not tell how long it is");
    }
    if (!lengthText.matches("[0-9]{1,9}")) {
      throw IppException.mismatch("the HTTP answer tells a length that is no number");
    }
    var body = new ByteArrayOutputStream();
    append(in, bounded(Integer.parseInt(lengthText)), body);
    return body.toByteArray();
  }

  /** Ends at the chunk of size 0; what may follow it is of no use, and may come late. */
  private static <X extends Exception> byte[] chunks(Source<X> in) throws IppException, X {
    var body = new ByteArrayOutputStream();
    while (true) {
      String size = line(in).split("[;\\s]", 2)[0];
      if (!size.matches("[0-9A-Fa-f]{1,7}")) {
        throw IppException.mismatch("a chunk of the HTTP answer has no size");
      }
      int length = Integer.parseInt(size, 16);
      if (length == 0) {
        return body.toByteArray();
      }
      bounded(body.size() + length);
      append(in, length, body);
      if (!line(in).isEmpty()) {
        throw IppException.mismatch("a chunk of the HTTP answer is longer than its size");
      }
    }
  }

  private static int bounded(int length) throws IppException {
    if (length > MOST_BODY_BYTES) {
      throw IppException.mismatch("the HTTP answer is longer than 512 KiB");
    }
    return length;
  }

  private static <X extends Exception> void append(
      Source<X> in, int length, ByteArrayOutputStream body) throws X {
    for (int i = 0; i < length; i++) {
      body.write(in.next());
    }
  }

  /** The bytes up to the end of the line, which is taken and left out. */
  private static <X extends Exception> String line(Source<X> in) throws IppException, X {
    var line = new ByteArrayOutputStream();
    for (int value = in.next(); value != '\n'; value = in.next()) {
      if (line.size() == LONGEST_LINE) {
        throw IppException.mismatch("a line of the HTTP answer is longer than 2,048 bytes");
      }
      line.write(value);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** From 200 to 599; interim answers are passed over. */
  int status() {
    return status;
  }

  /** How long the body is, in bytes; 0 unless the status is 200. */
  int size() {
    return body.length;
  }

  /**
   * The body, if it is an IPP answer.
   *
   * @throws IppException STATUS_UNKNOWN when access is denied, NOT_RESPONDING when the server is in
   *     trouble, PROTOCOL_MISMATCH when it is another service or has no such path
   */
  byte[] ipp() throws IppException {
    switch (status) {
      case OK -> {
        if (!contentType.equals("application/ipp")) {
          throw IppException.mismatch(
              "HTTP answers, but not with IPP but with "
                  + (contentType.isEmpty() ? "an unnamed kind" : PlainText.of(contentType)));
        }
        return body;
      }
      case 401 -> throw IppException.unknown("HTTP 401: it wants a user name and a password");
      case 403 -> throw IppException.unknown("HTTP 403: it does not allow this kiosk to ask");
      case 404 -> throw IppException.mismatch("HTTP 404: there is no printer under this path");
      case 426 ->
          throw IppException.unknown("HTTP 426: it wants encryption, which this driver lacks");
      default -> {
        String words = "HTTP " + status + " instead of an answer";
        throw status >= 500 ? IppException.notResponding(words) : IppException.mismatch(words);
      }
    }
  }
}
