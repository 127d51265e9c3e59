package dev.kiosk.simulator.surface.zpl;

import static dev.kiosk.simulator.device.DeviceCondition.BUFFER_FULL;
import static dev.kiosk.simulator.device.DeviceCondition.CONFIG_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.COVER_OPEN;
import static dev.kiosk.simulator.device.DeviceCondition.CUTTER_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.DEVICE_PAUSED;
import static dev.kiosk.simulator.device.DeviceCondition.HARDWARE_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.LIFE_END;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_FEED_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_JAM;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_LOW;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_NOT_TAKEN;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_OUT;
import static dev.kiosk.simulator.device.DeviceCondition.OVER_TEMPERATURE;
import static dev.kiosk.simulator.device.DeviceCondition.PRINTHEAD_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.SERVICE_DUE;
import static dev.kiosk.simulator.device.DeviceCondition.SUPPLY_OUT;
import static dev.kiosk.simulator.device.DeviceCondition.UNDER_TEMPERATURE;

import dev.kiosk.simulator.device.DeviceCondition;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a ZPL printer says of itself at one moment (Zebra ZPL II Programming Guide: ~HS, ~HQES,
 * zpl.system_status).
 *
 * <pre>
 * ~HS      02 030,paper out,paused,label length,formats,buffer full,0,partial,000,settings lost,
 *             cold,hot 03 CR LF
 *          02 function,0,head up,ribbon out,ribbon used,mode,6,label waits,labels left,1,000 03 CR LF
 *          02 password,RAM 03 CR LF
 * ~HQES    02 CR LF CR LF, then lines of 44 characters and CR LF, then 03:
 *             title; errors and warnings, each with a flag, group 2 and group 1 in hexadecimal
 * </pre>
 */
final class ZplReplies {

  private static final String LINE = "%-44s\r\n";

  /** Each of these stops the printer, which then reads as paused; an open head does not. */
  private static final Set<DeviceCondition> PAUSES =
      Set.of(
          MEDIA_OUT,
          MEDIA_JAM,
          MEDIA_FEED_FAULT,
          SUPPLY_OUT,
          CUTTER_FAULT,
          PRINTHEAD_FAULT,
          HARDWARE_FAULT,
          CONFIG_FAULT,
          DEVICE_PAUSED);

  private static final Set<DeviceCondition> SILENCES =
      Set.of(MEDIA_OUT, SUPPLY_OUT, COVER_OPEN, OVER_TEMPERATURE);

  private final Set<DeviceCondition> conditions;
  private final ZplManner manner;
  private final ZplLabels labels;

  ZplReplies(Set<DeviceCondition> conditions, ZplManner manner, ZplLabels labels) {
    this.conditions = conditions;
    this.manner = manner;
    this.labels = labels;
  }

  /** Whether ~HS stays without an answer now. */
  boolean keepsSilent() {
    return manner.silentOnFault() && conditions.stream().anyMatch(SILENCES::contains);
  }

  /** The three frames that answer ~HS. */
  String hostStatus() {
    var frames = new StringBuilder();
    hostLines().forEach(each -> frames.append('\u0002').append(each).append("\u0003\r\n"));
    return frames.toString();
  }

  /** The texts of the three frames. An open head also reads as paper out, ribbon out and paused. */
  List<String> hostLines() {
    boolean open = has(COVER_OPEN);
    String first =
        String.format(
            Locale.ROOT,
            "030,%d,%d,1225,%03d,%d,0,%d,000,%d,%d,%d",
            bit(open || has(MEDIA_OUT)),
            bit(open || paused()),
            labels.waiting(),
            bit(has(BUFFER_FULL)),
            bit(labels.partial()),
            bit(has(CONFIG_FAULT)),
            bit(has(UNDER_TEMPERATURE)),
            bit(has(OVER_TEMPERATURE)));
    String second =
        String.format(
            Locale.ROOT,
            "%03d,0,%d,%d,%d,%d,6,%d,%08d,1,000",
            bit(manner.ribbon()),
            bit(open),
            bit(open || !manner.ribbon() || has(SUPPLY_OUT)),
            bit(manner.ribbon()),
            manner.peel() ? 1 : 2,
            bit(has(MEDIA_NOT_TAKEN)),
            labels.waiting());
    return List.of(first, second, "1234,0");
  }

  /** The frame that answers ~HQES. */
  String errorStatus() {
    return "\u0002\r\n\r\n"
        + String.format(Locale.ROOT, LINE, "  PRINTER STATUS")
        + line("ERRORS:         ", errors())
        + line("WARNINGS:       ", warnings())
        + '\u0003';
  }

  private static String line(String title, int bits) {
    String text = String.format(Locale.ROOT, "   %s%d 00000000 %08X", title, bit(bits != 0), bits);
    return String.format(Locale.ROOT, LINE, text);
  }

  /** The same as one value: whether there is anything, then errors, then warnings. */
  String systemStatus() {
    int errors = errors();
    int warnings = warnings();
    return String.format(
        Locale.ROOT,
        "%d,%d,00000000,%08X,%d,00000000,%08X",
        bit(errors != 0 || warnings != 0),
        bit(errors != 0),
        errors,
        bit(warnings != 0),
        warnings);
  }

  private int errors() {
    return flag(MEDIA_OUT, 0x1)
        | flag(SUPPLY_OUT, 0x2)
        | flag(COVER_OPEN, 0x4)
        | flag(CUTTER_FAULT, 0x8)
        | flag(OVER_TEMPERATURE, 0x10)
        | flag(PRINTHEAD_FAULT, 0x40)
        | flag(CONFIG_FAULT, 0x100)
        | flag(HARDWARE_FAULT, 0x200)
        | flag(MEDIA_JAM, 0x1000)
        | flag(MEDIA_FEED_FAULT, 0x4000)
        | (paused() ? 0x10000 : 0);
  }

  private int warnings() {
    return flag(SERVICE_DUE, 0x2) | flag(LIFE_END, 0x4) | flag(MEDIA_LOW, 0x8);
  }

  private boolean paused() {
    return conditions.stream().anyMatch(PAUSES::contains);
  }

  private boolean has(DeviceCondition condition) {
    return conditions.contains(condition);
  }

  private int flag(DeviceCondition condition, int bit) {
    return has(condition) ? bit : 0;
  }

  private static int bit(boolean so) {
    return so ? 1 : 0;
  }
}
