package dev.kiosk.agent.counters;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is counted, with the sentence that explains it. Counted since the agent started.
 */
public enum Counter {
  READINGS_TAKEN("Readings taken from the host and the devices."),
  SAMPLES_DROPPED("Samples dropped because the recorder was behind."),
  READINGS_MISSING("Readings of the host that could not be taken."),
  PROBE_FAILURES("Probes of the host and the devices that ended in an unexpected error."),
  PROBES_UNANSWERED("Device probes that got no answer."),
  PROBES_PUT_OFF("Device probes put off because another program uses the device."),
  LOOP_FAILURES("Steps of a loop that ended in an unexpected error."),
  ALERTS_ACCEPTED("Alerts accepted by the spool."),
  READINGS_ACCEPTED("Readings accepted by the spool."),
  EVENTS_LOST("Events that will never reach the server; the loss ledger names them."),
  SPOOL_BYTES_WRITTEN("spool_written_bytes", null, "Bytes written to disk by the spool."),
  SPOOL_FORCES("Forced writes of the spool."),
  SPOOL_FAILURES("Disk operations of the spool that failed."),
  SPOOL_DAMAGED("Damaged places that were met in the spool's files."),
  EVENTS_SENT("Events handed to the socket, repetitions included."),
  EVENTS_DELIVERED("Events whose delivery the server has confirmed."),
  EVENTS_INTERRUPTED(
      "Events under way when their connection ended; those that the server has not are sent again."),
  CONNECTS_TRIED("Connections that were tried."),
  CONNECTS_FAILED(
      "Connections that were refused, timed out or broke before they proved themselves."),
  CONNECTS_REJECTED("Connections that the server refused because of who this kiosk is."),
  HEARTBEAT_TIMEOUTS("Connections given up because nothing was heard."),
  PROTOCOL_ERRORS("Connections closed because the server broke the contract."),
  FRAMES_IGNORED("Frames that could not be understood and had no cid to answer."),
  COMMANDS_RECEIVED("Commands received, repetitions included."),
  COMMANDS_REPEATED("Commands that had been answered before and got the same answer."),
  COMMANDS_REFUSED("Commands answered with nack."),
  COMMAND_SAVES_FAILED("Times that the table of commands could not be written to disk."),
  STATUS_REFUSED_HOST(Counter.STATUS_REFUSED, "host", Counter.STATUS_SENTENCE),
  STATUS_REFUSED_ORIGIN(Counter.STATUS_REFUSED, "origin", Counter.STATUS_SENTENCE),
  STATUS_REFUSED_METHOD(Counter.STATUS_REFUSED, "method", Counter.STATUS_SENTENCE),
  STATUS_REFUSED_PATH(Counter.STATUS_REFUSED, "path", Counter.STATUS_SENTENCE),
  STATUS_REFUSED_PAGES(Counter.STATUS_REFUSED, "pages", Counter.STATUS_SENTENCE),
  STATUS_FAILURES("Requests for the status that ended in an unexpected error.");

  private static final String STATUS_REFUSED = "status_requests_refused";
  private static final String STATUS_SENTENCE =
      "Requests that the status server refused: another host name, another site's page, no reading, no such path, too many open pages.";

  private final String family;
  private final @Nullable String reason;
  private final String sentence;

  Counter(String sentence) {
    this.family = name().toLowerCase(Locale.ROOT);
    this.reason = null;
    this.sentence = sentence;
  }

  Counter(String family, @Nullable String reason, String sentence) {
    this.family = family;
    this.reason = reason;
    this.sentence = sentence;
  }

  /**
   * The name under which monitoring knows it, without prefix and suffix: a unit, where there is
   * one, stands last. Counters of one family differ in their {@link #reason}.
   */
  public String family() {
    return family;
  }

  /** What tells it from the others of its family; null when it is alone. */
  public @Nullable String reason() {
    return reason;
  }

  /** What is counted, as one English sentence. */
  public String sentence() {
    return sentence;
  }
}
