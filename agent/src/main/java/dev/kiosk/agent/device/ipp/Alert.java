package dev.kiosk.agent.device.ipp;

import dev.kiosk.agent.condition.Condition;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One value of printer-alert (PWG 5100.9, section 5.2.1), as printers really write it: the grammar
 * is {@code code=…;index=…;severity=…;group=…}, but a text before {@code code=} occurs, the single
 * word {@code none}, keys left out, and dozens of entries that report no trouble at all.
 *
 * @param code a label of PrtAlertCodeTC (RFC 3805, IANA Printer MIB), in lower case
 * @param group a label of PrtAlertGroupTC, in lower case; empty if it names none
 * @param critical whether it calls itself critical
 */
record Alert(String code, String group, boolean critical) {

  private static final Pattern CODE =
      Pattern.compile("(?<![a-z])code\\s*=\\s*([a-z0-9-]{1,64})", Pattern.CASE_INSENSITIVE);
  private static final Pattern GROUP =
      Pattern.compile(";\\s*group\\s*=\\s*([a-z]{1,64})", Pattern.CASE_INSENSITIVE);
  private static final Pattern CRITICAL =
      Pattern.compile(";\\s*severity\\s*=\\s*critical\\s*(;|$)", Pattern.CASE_INSENSITIVE);

  private static final Map<String, Condition> MEANINGS =
      Map.ofEntries(
          Map.entry("coveropen", Condition.COVER_OPEN),
          Map.entry("dooropen", Condition.COVER_OPEN),
          Map.entry("interlockopen", Condition.COVER_OPEN),
          Map.entry("jam", Condition.MEDIA_JAM),
          Map.entry("subunitlifealmostover", Condition.SERVICE_DUE),
          Map.entry("subunitlifeover", Condition.LIFE_END),
          Map.entry("subunitoffline", Condition.DEVICE_OFFLINE),
          Map.entry("subunitwarmingup", Condition.DEVICE_STARTING),
          Map.entry("subunitrecoverablefailure", Condition.RECOVERABLE_FAULT),
          Map.entry("subunitunrecoverablefailure", Condition.HARDWARE_FAULT),
          Map.entry("subunitunrecoverablestorageerror", Condition.HARDWARE_FAULT),
          Map.entry("subunitmotorfailure", Condition.HARDWARE_FAULT),
          Map.entry("subunitthermistorfailure", Condition.HARDWARE_FAULT),
          Map.entry("subunitmemoryexhausted", Condition.BUFFER_FULL),
          Map.entry("subunitundertemperature", Condition.UNDER_TEMPERATURE),
          Map.entry("subunitovertemperature", Condition.OVER_TEMPERATURE),
          Map.entry("markerfuserundertemperature", Condition.UNDER_TEMPERATURE),
          Map.entry("markerfuserovertemperature", Condition.OVER_TEMPERATURE),
          Map.entry("powerdown", Condition.DEVICE_OFFLINE),
          Map.entry("inputmediatraymissing", Condition.INPUT_TRAY_MISSING),
          Map.entry("inputmediasupplylow", Condition.MEDIA_LOW),
          Map.entry("inputmediasupplyempty", Condition.MEDIA_OUT),
          Map.entry("inputmediachangerequest", Condition.MEDIA_MISMATCH),
          Map.entry("inputmanualinputrequest", Condition.MEDIA_MISMATCH),
          Map.entry("inputtraypositionfailure", Condition.MEDIA_FEED_FAULT),
          Map.entry("inputtrayelevationfailure", Condition.MEDIA_FEED_FAULT),
          Map.entry("inputcannotfeedsizeselected", Condition.MEDIA_FEED_FAULT),
          Map.entry("outputmediatraymissing", Condition.OUTPUT_TRAY_MISSING),
          Map.entry("outputmediatrayalmostfull", Condition.OUTPUT_NEAR_FULL),
          Map.entry("outputmediatrayfull", Condition.OUTPUT_FULL),
          Map.entry("markertonerempty", Condition.SUPPLY_OUT),
          Map.entry("markerinkempty", Condition.SUPPLY_OUT),
          Map.entry("markerprintribbonempty", Condition.SUPPLY_OUT),
          Map.entry("markerdeveloperempty", Condition.SUPPLY_OUT),
          Map.entry("markertoneralmostempty", Condition.SUPPLY_LOW),
          Map.entry("markerinkalmostempty", Condition.SUPPLY_LOW),
          Map.entry("markerprintribbonalmostempty", Condition.SUPPLY_LOW),
          Map.entry("markerdeveloperalmostempty", Condition.SUPPLY_LOW),
          Map.entry("markertonercartridgemissing", Condition.SUPPLY_MISSING),
          Map.entry("markerwastetonerreceptaclealmostfull", Condition.WASTE_FULL),
          Map.entry("markerwasteinkreceptaclealmostfull", Condition.WASTE_FULL),
          Map.entry("markerwastetonerreceptaclefull", Condition.WASTE_FULL),
          Map.entry("markerwasteinkreceptaclefull", Condition.WASTE_FULL),
          Map.entry("markeropclifealmostover", Condition.SERVICE_DUE),
          Map.entry("markeropclifeover", Condition.LIFE_END));

  /** What a code says of whatever part it names depends on the part. */
  private static final Map<String, Condition> OF_A_PART =
      Map.ofEntries(
          Map.entry("input/subunitmissing", Condition.INPUT_TRAY_MISSING),
          Map.entry("input/subunitalmostempty", Condition.MEDIA_LOW),
          Map.entry("input/subunitempty", Condition.MEDIA_OUT),
          Map.entry("output/subunitmissing", Condition.OUTPUT_TRAY_MISSING),
          Map.entry("output/subunitalmostfull", Condition.OUTPUT_NEAR_FULL),
          Map.entry("output/subunitfull", Condition.OUTPUT_FULL),
          Map.entry("cover/subunitopened", Condition.COVER_OPEN),
          Map.entry("markersupplies/subunitmissing", Condition.SUPPLY_MISSING),
          Map.entry("markersupplies/subunitalmostempty", Condition.SUPPLY_LOW),
          Map.entry("markersupplies/subunitempty", Condition.SUPPLY_OUT),
          Map.entry("markersupplies/subunitalmostfull", Condition.WASTE_FULL),
          Map.entry("markersupplies/subunitfull", Condition.WASTE_FULL),
          Map.entry("marker/subunitunrecoverablefailure", Condition.PRINTHEAD_FAULT));

  /** The alert in a text, if there is one. */
  static Optional<Alert> parse(String text) {
    Matcher code = CODE.matcher(text);
    if (!code.find()) {
      return Optional.empty();
    }
    String rest = text.substring(code.end());
    Matcher group = GROUP.matcher(rest);
    return Optional.of(
        new Alert(
            code.group(1).toLowerCase(Locale.ROOT),
            group.find() ? group.group(1).toLowerCase(Locale.ROOT) : "",
            CRITICAL.matcher(rest).find()));
  }

  /** The condition that it shows; none for what reports no trouble or cannot be understood. */
  Optional<Condition> condition() {
    Condition ofPart = OF_A_PART.get(group + "/" + code);
    if (ofPart != null) {
      return Optional.of(ofPart);
    }
    if (code.startsWith("trimmer") && (code.endsWith("jam") || code.endsWith("failure"))) {
      return Optional.of(Condition.CUTTER_FAULT);
    }
    Condition known = MEANINGS.get(code);
    if (known != null) {
      return Optional.of(known);
    }
    boolean vague = code.equals("other") || code.equals("unknown") || code.startsWith("printer");
    return critical && !vague ? Optional.of(Condition.RECOVERABLE_FAULT) : Optional.empty();
  }
}
