package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Certificate;
import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;

/** The connection to the server. */
final class ServerRows {

  private ServerRows() {}

  static void draw(Html html, View view) {
    Server server = view.snapshot().server();
    var rows = new Rows(html);
    rows.row("Address", server.url());
    rows.row(
        "State",
        body -> {
          body.text(View.capital(ServerWords.of(server.state())) + " ");
          view.since(body, server.sinceMillis());
        });
    if (server.contract() != null) {
      rows.row("Speaks", server.contract());
    }
    Long upTo = server.everythingUpToMillis();
    rows.row("Has everything up to", upTo == null ? "not known yet" : view.clock().at(upTo));
    Long nextTry = server.nextTryInMillis();
    if (nextTry != null) {
      long due = (view.now() + nextTry) / 100 * 100;
      rows.row("Next try in", body -> body.until(due, view.now()));
    }
    if (server.lastError() != null) {
      boolean connected = server.state() == ServerState.CONNECTED;
      rows.row(connected ? "The last connection ended" : "Why", server.lastError());
    }
    rows.row("Connections tried", Spans.count(server.attempts()) + " since the agent was started");
    Certificate certificate = server.certificate();
    if (certificate != null) {
      rows.row("Certificate", View.capital(CertificateWords.of(certificate, view.now())));
    }
    if (server.certificateTrouble() != null) {
      rows.warning("Note", CertificateWords.NOT_USED + server.certificateTrouble());
    }
    server.notes().forEach(note -> rows.warning("Note", note));
    rows.end();
  }
}
