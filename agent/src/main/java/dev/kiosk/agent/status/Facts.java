package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Buffer;
import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;

/**
 * The three answers that everybody asks for: does the server know, how long can the kiosk do
 * without it, and what was lost.
 */
final class Facts {

  private Facts() {}

  static void draw(Html html, View view) {
    html.open("dl id=\"facts\"");
    server(html, view);
    Buffer buffer = view.snapshot().buffer();
    fact(html, "Without the server", OfflineWords.room(buffer));
    html.text(View.capital(OfflineWords.of(buffer)) + ".").close().close();
    fact(html, "Lost", buffer.losses().stream().noneMatch(LossWords::certain));
    if (buffer.losses().isEmpty()) {
      html.text("Nothing.");
    }
    for (StatusSnapshot.Loss loss : buffer.losses()) {
      html.element("p", View.capital(LossWords.of(loss, view.clock())) + ".");
    }
    html.close().close().close();
  }

  private static void server(Html html, View view) {
    Server server = view.snapshot().server();
    boolean connected = server.state() == ServerState.CONNECTED;
    fact(html, "Server", connected);
    if (connected) {
      html.text("Connected. ");
    } else {
      html.text(View.capital(ServerWords.of(server.state())) + " for ");
      html.ago(server.sinceMillis(), view.now()).text(". ");
    }
    html.text(View.capital(ServerWords.has(view.snapshot(), view.clock())) + ".");
    html.close().close();
  }

  private static void fact(Html html, String heading, boolean well) {
    html.open("div class=\"" + (well ? "well" : "ill") + "\"").element("dt", heading).open("dd");
  }
}
