package dev.kiosk.agent.status.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of a request byte for byte (RFC 9112, sections 2 to 5), so that what cannot become
 * one is refused at its first wrong byte, and nobody waits for the rest.
 */
final class RequestParser {

  /** How long the first line may be, bytes. */
  static final int MOST_LINE = 8 * 1024;

  /** How long the whole may be, bytes. */
  static final int MOST_BYTES = 16 * 1024;

  static final int MOST_FIELDS = 64;

  /** What a token may have in it besides letters and digits (RFC 9110, section 5.6.2). */
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private final StringBuilder line = new StringBuilder();
  private final List<String> fields = new ArrayList<>();
  private int bytes;
  private boolean carriageReturn;
  private String method = "";
  private @Nullable Target target;
  private boolean old;
  private @Nullable Request request;

  /**
   * Takes the next byte.
   *
   * @return whether the head is complete; then no more is taken
   * @throws BadRequestException when this can become no request that is answered
   */
  boolean take(byte next) throws BadRequestException {
    bytes++;
    int character = next & 0xff;
    if (carriageReturn) {
      carriageReturn = false;
      if (character != '\n') {
        throw new BadRequestException(400, "after CR a line must end with LF");
      }
      return endOfLine();
    }
    if (character == '\r') {
      carriageReturn = true;
    } else if (character == '\n') {
      throw new BadRequestException(400, "lines must end with CR LF, not with LF alone");
    } else if ((character < ' ' && character != '\t') || character == 0x7f) {
      throw new BadRequestException(400, "this is no HTTP: there are control characters in it");
    } else {
      line.append((char) character);
      checkLength();
    }
    return false;
  }

  private void checkLength() throws BadRequestException {
    if (target == null && line.length() > MOST_LINE) {
      throw new BadRequestException(414, "the first line is longer than " + MOST_LINE + " bytes");
    }
    if (bytes > MOST_BYTES) {
      throw new BadRequestException(
          431, "the head of the request is longer than " + MOST_BYTES + " bytes");
    }
  }

  private boolean endOfLine() throws BadRequestException {
    checkLength(); // of empty lines too
    String text = line.toString();
    line.setLength(0);
    Target found = target;
    if (found == null) {
      if (!text.isEmpty()) { // empty ones before it are passed over (section 2.2)
        requestLine(text);
      }
      return false;
    }
    if (!text.isEmpty()) {
      field(text);
      return false;
    }
    checkLengthOfBody();
    request = new Request(method, found, old, fields);
    return true;
  }

  private void requestLine(String text) throws BadRequestException {
    int first = text.indexOf(' ');
    int last = text.lastIndexOf(' ');
    if (first <= 0 || first == last || !isToken(text.substring(0, first))) {
      throw new BadRequestException(400, "expected a line like GET /status HTTP/1.1");
    }
    version(text.substring(last + 1));
    method = text.substring(0, first);
    target = Target.parse(method, text.substring(first + 1, last));
  }

  private void version(String text) throws BadRequestException {
    boolean form =
        text.length() == 8
            && text.startsWith("HTTP/")
            && isDigit(text.charAt(5))
            && text.charAt(6) == '.'
            && isDigit(text.charAt(7));
    if (!form) {
      throw new BadRequestException(400, "expected a line like GET /status HTTP/1.1");
    }
    if (text.charAt(5) != '1') {
      throw new BadRequestException(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
    }
    old = text.charAt(7) == '0';
  }

  private void field(String text) throws BadRequestException {
    int colon = text.indexOf(':');
    if (colon < 0 || !isToken(text.substring(0, colon))) { // a continued line begins with a space
      throw new BadRequestException(400, "expected header fields like Host: localhost");
    }
    if (fields.size() == 2 * MOST_FIELDS) {
      throw new BadRequestException(431, "there are more than " + MOST_FIELDS + " header fields");
    }
    fields.add(text.substring(0, colon).toLowerCase(Locale.ROOT));
    fields.add(trimmed(text, colon + 1));
  }

  /** Without the spaces and tabs around it. */
  private static String trimmed(String text, int from) {
    int begin = from;
    int end = text.length();
    while (begin < end && isBlank(text.charAt(begin))) {
      begin++;
    }
    while (end > begin && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }

  /** A body's length that is none, or two of them, must not pass (section 6.3). */
  private void checkLengthOfBody() throws BadRequestException {
    int lengths = 0;
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equals("content-length")) {
        lengths++;
        if (lengths > 1 || !isNumber(fields.get(i + 1))) {
          throw new BadRequestException(400, "Content-Length must be one number");
        }
      }
    }
  }

  private static boolean isNumber(String text) {
    boolean digits = !text.isEmpty();
    for (int i = 0; i < text.length(); i++) {
      digits &= isDigit(text.charAt(i));
    }
    return digits;
  }

  private static boolean isToken(String text) {
    boolean token = !text.isEmpty();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      token &=
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || isDigit(c)
              || TOKEN_MARKS.indexOf(c) >= 0;
    }
    return token;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Whether anything has come. */
  boolean begun() {
    return bytes > 0;
  }

  /** The request; null as long as its head is not complete. */
  @Nullable Request request() {
    return request;
  }
}
