package dev.kiosk.simulator.world;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** A device whose conditions the world sets. */
final class FakeDevice implements Probe {

  private final String name;
  private final Set<Condition> shown = EnumSet.noneOf(Condition.class);
  private boolean hung;

  FakeDevice(String name) {
    this.name = name;
  }

  void set(Condition condition, boolean on) {
    if (on) {
      shown.add(condition);
    } else {
      shown.remove(condition);
    }
  }

  void hang(boolean hangs) {
    hung = hangs;
  }

  void heal() {
    shown.clear();
    hung = false;
  }

  @Override
  public Observation observe(Duration timeout) {
    if (hung) {
      return Observation.blind(name, Finding.of(Condition.NOT_RESPONDING));
    }
    return Observation.of(name, shown.stream().map(Finding::of).toList());
  }

  @Override
  public String endpoint() {
    return name;
  }
}
