package dev.kiosk.agent.device.ipp;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One keyword of printer-state-reasons (RFC 8011, section 5.4.12; PWG 5100.9; the IANA registry of
 * IPP keywords), taken apart.
 *
 * <p>The suffix is not reliable: some printers derive it from their state, so an empty tray of an
 * idle printer is {@code media-empty-report}, and CUPS itself posts {@code door-open-report}. So a
 * suffix may make worse what a known keyword means, and never lessens it; for unknown ones it
 * decides alone.
 *
 * @param text as it came
 * @param base in lower case, without its suffix
 * @param weight what the suffix says
 */
record Reason(String text, String base, Weight weight) {

  /** The suffixes, in rising order; NONE stands for a keyword without one. */
  enum Weight {
    NONE(""),
    REPORT("-report"),
    WARNING("-warning"),
    ERROR("-error");

    private final String suffix;

    Weight(String suffix) {
      this.suffix = suffix;
    }
  }

  private static final Map<String, Condition> MEANINGS = meanings();

  /** What belongs to a family of keywords, by its ending. */
  private static final Map<String, Condition> ENDINGS =
      Map.ofEntries(
          Map.entry("-cover-open", Condition.COVER_OPEN),
          Map.entry("-door-open", Condition.COVER_OPEN),
          Map.entry("-interlock-open", Condition.COVER_OPEN),
          Map.entry("-jam", Condition.MEDIA_JAM),
          Map.entry("-unrecoverable-failure", Condition.HARDWARE_FAULT),
          Map.entry("-unrecoverable-storage-error", Condition.HARDWARE_FAULT),
          Map.entry("-motor-failure", Condition.HARDWARE_FAULT),
          Map.entry("-thermistor-failure", Condition.HARDWARE_FAULT),
          Map.entry("-recoverable-failure", Condition.RECOVERABLE_FAULT),
          Map.entry("-timing-failure", Condition.RECOVERABLE_FAULT),
          Map.entry("-over-temp", Condition.OVER_TEMPERATURE),
          Map.entry("-over-temperature", Condition.OVER_TEMPERATURE),
          Map.entry("-under-temp", Condition.UNDER_TEMPERATURE),
          Map.entry("-under-temperature", Condition.UNDER_TEMPERATURE),
          Map.entry("-life-almost-over", Condition.SERVICE_DUE),
          Map.entry("-near-eol", Condition.SERVICE_DUE),
          Map.entry("-life-over", Condition.LIFE_END),
          Map.entry("-memory-exhausted", Condition.BUFFER_FULL),
          Map.entry("-warming-up", Condition.DEVICE_STARTING));

  /** Takes a keyword apart. */
  static Reason of(String text) {
    String base = text.strip().toLowerCase(Locale.ROOT);
    for (Weight weight : Weight.values()) {
      if (weight != Weight.NONE && base.endsWith(weight.suffix)) {
        // "-error" is also the end of a registered name, which then stands without a suffix.
        if (!base.endsWith("-storage-error")) {
          return new Reason(
              text, base.substring(0, base.length() - weight.suffix.length()), weight);
        }
      }
    }
    return new Reason(text, base, Weight.NONE);
  }

  /**
   * The condition that it shows, if it shows one.
   *
   * @param stopped whether the printer has stopped, which makes an unknown keyword without a suffix
   *     an error
   */
  Optional<Condition> condition(boolean stopped) {
    Condition known = known();
    if (known != null) {
      return known == Condition.DEVICE_OK ? Optional.empty() : Optional.of(known);
    }
    return switch (weight) {
      case ERROR -> Optional.of(Condition.RECOVERABLE_FAULT);
      case WARNING -> Optional.of(Condition.SERVICE_DUE);
      case NONE -> Optional.of(stopped ? Condition.RECOVERABLE_FAULT : Condition.SERVICE_DUE);
      case REPORT -> Optional.empty();
    };
  }

  /** How bad it is at least; a known keyword may mean worse. */
  Severity severity() {
    return switch (weight) {
      case ERROR -> Severity.ERROR;
      case WARNING -> Severity.WARNING;
      case NONE, REPORT -> Severity.INFO;
    };
  }

  /** What a known keyword means; DEVICE_OK for one that says nothing about what is wrong. */
  private @Nullable Condition known() {
    Condition exact = MEANINGS.get(base);
    if (exact != null) {
      return exact;
    }
    // Names of makers and of print systems are about their own affairs, not about the device.
    if (base.isEmpty() || base.startsWith("cups-") || base.contains(".")) {
      return Condition.DEVICE_OK;
    }
    if (isCutter() && (base.endsWith("-jam") || base.endsWith("-failure"))) {
      return Condition.CUTTER_FAULT;
    }
    return ENDINGS.entrySet().stream()
        .filter(each -> base.endsWith(each.getKey()))
        // The longer ending is the more exact one: "-unrecoverable-failure" ends in "-failure".
        .max(Comparator.comparingInt(each -> each.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse(null);
  }

  private boolean isCutter() {
    return base.startsWith("trimmer-")
        || base.startsWith("separation-cutter-")
        || base.startsWith("die-cutter-")
        || base.startsWith("slitter-");
  }

  private static Map<String, Condition> meanings() {
    var all = new HashMap<String, Condition>();
    media(all);
    supplies(all);
    machine(all);
    itself(all);
    return Map.copyOf(all);
  }

  private static void media(Map<String, Condition> all) {
    put(all, Condition.MEDIA_LOW, "media-low", "input-media-supply-low");
    put(all, Condition.MEDIA_OUT, "media-empty", "media-needed", "input-media-supply-empty");
    put(all, Condition.MEDIA_JAM, "media-jam", "media-path-jam");
    put(
        all,
        Condition.MEDIA_FEED_FAULT,
        "media-path-failure",
        "input-tray-position-failure",
        "input-tray-elevation-failure",
        "input-pick-error",
        "media-path-pick-roller-failure",
        "media-path-pick-roller-missing");
    put(
        all,
        Condition.MEDIA_MISMATCH,
        "input-cannot-feed-size-selected",
        "input-manual-input-request",
        "input-media-change-request",
        "media-path-cannot-duplex-media-selected");
    put(all, Condition.INPUT_TRAY_MISSING, "input-tray-missing", "input-media-tray-missing");
    put(
        all,
        Condition.OUTPUT_NEAR_FULL,
        "output-area-almost-full",
        "media-path-media-tray-almost-full");
    put(all, Condition.OUTPUT_FULL, "output-area-full", "media-path-media-tray-full");
    put(all, Condition.OUTPUT_TRAY_MISSING, "output-tray-missing", "media-path-media-tray-missing");
  }

  private static void machine(Map<String, Condition> all) {
    put(all, Condition.COVER_OPEN, "door-open", "cover-open", "interlock-open");
    put(all, Condition.OVER_TEMPERATURE, "fuser-over-temp", "marker-fuser-over-temperature");
    put(all, Condition.UNDER_TEMPERATURE, "fuser-under-temp", "marker-fuser-under-temperature");
    put(all, Condition.PRINTHEAD_FAULT, "marker-unrecoverable-failure");
    put(all, Condition.HARDWARE_FAULT, "motor-failure", "fan-failure");
    put(all, Condition.SERVICE_DUE, "opc-near-eol", "marker-opc-life-almost-over");
    put(all, Condition.LIFE_END, "opc-life-over", "marker-opc-life-over");
    put(all, Condition.BUFFER_FULL, "spool-area-full", "subunit-memory-exhausted");
  }

  /** What is said of the printer as a whole rather than of a part. */
  private static void itself(Map<String, Condition> all) {
    put(
        all,
        Condition.DEVICE_PAUSED,
        "paused",
        "moving-to-paused",
        "stopping",
        "stopped",
        "stopped-partly",
        "hold-new-jobs",
        "deactivated");
    put(all, Condition.DEVICE_OFFLINE, "offline", "shutdown", "power-down", "subunit-offline");
    put(all, Condition.LINK_DOWN, "connecting-to-device", "timed-out");
    put(all, Condition.DEVICE_STARTING, "power-up", "resuming", "warming-up", "subunit-warming-up");
    put(all, Condition.STATUS_UNKNOWN, "unknown");
    // Nothing is wrong: no reason at all, sleep, and events that some printers list as reasons.
    put(
        all,
        Condition.DEVICE_OK,
        "none",
        "hibernate",
        "suspend",
        "standby",
        "sleep",
        "power-saver",
        "subunit-power-saver",
        "printer-ready-to-print",
        "configuration-change",
        "identify-printer-requested",
        "alert-removal-of-binary-change-entry",
        "cover-closed",
        "door-closed",
        "interlock-closed",
        "printer-manual-reset",
        "printer-nms-reset");
  }

  private static void supplies(Map<String, Condition> all) {
    put(
        all,
        Condition.SUPPLY_LOW,
        "toner-low",
        "marker-supply-low",
        "developer-low",
        "marker-ink-low",
        "marker-toner-almost-empty",
        "marker-ink-almost-empty",
        "marker-print-ribbon-almost-empty",
        "marker-developer-almost-empty");
    put(
        all,
        Condition.SUPPLY_OUT,
        "toner-empty",
        "marker-supply-empty",
        "developer-empty",
        "marker-toner-empty",
        "marker-ink-empty",
        "marker-print-ribbon-empty",
        "marker-developer-empty");
    put(
        all,
        Condition.SUPPLY_MISSING,
        "marker-supply-missing",
        "marker-ink-missing",
        "marker-toner-missing",
        "marker-toner-cartridge-missing",
        "marker-print-ribbon-missing",
        "marker-developer-missing",
        "marker-opc-missing",
        "marker-waste-toner-receptacle-missing",
        "marker-waste-ink-receptacle-missing");
    put(
        all,
        Condition.WASTE_FULL,
        "marker-waste-almost-full",
        "marker-waste-full",
        "marker-waste-ink-receptacle-almost-full",
        "marker-waste-ink-receptacle-full",
        "marker-waste-toner-receptacle-almost-full",
        "marker-waste-toner-receptacle-full");
  }

  private static void put(Map<String, Condition> all, Condition condition, String... keywords) {
    for (String keyword : keywords) {
      all.put(keyword, condition);
    }
  }
}
