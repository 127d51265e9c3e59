package dev.kiosk.simulator.hub.metrics;

/** What is counted since the start. */
public enum Counter {
  FRAMES("frames_received_total", "Frames of agents."),
  BYTES("received_bytes_total", "Bytes of the text of agents' frames."),
  EVENTS("events_stored_total", "Events that were stored, each once."),
  DUPLICATES("events_duplicate_total", "Events that came again and were held already."),
  RECEIPTS("receipts_total", "Receipts sent; in the plain contract, pongs."),
  GAPS("gaps_total", "Gaps that agents announced."),
  REFUSED_FRAMES("refused_frames_total", "Connections of agents ended for breaking the contract."),
  IGNORED_FRAMES("ignored_frames_total", "Frames of agents of a kind or type that is not known."),
  EXPELLED("expelled_connections_total", "Connections ended because their token was taken away.");

  private final String name;
  private final String help;

  Counter(String name, String help) {
    this.name = name;
    this.help = help;
  }

  String metric() {
    return name;
  }

  String help() {
    return help;
  }
}
