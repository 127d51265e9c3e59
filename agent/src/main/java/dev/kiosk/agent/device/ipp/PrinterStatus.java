package dev.kiosk.agent.device.ipp;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.condition.PlainText;
import dev.kiosk.agent.condition.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the attributes of a printer or of a queue mean (RFC 8011, section 5.4; PWG 5100.9). Pure.
 *
 * <p>A printer that stopped is blocked, whatever its reasons say. A queue of CUPS learns of its
 * printer only while a job runs, and many of its backends never ask: when it has nothing to say,
 * nothing is known.
 */
final class PrinterStatus {

  /** What is asked for; an answer without some of them is fine. */
  static final List<String> WANTED =
      List.of(
          "printer-state",
          "printer-state-reasons",
          "printer-state-message",
          "printer-is-accepting-jobs",
          "printer-up-time",
          "printer-state-change-time",
          "queued-job-count",
          "marker-names",
          "marker-types",
          "marker-levels",
          "marker-low-levels",
          "marker-high-levels",
          "printer-alert",
          "printer-alert-description",
          "printer-input-tray",
          "printer-supply",
          "printer-make-and-model",
          "printer-firmware-string-version");

  private static final int IDLE = 3;
  private static final int PROCESSING = 4;
  private static final int STOPPED = 5;

  /** A few of the texts that show a condition are enough, however many a printer sends. */
  private static final int MOST_TEXTS = 8;

  /** What IPP has no word for. */
  private static final Set<Condition> BEYOND_IPP =
      Set.of(
          Condition.MEDIA_NOT_TAKEN,
          Condition.POWER_FAULT,
          Condition.BATTERY_LOW,
          Condition.ACTIVITY_STALE,
          Condition.ENCLOSURE_OPEN);

  /** What a queue knows by itself. */
  private static final Set<Condition> ABOUT_THE_QUEUE =
      EnumSet.of(Condition.DEVICE_PAUSED, Condition.DEVICE_BUSY, Condition.STATUS_UNKNOWN);

  /** Ten years: CUPS tells the time of day instead of its running time. */
  private static final int LONGEST_UPTIME_SECONDS = 315_360_000;

  /** What shows a condition: the raw texts, the part concerned, and how bad they say it is. */
  private record Evidence(@Nullable String subject, Severity severity, List<String> texts) {

    Evidence and(Severity severity, String text) {
      var all = new ArrayList<>(texts);
      if (all.size() < MOST_TEXTS && !all.contains(text)) {
        all.add(text);
      }
      return new Evidence(subject, worse(this.severity, severity), all);
    }

    Finding finding(Condition condition) {
      var finding = new Finding(condition, subject, PlainText.of(String.join("; ", texts)));
      return severity == condition.severity() ? finding : finding.withSeverity(severity);
    }
  }

  private final IppGroup attributes;
  private final boolean queue;
  private final int state;
  private final List<Marker> markers;
  private final Map<Condition, Evidence> found = new LinkedHashMap<>();

  private PrinterStatus(IppGroup attributes, boolean queue, int state) {
    this.attributes = attributes;
    this.queue = queue;
    this.state = state;
    this.markers = Marker.all(attributes);
  }

  /**
   * The status of a printer itself.
   *
   * @throws IppException PROTOCOL_MISMATCH when it tells no state
   */
  static PrinterStatus ofPrinter(IppGroup attributes) throws IppException {
    return of(attributes, false);
  }

  /**
   * The status of a queue of CUPS.
   *
   * @throws IppException PROTOCOL_MISMATCH when it tells no state
   */
  static PrinterStatus ofQueue(IppGroup attributes) throws IppException {
    return of(attributes, true);
  }

  private static PrinterStatus of(IppGroup attributes, boolean queue) throws IppException {
    OptionalInt state = attributes.integer("printer-state");
    if (state.isEmpty() || state.getAsInt() < IDLE || state.getAsInt() > STOPPED) {
      throw IppException.mismatch(
          state.isEmpty()
              ? "the answer holds no printer-state"
              : "the answer holds an unknown printer-state: " + state.getAsInt());
    }
    var status = new PrinterStatus(attributes, queue, state.getAsInt());
    status.judge();
    return status;
  }

  private void judge() {
    for (String text : attributes.texts("printer-state-reasons")) {
      var reason = Reason.of(text);
      reason
          .condition(state == STOPPED)
          .ifPresent(each -> add(each, null, reason.severity(), PlainText.of(text)));
    }
    for (String text : attributes.texts("printer-alert")) {
      Alert.parse(text)
          .flatMap(Alert::condition)
          .ifPresent(each -> add(each, "printer-alert " + PlainText.of(text)));
    }
    for (Marker marker : markers) {
      marker
          .condition()
          .ifPresent(each -> add(each, PlainText.of(marker.name()), Severity.INFO, marker.words()));
    }
    if (InputTray.allEmpty(attributes.texts("printer-input-tray"))) {
      add(Condition.MEDIA_OUT, "printer-input-tray with level 0 throughout");
    }
    if (queue && state != IDLE) {
      String message = attributes.text("printer-state-message").orElse("");
      BackendMessage.condition(message).ifPresent(each -> add(each, PlainText.of(message)));
    }
    if (attributes.integer("printer-is-accepting-jobs").orElse(1) == 0) {
      add(Condition.DEVICE_PAUSED, "printer-is-accepting-jobs false");
    }
    if (state == PROCESSING) {
      add(Condition.DEVICE_BUSY, "printer-state processing");
    }
    if (state == STOPPED && !blockedByACause()) {
      add(queue ? Condition.DEVICE_PAUSED : Condition.DEVICE_OFFLINE, stateWords());
    }
    if (queue && !anythingWrong()) {
      add(
          Condition.STATUS_UNKNOWN,
          stateWords() + ": a queue does not learn how its printer is unless a job meets trouble");
    }
  }

  private boolean blockedByACause() {
    return found.entrySet().stream()
        .anyMatch(
            each ->
                each.getValue().severity().compareTo(Severity.ERROR) >= 0
                    || each.getKey() == Condition.DEVICE_PAUSED);
  }

  private boolean anythingWrong() {
    return found.values().stream().anyMatch(each -> each.severity() != Severity.INFO);
  }

  private void add(Condition condition, String text) {
    add(condition, null, Severity.INFO, text);
  }

  private void add(Condition condition, @Nullable String subject, Severity least, String text) {
    Severity severity = worse(condition.severity(), least);
    Evidence before = found.get(condition);
    Evidence now = before == null ? new Evidence(subject, severity, List.of()) : before;
    found.put(condition, now.and(severity, text));
  }

  private static Severity worse(Severity one, Severity other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** The state and its reasons; the message only of a stopped one, for others may name a job. */
  private String stateWords() {
    String name = state == STOPPED ? "stopped" : state == PROCESSING ? "processing" : "idle";
    String reasons = String.join(", ", attributes.texts("printer-state-reasons"));
    String message = state == STOPPED ? attributes.text("printer-state-message").orElse("") : "";
    return PlainText.of(
        "printer-state "
            + name
            + (reasons.isEmpty() ? "" : ", reasons " + reasons)
            + (message.isEmpty() ? "" : ", \"" + message + "\""));
  }

  /** Everything that the attributes show, each condition once; empty when all is well. */
  List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    found.forEach((condition, evidence) -> findings.add(evidence.finding(condition)));
    return findings;
  }

  /**
   * What the levels show to be far away, as far as they are known, and nothing else shows: low
   * supplies, low paper.
   */
  Set<Condition> surelyGone() {
    Set<Condition> gone = EnumSet.noneOf(Condition.class);
    if (queue) {
      return gone;
    }
    List<Marker> known = markers.stream().filter(Marker::isKnownSupply).toList();
    boolean ample = !known.isEmpty() && known.stream().allMatch(Marker::isAmple);
    if (ample && !found.containsKey(Condition.SUPPLY_OUT)) {
      gone.add(Condition.SUPPLY_LOW);
    }
    boolean paper = InputTray.ample(attributes.texts("printer-input-tray"));
    if (paper && !found.containsKey(Condition.MEDIA_OUT)) {
      gone.add(Condition.MEDIA_LOW);
    }
    gone.removeAll(found.keySet());
    return gone;
  }

  /** What could not be judged: for a queue everything that it does not say itself. */
  Set<Condition> unobservable() {
    if (!queue) {
      return BEYOND_IPP;
    }
    Set<Condition> judged = EnumSet.copyOf(ABOUT_THE_QUEUE);
    judged.addAll(found.keySet());
    return EnumSet.complementOf(EnumSet.copyOf(judged));
  }

  /** How long the printer has been running, if it tells so credibly. */
  Optional<Duration> uptime() {
    OptionalInt seconds = attributes.integer("printer-up-time");
    return !queue && seconds.orElse(-1) >= 0 && seconds.getAsInt() < LONGEST_UPTIME_SECONDS
        ? Optional.of(Duration.ofSeconds(seconds.getAsInt()))
        : Optional.empty();
  }

  /** Maker and model as the source names them. */
  Optional<String> model() {
    return attributes.text("printer-make-and-model").map(PlainText::of);
  }
}
