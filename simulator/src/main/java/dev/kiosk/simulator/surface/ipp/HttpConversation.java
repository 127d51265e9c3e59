package dev.kiosk.simulator.surface.ipp;

import dev.kiosk.simulator.surface.Conversation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The HTTP of one connection (RFC 9112): requests one after the other, with a length or in chunks,
 * each answered as soon as it is whole. Takes the bytes in whatever pieces they come. Of a body
 * only the beginning is kept, which holds the attributes; a document is counted. For one thread at
 * a time.
 */
final class HttpConversation implements Conversation {

  private static final int MOST_KEPT_BYTES = 128 * 1_024;
  private static final int LONGEST_LINE = 4_096;
  private static final int MOST_HEADERS = 64;
  private static final int ROOM = 4_096;

  /** What is awaited next. */
  private enum Stage {
    REQUEST_LINE,
    HEADER,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    OVER
  }

  private final IppService service;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Map<String, String> headers = new HashMap<>();
  private final List<byte[]> answers = new ArrayList<>();
  private Stage stage = Stage.REQUEST_LINE;
  private String requestLine = "";
  private long awaited;
  private long bodyBytes;

  HttpConversation(IppService service) {
    this.service = service;
  }

  @Override
  public int room() {
    return ROOM;
  }

  @Override
  public boolean over() {
    return stage == Stage.OVER;
  }

  @Override
  public List<byte[]> receive(byte[] data, int length) {
    int at = 0;
    while (at < length && stage != Stage.OVER) {
      if (stage == Stage.BODY || stage == Stage.CHUNK) {
        at += body(data, at, length);
      } else {
        takeOfLine(data[at]);
        at++;
      }
    }
    List<byte[]> whole = List.copyOf(answers);
    answers.clear();
    return whole;
  }

  private void takeOfLine(byte value) {
    if (value != '\n') {
      if (line.size() == LONGEST_LINE) {
        refuse(400, "Bad Request");
        return;
      }
      line.write(value);
      return;
    }
    String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    line.reset();
    switch (stage) {
      case REQUEST_LINE -> requestLine(text);
      case HEADER -> header(text);
      case CHUNK_SIZE -> chunkSize(text);
      case CHUNK_END -> stage = Stage.CHUNK_SIZE;
      case TRAILER -> {
        if (text.isEmpty()) {
          answer();
        }
      }
      case BODY, CHUNK, OVER -> throw new IllegalStateException("no line is awaited in " + stage);
    }
  }

  private void requestLine(String text) {
    if (text.isEmpty()) {
      return; // an empty line between requests is to be ignored
    }
    if (!text.matches("[A-Z]+ \\S+ HTTP/1\\.[01]")) {
      refuse(400, "Bad Request");
      return;
    }
    requestLine = text;
    headers.clear();
    kept.reset();
    bodyBytes = 0;
    stage = Stage.HEADER;
  }

  private void header(String text) {
    int colon = text.indexOf(':');
    if (text.isEmpty()) {
      headersAreWhole();
    } else if (colon <= 0 || headers.size() == MOST_HEADERS) {
      refuse(400, "Bad Request");
    } else {
      headers.put(
          text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 1).strip());
    }
  }

  private void headersAreWhole() {
    String length = headers.getOrDefault("content-length", "0");
    boolean chunked = said("transfer-encoding").equals("chunked");
    if (!length.matches("[0-9]{1,12}") || (!chunked && headers.containsKey("transfer-encoding"))) {
      refuse(400, "Bad Request");
      return;
    }
    if (said("expect").equals("100-continue")) {
      answers.add("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    awaited = Long.parseLong(length);
    if (chunked) {
      stage = Stage.CHUNK_SIZE;
    } else if (awaited == 0) {
      answer();
    } else {
      stage = Stage.BODY;
    }
  }

  private String said(String name) {
    return headers.getOrDefault(name, "").toLowerCase(Locale.ROOT);
  }

  private void chunkSize(String text) {
    String size = text.split(";", 2)[0].strip();
    if (!size.matches("[0-9A-Fa-f]{1,8}")) {
      refuse(400, "Bad Request");
      return;
    }
    awaited = Long.parseLong(size, 16);
    stage = awaited == 0 ? Stage.TRAILER : Stage.CHUNK;
  }

  /** Takes of the body what is there. */
  private int body(byte[] data, int at, int length) {
    int count = (int) Math.min(awaited, length - at);
    kept.write(data, at, Math.min(count, MOST_KEPT_BYTES - kept.size()));
    bodyBytes += count;
    awaited -= count;
    if (awaited == 0 && stage == Stage.BODY) {
      answer();
    } else if (awaited == 0) {
      stage = Stage.CHUNK_END;
    }
    return count;
  }

  private void answer() {
    stage = Stage.REQUEST_LINE;
    String[] parts = requestLine.split(" ", 3);
    String path = parts[1].replaceFirst("^[a-z]+://[^/]*", "");
    boolean here = path.equals(IppProtocol.PATH) || path.startsWith(IppProtocol.PATH + "/");
    if (!here) {
      respond(
          404,
          "Not Found",
          "text/plain",
          "There is no printer here.\n".getBytes(StandardCharsets.US_ASCII));
    } else if (!parts[0].equals("POST")) {
      respond(405, "Method Not Allowed", "text/plain", new byte[0]);
    } else if (!said("content-type").startsWith("application/ipp")) {
      respond(415, "Unsupported Media Type", "text/plain", new byte[0]);
    } else {
      String host = headers.getOrDefault("host", "localhost");
      respond(200, "OK", "application/ipp", service.answer(host, kept.toByteArray(), bodyBytes));
    }
    if (said("connection").equals("close") || requestLine.endsWith("HTTP/1.0")) {
      stage = Stage.OVER;
    }
  }

  private void refuse(int status, String reason) {
    respond(status, reason, "text/plain", new byte[0]);
    stage = Stage.OVER;
  }

  private void respond(int status, String reason, String type, byte[] body) {
    byte[] head =
        "HTTP/1.1 %d %s\r\nServer: kiosk-simulator\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(status, reason, type, body.length)
            .getBytes(StandardCharsets.US_ASCII);
    var all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    answers.add(all);
  }

  @Override
  public void close() {
    stage = Stage.OVER;
  }
}
