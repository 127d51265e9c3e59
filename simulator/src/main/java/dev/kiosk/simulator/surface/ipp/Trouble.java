package dev.kiosk.simulator.surface.ipp;

import dev.kiosk.simulator.device.DeviceCondition;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * How a printer tells each condition in IPP: the keyword of printer-state-reasons (RFC 8011,
 * section 5.4.12; PWG 5100.9; IANA IPP registry) and the printer-alert (PWG 5100.9; labels of RFC
 * 3805).
 */
enum Trouble {
  MEDIA_LOW("media-low", "inputMediaSupplyLow", "input"),
  MEDIA_OUT("media-empty", "inputMediaSupplyEmpty", "input"),
  MEDIA_JAM("media-jam", "jam", "mediaPath"),
  MEDIA_FEED_FAULT("input-tray-position-failure", "inputTrayPositionFailure", "input"),
  MEDIA_MISMATCH("input-media-change-request", "inputMediaChangeRequest", "input"),
  INPUT_TRAY_MISSING("input-tray-missing", "inputMediaTrayMissing", "input"),
  OUTPUT_NEAR_FULL("output-area-almost-full", "outputMediaTrayAlmostFull", "output"),
  OUTPUT_FULL("output-area-full", "outputMediaTrayFull", "output"),
  OUTPUT_TRAY_MISSING("output-tray-missing", "outputMediaTrayMissing", "output"),
  SUPPLY_LOW("marker-supply-low", "markerPrintRibbonAlmostEmpty", "markerSupplies"),
  SUPPLY_OUT("marker-supply-empty", "markerPrintRibbonEmpty", "markerSupplies"),
  SUPPLY_MISSING("marker-supply-missing", "subunitMissing", "markerSupplies"),
  WASTE_FULL("marker-waste-full", "markerWasteTonerReceptacleFull", "markerSupplies"),
  COVER_OPEN("cover-open", "coverOpen", "cover"),
  CUTTER_FAULT("trimmer-jam", "trimmerJam", "finDevice"),
  PRINTHEAD_FAULT("marker-unrecoverable-failure", "subunitUnrecoverableFailure", "marker"),
  RECOVERABLE_FAULT("subunit-recoverable-failure", "subunitRecoverableFailure", "generalPrinter"),
  OVER_TEMPERATURE("subunit-over-temperature", "subunitOverTemperature", "marker"),
  UNDER_TEMPERATURE("subunit-under-temperature", "subunitUnderTemperature", "marker"),
  HARDWARE_FAULT("subunit-unrecoverable-failure", "subunitUnrecoverableFailure", "generalPrinter"),
  BUFFER_FULL("spool-area-full", "subunitMemoryExhausted", "generalPrinter"),
  SERVICE_DUE("subunit-life-almost-over", "subunitLifeAlmostOver", "marker"),
  LIFE_END("subunit-life-over", "subunitLifeOver", "marker"),
  DEVICE_STARTING("subunit-warming-up", "subunitWarmingUp", "generalPrinter"),
  DEVICE_PAUSED("paused", "", "");

  private final String keyword;
  private final String code;
  private final String group;

  Trouble(String keyword, String code, String group) {
    this.keyword = keyword;
    this.code = code;
    this.group = group;
  }

  /** The condition that is told so; they bear the same name. */
  DeviceCondition condition() {
    return DeviceCondition.valueOf(name());
  }

  /** All conditions that can be told. */
  static Set<DeviceCondition> conditions() {
    var all = EnumSet.noneOf(DeviceCondition.class);
    Arrays.stream(values()).map(Trouble::condition).forEach(all::add);
    return Collections.unmodifiableSet(all);
  }

  /**
   * The keyword with its suffix.
   *
   * @param stops whether it keeps the printer from printing
   */
  String reason(boolean stops) {
    return switch (this) {
      case DEVICE_PAUSED -> keyword; // a state by itself, of no severity
      case DEVICE_STARTING -> keyword + "-report";
      default -> keyword + (stops ? "-error" : "-warning");
    };
  }

  /** The alert; empty for what is no alert of a part. */
  Optional<String> alert(boolean stops, int index, long upSeconds) {
    return code.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "code=%s;index=%d;severity=%s;training=untrained;group=%s;groupindex=1;location=0;time=%d"
                .formatted(code, index, stops ? "critical" : "warning", group, upSeconds));
  }
}
