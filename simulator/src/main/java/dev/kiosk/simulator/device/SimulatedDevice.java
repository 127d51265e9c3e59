package dev.kiosk.simulator.device;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** One device: who it is, which conditions it can have, and which it has. Safe for many threads. */
public abstract sealed class SimulatedDevice permits SimulatedPrinter, SimulatedScanner {

  private final Identity identity;
  private final Set<DeviceCondition> possible;
  private final EnumSet<DeviceCondition> conditions = EnumSet.noneOf(DeviceCondition.class);
  private final List<ConditionListener> listeners = new CopyOnWriteArrayList<>();

  SimulatedDevice(Identity identity, Set<DeviceCondition> possible) {
    this.identity = identity;
    var ordered = EnumSet.noneOf(DeviceCondition.class);
    ordered.addAll(possible);
    this.possible = Collections.unmodifiableSet(ordered);
  }

  /** Who it says it is. */
  public final Identity identity() {
    return identity;
  }

  /** Its name in configuration and commands. */
  public final String id() {
    return identity.id();
  }

  /** What sort of device it is: {@code printer} or {@code scanner}. */
  public abstract String kind();

  /** The conditions that it can have, in the order of their declaration. */
  public final Set<DeviceCondition> possible() {
    return possible;
  }

  /** The conditions that hold now, in the order of their declaration. A copy. */
  public final Set<DeviceCondition> conditions() {
    synchronized (conditions) {
      return Collections.unmodifiableSet(EnumSet.copyOf(conditions));
    }
  }

  /**
   * The condition of that name or alias, in any case, with hyphens or underscores.
   *
   * @throws UnknownConditionException if this device can have no such condition
   */
  public final DeviceCondition condition(String name) throws UnknownConditionException {
    return DeviceCondition.named(name)
        .filter(possible::contains)
        .orElseThrow(() -> new UnknownConditionException(id(), name, possible));
  }

  /**
   * Begins or ends a condition, then tells the listeners. Does nothing if it is so already.
   *
   * @return whether something changed
   * @throws IllegalArgumentException if the device cannot have that condition
   */
  public final boolean set(DeviceCondition condition, boolean on) {
    if (!possible.contains(condition)) {
      throw new IllegalArgumentException(id() + " cannot have " + condition);
    }
    boolean changed;
    synchronized (conditions) {
      changed = on ? conditions.add(condition) : conditions.remove(condition);
    }
    if (changed) {
      // Outside the lock: a listener may take locks of its own and read this device.
      listeners.forEach(each -> each.changed(condition, on));
    }
    return changed;
  }

  /** Adds a listener, for as long as the device lives. */
  public final void onChange(ConditionListener listener) {
    listeners.add(listener);
  }
}
