package dev.kiosk.agent.app;

/** Placeholder until the commands are merged. */
final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
