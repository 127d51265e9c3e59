package dev.kiosk.simulator.device;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be done to a simulated device. A name that the agent also reports as a code means the
 * same there; the others are states that are no fault. What an agent concludes by itself, from
 * silence or age, is no condition of a device: that is done to its network.
 */
public enum DeviceCondition {
  DEVICE_BUSY("is at work", "busy", "printing"),
  DEVICE_STARTING("is starting", "starting", "warming-up"),
  DEVICE_OFFLINE("is offline and gives no cause", "offline"),

  MEDIA_LOW("is nearly out of paper", "paper-low", "near-end"),
  MEDIA_OUT("has no paper", "paper-out", "paper-end"),
  MEDIA_JAM("has its paper jammed", "jam", "paper-jam"),
  MEDIA_FEED_FAULT("cannot feed its paper as it should", "misfeed", "black-mark"),
  MEDIA_NOT_TAKEN("has a document waiting at its exit", "not-taken", "ticket-at-exit"),
  MEDIA_MISMATCH("has the wrong paper", "wrong-paper", "mismatch"),
  INPUT_TRAY_MISSING("has its paper tray out", "tray-out"),
  OUTPUT_NEAR_FULL("has its output bin nearly full", "bin-near-full"),
  OUTPUT_FULL("has its output bin full", "bin-full"),
  OUTPUT_TRAY_MISSING("has its output bin removed", "bin-out"),
  SUPPLY_LOW("is nearly out of ink, toner or ribbon", "ribbon-low", "ink-low", "toner-low"),
  SUPPLY_OUT("is out of ink, toner or ribbon", "ribbon-out", "ink-out", "toner-out"),
  SUPPLY_MISSING("has its cartridge or ribbon removed", "ribbon-missing", "cartridge-missing"),
  WASTE_FULL("has its waste container full", "waste"),
  COVER_OPEN("has its cover open", "cover", "head-open", "door-open"),
  CUTTER_FAULT("has a jammed cutter", "cutter"),
  PRINTHEAD_FAULT("has a broken print head", "printhead", "head"),
  RECOVERABLE_FAULT("reports an error that a reset can clear", "recoverable"),
  OVER_TEMPERATURE("is too hot and waits to cool", "hot"),
  UNDER_TEMPERATURE("is too cold", "cold"),
  HARDWARE_FAULT("reports an error that needs an engineer", "hardware"),
  CONFIG_FAULT("has lost its settings or its firmware", "config", "settings-lost", "wrong-mode"),
  BUFFER_FULL("has its memory full", "buffer", "memory-full"),
  SERVICE_DUE("asks for maintenance", "service", "clean-head"),
  LIFE_END("has a part at the end of its life", "worn-out"),
  BATTERY_LOW("has a weak battery", "battery"),
  /** Somebody holds the paper feed button. No fault, but the printer is offline meanwhile. */
  FEED_BUTTON("has its feed button held", "feed"),
  /** Something lies before a scanner, which sends a made-up barcode. No fault. */
  SCANNING("has a made-up barcode before it", "scan"),
  /** The level of the drawer connector's pin 3. No fault. */
  DRAWER_PIN_HIGH("reads its drawer pin high", "drawer"),

  DEVICE_ABSENT("is unplugged", "unplug", "absent"),
  /** Leaves the bus and comes back again and again, like a plug with a loose contact. */
  LINK_UNSTABLE("leaves the bus and comes back every few seconds", "re-enumerate", "loose-cable"),
  /** A printer reads a wrong voltage; a USB port trips for too much current. */
  POWER_FAULT("does not get the power it needs", "over-current", "voltage"),
  /** Paused at its panel or by its host; on USB, blocked by the host's policy. */
  DEVICE_PAUSED("is paused or blocked", "unauthorized", "blocked", "paused");

  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable; its type does not say so
  private final List<String> aliases;

  DeviceCondition(String words, String... aliases) {
    this.words = words;
    this.aliases = List.of(aliases);
  }

  /** What holds, to be read behind the device's name: {@code bagtag has no paper}. */
  public String words() {
    return words;
  }

  /** Whether it is something wrong; a device at work is not. */
  public boolean isFault() {
    return switch (this) {
      case DEVICE_BUSY, DEVICE_STARTING, FEED_BUTTON, DRAWER_PIN_HIGH -> false;
      default -> true;
    };
  }

  /** How people write it: {@code media-out} for MEDIA_OUT. */
  public String friendlyName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Other names by which people call it: {@code paper-out} for MEDIA_OUT. */
  public List<String> aliases() {
    return aliases;
  }

  /** The condition of that name or alias, in any case, with hyphens or underscores. */
  static Optional<DeviceCondition> named(String name) {
    String wanted = name.toLowerCase(Locale.ROOT).replace('_', '-');
    return Arrays.stream(values())
        .filter(each -> each.friendlyName().equals(wanted) || each.aliases.contains(wanted))
        .findFirst();
  }
}
