package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.Identity;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One way to show a device, as the configuration knows it. Has no state. */
public interface Driver {

  /** How {@code driver = } names it; the agent's driver of that name can ask it. */
  String name();

  /** The kinds of device that it can show; the first is what a device is if nothing says. */
  List<String> kinds();

  /** Its keys in the configuration, beside those that every device has. */
  Set<String> keys();

  /** Who a device is whose configuration says no more than its id. */
  Identity usual(String id);

  /**
   * The same, where what it is shown by tells more of who it is.
   *
   * @param plan what {@link #read} gave
   */
  default Identity usual(String id, @Nullable OutletPlan plan) {
    return usual(id);
  }

  /**
   * Reads its keys.
   *
   * @param section takes every mistake
   * @return what to open, or null after a mistake that leaves nothing to open
   */
  @Nullable OutletPlan read(Section section);
}
