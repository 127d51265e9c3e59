package dev.kiosk.simulator.device;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be done to a simulated device. A name that the agent also reports as a code means the
 * same there; the others are states that are no fault.
 */
public enum DeviceCondition {
  MEDIA_LOW("is nearly out of paper", "paper-low", "near-end"),
  MEDIA_OUT("has no paper", "paper-out", "paper-end"),
  COVER_OPEN("has its cover open", "cover"),
  CUTTER_FAULT("has a jammed cutter", "cutter"),
  RECOVERABLE_FAULT("reports an error that a reset can clear", "recoverable"),
  OVER_TEMPERATURE("is too hot and waits to cool", "hot"),
  HARDWARE_FAULT("reports an error that needs an engineer", "hardware"),
  DEVICE_OFFLINE("is offline and gives no cause", "offline"),
  /** Somebody holds the paper feed button. No fault, but the printer is offline meanwhile. */
  FEED_BUTTON("has its feed button held", "feed"),
  /** The level of the drawer connector's pin 3. No fault. */
  DRAWER_PIN_HIGH("reads its drawer pin high", "drawer"),

  DEVICE_ABSENT("is unplugged", "unplug", "absent"),
  /** Leaves the bus and comes back again and again, like a plug with a loose contact. */
  LINK_UNSTABLE("leaves the bus and comes back every few seconds", "re-enumerate", "loose-cable"),
  POWER_FAULT("draws too much current, so its port has no power", "over-current"),
  DEVICE_PAUSED("is blocked by the USB policy of its host", "unauthorized", "blocked");

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

  /** How people write it: {@code media-out} for MEDIA_OUT. */
  public String friendlyName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The condition of that name or alias, in any case, with hyphens or underscores. */
  static Optional<DeviceCondition> named(String name) {
    String wanted = name.toLowerCase(Locale.ROOT).replace('_', '-');
    return Arrays.stream(values())
        .filter(each -> each.friendlyName().equals(wanted) || each.aliases.contains(wanted))
        .findFirst();
  }
}
