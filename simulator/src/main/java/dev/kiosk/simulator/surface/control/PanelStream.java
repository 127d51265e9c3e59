package dev.kiosk.simulator.surface.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiosk.simulator.surface.Station;
import dev.kiosk.simulator.surface.Traffic;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells a page what changes, as server-sent events (HTML standard, section 9.2):
 *
 * <pre>
 * event: hello     {"run": "...", "now": 12345}          the run of the simulator, its clock
 * event: devices   [{"id": "bagtag", ...}, ...]          those that are new or have changed
 * event: lines     [{"device": "bagtag", "n": 7, "at": 12340, "driver": "escpos",
 *                    "from": "host", "hex": "10 04 01", "length": 3},
 *                   {"device": "bagtag", "n": 8, "at": 12341, "note": "MEDIA_OUT off"}]
 * </pre>
 *
 * <p>A page that comes back gets only the lines that it has not had, if it is the same run.
 */
final class PanelStream {

  /** How often it is looked what there is to tell. Lines that come faster are told together. */
  private static final long LOOK_MILLIS = 50;

  /** A page that is gone is noticed by writing to it. */
  private static final long SIGN_OF_LIFE_MILLIS = 10_000;

  private final Collection<Station> stations;
  private final StationJson describer;
  private final TrafficLog log;
  private final ObjectMapper json = new ObjectMapper();
  private final String run = UUID.randomUUID().toString();

  PanelStream(Collection<Station> stations, StationJson describer, TrafficLog log) {
    this.stations = stations;
    this.describer = describer;
    this.log = log;
  }

  /**
   * Tells one page, until it is gone or the thread is interrupted.
   *
   * @param lastId the id of the last event that the page has had; null if it is new
   * @throws IOException when the page is gone
   */
  void serve(OutputStream out, @Nullable String lastId) throws IOException, InterruptedException {
    var page = new Page(out, told(lastId));
    page.event("hello", json.createObjectNode().put("run", run).put("now", log.nowMillis()));
    while (true) {
      page.tell();
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private long told(@Nullable String lastId) {
    String prefix = run + "/";
    return lastId != null && lastId.matches("[0-9a-f-]{36}/\\d{1,18}") && lastId.startsWith(prefix)
        ? Long.parseLong(lastId.substring(prefix.length()))
        : 0;
  }

  /** One page, and what it has been told. */
  private final class Page {

    private final OutputStream out;
    private final Map<String, JsonNode> devices = new HashMap<>();
    private long told;
    private long wroteMillis;

    Page(OutputStream out, long told) {
      this.out = out;
      this.told = told;
    }

    void tell() throws IOException {
      ArrayNode changed = json.createArrayNode();
      for (Station station : stations) {
        JsonNode now = describer.describe(station);
        if (!now.equals(devices.put(station.device().id(), now))) {
          changed.add(now);
        }
      }
      if (!changed.isEmpty()) {
        event("devices", changed);
      }
      List<TrafficLog.Line> lines = log.after(told);
      if (!lines.isEmpty()) {
        told = lines.get(lines.size() - 1).number();
        ArrayNode written = json.createArrayNode();
        lines.forEach(each -> describe(each, written.addObject()));
        event("lines", written);
      }
      if (log.nowMillis() - wroteMillis >= SIGN_OF_LIFE_MILLIS) {
        write(":\n\n");
      }
    }

    void event(String name, JsonNode data) throws IOException {
      write(
          "event: %s\nid: %s/%d\ndata: %s\n\n"
              .formatted(name, run, told, json.writeValueAsString(data)));
    }

    private void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      wroteMillis = log.nowMillis();
    }
  }

  private static void describe(TrafficLog.Line line, ObjectNode node) {
    node.put("device", line.device()).put("n", line.ofDevice()).put("at", line.atMillis());
    if (line.what() instanceof TrafficLog.Piece piece) {
      node.put("driver", piece.driver());
      node.put("from", piece.direction() == Traffic.Direction.FROM_HOST ? "host" : "device");
      node.put("hex", piece.hex());
      node.put("length", piece.length());
    } else if (line.what() instanceof TrafficLog.Note note) {
      node.put("note", note.text());
    }
  }
}
