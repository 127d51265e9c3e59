package dev.kiosk.agent.app;

import dev.kiosk.agent.device.Wiretap;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Writes down what goes over the wire, one line for each change of direction. For one thread. */
final class HexTap implements Wiretap {

  /** A device that babbles must not fill the screen. */
  private static final int MAX_BYTES = 4096;

  private static final String OUT = "sent     ";
  private static final String IN = "received ";

  private final HexFormat hex = HexFormat.ofDelimiter(" ").withUpperCase();
  private final List<String> lines = new ArrayList<>();
  private int bytes;
  private String direction = "";

  @Override
  public void sent(byte[] sent) {
    add(OUT, sent);
  }

  @Override
  public void received(byte[] received) {
    add(IN, received);
  }

  /** A meaning stands behind what was exchanged last; what follows begins a new line. */
  @Override
  public void means(String meaning) {
    if (bytes <= MAX_BYTES && !lines.isEmpty()) {
      lines.add("         = " + meaning);
      direction = "";
    }
  }

  /** The lines so far, for instance {@code sent 10 04 01}. */
  List<String> lines() {
    if (bytes <= MAX_BYTES) {
      return List.copyOf(lines);
    }
    List<String> cut = new ArrayList<>(lines);
    cut.add(String.format(Locale.ROOT, "… %d bytes in all", bytes));
    return cut;
  }

  private void add(String way, byte[] more) {
    bytes += more.length;
    if (bytes > MAX_BYTES || more.length == 0) {
      return;
    }
    String text = hex.formatHex(more);
    if (way.equals(direction)) {
      int last = lines.size() - 1;
      lines.set(last, lines.get(last) + " " + text);
    } else {
      lines.add(way + text);
      direction = way;
    }
  }
}
