package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Buffer;
import dev.kiosk.agent.status.StatusSnapshot.Lane;
import dev.kiosk.agent.status.StatusSnapshot.Loss;

/** What waits for the server, and what was lost. */
final class BufferRows {

  private BufferRows() {}

  static void draw(Html html, View view) {
    Buffer buffer = view.snapshot().buffer();
    var rows = new Rows(html);
    for (Lane lane : buffer.lanes()) {
      rows.row("Waiting " + lane.name(), body -> waiting(body, lane, view.now()));
    }
    String level = Spans.number(buffer.levelPercent()) + " % of " + Spans.size(buffer.maxBytes());
    String slower = buffer.pressure() > 0 ? "; values are read less often to save room" : "";
    rows.row("Used", level + slower);
    String offline = View.capital(OfflineWords.of(buffer));
    if (OfflineWords.room(buffer)) {
      rows.row("Without the server", offline);
    } else {
      rows.warning("Without the server", offline);
    }
    if (buffer.refusing() != null) {
      rows.warning("Cannot write", buffer.refusing());
    }
    if (buffer.losses().isEmpty()) {
      rows.row("Lost", "nothing");
    }
    for (Loss loss : buffer.losses()) {
      rows.row(LossWords.heading(loss), LossWords.of(loss, view.clock()));
    }
    rows.end();
  }

  private static void waiting(Html body, Lane lane, long now) {
    Long oldest = lane.oldestMillis();
    body.text(Spans.count(lane.held()));
    if (oldest != null && lane.held() > 0) {
      body.text(", the oldest ").ago(oldest / 1000 * 1000, now).text(" old");
    }
  }
}
