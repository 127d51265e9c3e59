package dev.kiosk.agent.systemd;

import dev.kiosk.agent.disk.DiskWaits;

/** A part that comes forward as the test says. */
final class FakePart implements Part {

  private final String name;
  private long steps;
  private long operation = DiskWaits.NONE;

  FakePart(String name) {
    this.name = name;
  }

  void step() {
    steps++;
  }

  void waitForDisk(long inOperation) {
    operation = inOperation;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public long diskOperation() {
    return operation;
  }

  @Override
  public String where() {
    return "at Its.place";
  }
}
