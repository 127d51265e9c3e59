package dev.kiosk.agent.app;

import dev.kiosk.agent.device.Wiretap;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Writes down what goes over the wire: sixteen bytes a line, beside them what of them is text, and
 * below what they mean. For one thread.
 */
final class HexTap implements Wiretap {

  /** A device that babbles must not fill the screen. */
  private static final int MAX_BYTES = 32 * 1024;

  private static final int BYTES_A_LINE = 16;

  /** Fewer letters than this are chance. */
  private static final int LEAST_LETTERS = 3;

  private static final String OUT = "sent";
  private static final String IN = "received";

  private final HexFormat hex = HexFormat.ofDelimiter(" ").withUpperCase();
  private final List<String> lines = new ArrayList<>();
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
  private String direction = "";
  private int bytes;

  @Override
  public void sent(byte[] sent) {
    add(OUT, sent);
  }

  @Override
  public void received(byte[] received) {
    add(IN, received);
  }

  /** A meaning stands below what was exchanged last; what follows begins anew. */
  @Override
  public void means(String meaning) {
    flush();
    lines.add("         = " + meaning);
  }

  /** The lines so far, for instance {@code sent 10 04 01}. */
  List<String> lines() {
    flush();
    List<String> all = new ArrayList<>(lines);
    if (bytes > MAX_BYTES) {
      all.add(
          String.format(Locale.US, "%d bytes in all; the first %d are shown", bytes, MAX_BYTES));
    }
    return all;
  }

  private void add(String way, byte[] more) {
    if (!way.equals(direction)) {
      flush();
      direction = way;
    }
    int shown = Math.max(0, Math.min(more.length, MAX_BYTES - bytes));
    piece.write(more, 0, shown);
    bytes += more.length;
  }

  private void flush() {
    byte[] whole = piece.toByteArray();
    piece.reset();
    String way = direction;
    direction = "";
    boolean text = letters(whole) >= LEAST_LETTERS;
    for (int from = 0; from < whole.length; from += BYTES_A_LINE) {
      byte[] part = Arrays.copyOfRange(whole, from, Math.min(whole.length, from + BYTES_A_LINE));
      String codes = hex.formatHex(part);
      lines.add(
          text
              ? String.format(Locale.US, "%-8s %-47s  %s", way, codes, printable(part))
              : String.format(Locale.US, "%-8s %s", way, codes));
      way = "";
    }
  }

  private static long letters(byte[] bytes) {
    long letters = 0;
    for (byte each : bytes) {
      letters += Character.isLetterOrDigit(each) ? 1 : 0;
    }
    return letters;
  }

  private static String printable(byte[] bytes) {
    var text = new StringBuilder();
    for (byte each : bytes) {
      text.append(each >= ' ' && each <= '~' ? (char) each : '.');
    }
    return text.toString();
  }
}
