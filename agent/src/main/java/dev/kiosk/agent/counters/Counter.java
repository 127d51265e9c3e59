package dev.kiosk.agent.counters;

/**
 * Everything that is counted, with the sentence that explains it. Counted since the agent started.
 */
public enum Counter {
  READINGS_TAKEN("Readings taken from the host and the devices."),
  SAMPLES_DROPPED("Samples dropped because the recorder was behind."),
  PROBE_FAILURES("Device probes that ended in an unexpected error."),
  LOOP_FAILURES("Steps of a loop that ended in an unexpected error."),
  ALERTS_ACCEPTED("Alerts accepted by the spool."),
  READINGS_ACCEPTED("Readings accepted by the spool."),
  EVENTS_LOST("Events that will never reach the server; the loss ledger names them."),
  SPOOL_BYTES_WRITTEN("Bytes written to disk by the spool."),
  SPOOL_FORCES("Forced writes of the spool."),
  SPOOL_FAILURES("Disk operations of the spool that failed."),
  SPOOL_DAMAGED("Damaged places that were met in the spool's files."),
  EVENTS_SENT("Events handed to the socket, repetitions included."),
  EVENTS_DELIVERED("Events whose delivery the server has confirmed."),
  CONNECTS_TRIED("Connections that were tried."),
  CONNECTS_FAILED(
      "Connections that were refused, timed out or broke before they proved themselves."),
  HEARTBEAT_TIMEOUTS("Connections given up because nothing was heard."),
  PROTOCOL_ERRORS("Connections closed because the server broke the contract."),
  FRAMES_IGNORED("Frames that could not be understood and had no cid to answer."),
  COMMANDS_RECEIVED("Commands received, repetitions included."),
  COMMANDS_REFUSED("Commands answered with nack.");

  private final String sentence;

  Counter(String sentence) {
    this.sentence = sentence;
  }

  /** What is counted, as one English sentence. */
  public String sentence() {
    return sentence;
  }
}
