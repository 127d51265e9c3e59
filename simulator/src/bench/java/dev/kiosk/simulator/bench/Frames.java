package dev.kiosk.simulator.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The server's side of RFC 6455 as far as a receiver needs it that costs next to nothing: each
 * frame is read into the same array, nothing is copied.
 */
final class Frames {

  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;
  private static final int PONG = 10;

  private static final int BUFFER_BYTES = 256 << 10;
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_HEAD_BYTES = 16 << 10;

  /** RFC 6455 section 1.3. */
  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final InputStream in;
  private final OutputStream out;
  private final byte[] payload = new byte[MOST_BYTES];
  private final ByteBuffer words = ByteBuffer.wrap(payload);
  private int length;

  private Frames(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Answers the upgrade, choosing the subprotocol of the contract's upper level. */
  static Frames accept(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    var frames =
        new Frames(
            new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES),
            socket.getOutputStream());
    String key = field(frames.head(), "sec-websocket-key");
    frames.out.write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Protocol: kiosk.telemetry.v1\r\nSec-WebSocket-Accept: "
                + accepted(key)
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    return frames;
  }

  private String head() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0 || head.length() > MOST_HEAD_BYTES) {
        throw new EOFException("no upgrade came");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static String field(String head, String name) throws IOException {
    for (String line : head.split("\r\n")) {
      if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
        return line.substring(name.length() + 1).trim();
      }
    }
    throw new IOException("the upgrade has no " + name);
  }

  private static String accepted(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException("every Java platform has SHA-1", never);
    }
  }

  /** Reads the next frame, unmasked; returns its opcode, or -1 at the end. */
  int next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return -1;
    }
    int second = in.read();
    long bytes = second & 0x7F;
    if (bytes == 126) {
      bytes = number(2);
    } else if (bytes == 127) {
      bytes = number(8);
    }
    if (first >> 7 != 1 || second >> 7 != 1 || bytes > MOST_BYTES) {
      throw new IOException("expected whole, masked frames of at most 1 MiB");
    }
    int mask = (int) number(4);
    length = (int) bytes;
    if (in.readNBytes(payload, 0, length) < length) {
      return -1;
    }
    unmask(mask);
    return first & 0x0F;
  }

  private long number(int bytes) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number = (number << 8) | in.read();
    }
    return number;
  }

  private void unmask(int mask) {
    long twice = ((long) mask << 32) | (mask & 0xFFFFFFFFL);
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      words.putLong(at, words.getLong(at) ^ twice);
    }
    for (; at < length; at++) {
      payload[at] ^= (byte) (mask >> (24 - 8 * (at & 3)));
    }
  }

  /** The payload of the last frame stands at the beginning of it. */
  byte[] payload() {
    return payload;
  }

  /** How much of {@link #payload()} it is. */
  int length() {
    return length;
  }

  /** The payload of the last frame as text. */
  String text() {
    return new String(payload, 0, length, StandardCharsets.UTF_8);
  }

  /** Sends a text frame of at most 65,535 bytes. From any thread. */
  void send(String text) throws IOException {
    send(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Answers the ping that was just read. */
  void pong() throws IOException {
    send(PONG, Arrays.copyOf(payload, length));
  }

  private synchronized void send(int opcode, byte[] bytes) throws IOException {
    var frame = ByteBuffer.allocate(bytes.length + 4);
    frame.put((byte) (0x80 | opcode));
    if (bytes.length < 126) {
      frame.put((byte) bytes.length);
    } else {
      frame.put((byte) 126).putShort((short) bytes.length);
    }
    frame.put(bytes);
    out.write(frame.array(), 0, frame.position());
  }
}
