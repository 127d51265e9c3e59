package dev.kiosk.agent.status;

/** The program itself, and what it takes of the machine. */
final class AgentRows {

  private AgentRows() {}

  static void draw(Html html, View view) {
    StatusSnapshot.Agent agent = view.snapshot().agent();
    Long written = view.snapshot().buffer().bytesWrittenToday();
    Long memory = agent.use().residentBytes();
    Double cpu = agent.use().cpuPercent();
    // by the present clock: one without a battery stood elsewhere when the agent was started
    long started = (view.now() - agent.uptimeMillis()) / 1000 * 1000;
    new Rows(html)
        .row("Version", agent.version())
        .row("Running", body -> view.since(body, started))
        .row("Configuration", agent.configFile())
        .row("Written to disk today", written == null ? "not known" : Spans.size(written))
        .row("Memory (RSS)", memory == null ? "not known" : Spans.size(memory))
        .row(
            "Processor",
            cpu == null ? "not known" : Spans.share(cpu) + " of one core over the last minute")
        .end();
    html.open("p class=\"meta\"").text("For programs: ");
    html.element("a href=\"/status\"", "/status").text(" (JSON), ");
    html.element("a href=\"/metrics\"", "/metrics").text(" (Prometheus)").close();
  }
}
