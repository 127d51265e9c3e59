package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.store.Store.Kept;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events at successive positions of a lane in a message. The header {@value #HEADER} lists the
 * parts, the body has a line for each event:
 *
 * <pre>
 *   Kiosk-Parts: LANE first count;LANE …         alerts 12 1;readings 88065 2
 *   ts {…}                                       1732450000000 {"type":"error",…}
 * </pre>
 */
record Part(String lane, List<Kept> events) {

  static final String HEADER = "Kiosk-Parts";

  /** The parts of a message, in the order in which they were appended. */
  static List<Part> of(@Nullable Headers headers, byte @Nullable [] body) {
    String parts = headers == null ? null : headers.getFirst(HEADER);
    if (parts == null || parts.isEmpty() || body == null) {
      return List.of();
    }
    List<Part> read = new ArrayList<>();
    String[] lines = new String(body, StandardCharsets.UTF_8).split("\n");
    int line = 0;
    for (String part : parts.split(";")) {
      String[] words = part.split(" ");
      long first = Long.parseLong(words[1]);
      int count = Integer.parseInt(words[2]);
      List<Kept> events = new ArrayList<>(count);
      for (int i = 0; i < count; i++, line++) {
        int blank = lines[line].indexOf(' ');
        long ts = Long.parseLong(lines[line].substring(0, blank));
        events.add(new Kept(first + i, ts, lines[line].substring(blank + 1)));
      }
      read.add(new Part(words[0], events));
    }
    return read;
  }
}
