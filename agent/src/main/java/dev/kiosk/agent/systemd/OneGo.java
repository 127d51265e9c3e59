package dev.kiosk.agent.systemd;

import dev.kiosk.agent.disk.DiskWaits;

/** Work without steps. That it waits for the disk is no excuse: meanwhile nothing is watched. */
record OneGo(String name, Thread thread) implements Part {

  @Override
  public long steps() {
    return 0;
  }

  @Override
  public long diskOperation() {
    return DiskWaits.NONE;
  }

  @Override
  public String where() {
    return Whereabouts.of(thread);
  }
}
