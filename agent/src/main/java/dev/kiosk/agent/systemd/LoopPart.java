package dev.kiosk.agent.systemd;

import dev.kiosk.agent.disk.DiskWaits;
import dev.kiosk.agent.time.Loop;

/** A loop, whose steps are counted by itself. */
record LoopPart(Loop loop, DiskWaits waits) implements Part {

  @Override
  public String name() {
    return loop.name();
  }

  @Override
  public long steps() {
    return loop.steps();
  }

  @Override
  public long diskOperation() {
    return waits.operation(loop.thread());
  }

  @Override
  public String where() {
    return Whereabouts.of(loop.thread());
  }
}
