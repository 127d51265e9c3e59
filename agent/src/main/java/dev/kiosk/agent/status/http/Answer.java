package dev.kiosk.agent.status.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is sent back: a whole text or file, or the beginning of something that goes on. */
public final class Answer {

  private final int code;
  private final String type;
  private final byte @Nullable [] body;

  private Answer(int code, String type, byte @Nullable [] body) {
    this.code = code;
    this.type = type;
    this.body = body;
  }

  /**
   * A whole answer.
   *
   * @param code the status code
   * @param type the media type, with the character set of a text
   * @param body nobody changes it any more
   */
  public static Answer of(int code, String type, byte[] body) {
    return new Answer(code, type, body);
  }

  /** A line of text. */
  public static Answer text(int code, String line) {
    return new Answer(
        code, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** An answer whose body goes on until the connection is closed. */
  public static Answer stream(String type) {
    return new Answer(200, type, null);
  }

  /** The status code. */
  public int code() {
    return code;
  }

  String type() {
    return type;
  }

  /** Null when it goes on until the connection is closed. */
  byte @Nullable [] body() {
    return body;
  }

  /** What a code means, in the words of RFC 9110, section 15, and RFC 6585. */
  String reason() {
    return switch (code) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 414 -> "URI Too Long";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> ""; // it may be empty
    };
  }
}
