package dev.kiosk.simulator.hub;

import java.nio.file.Path;

/** A hub in a process of its own, to be killed. Says where agents connect to. */
final class HubProcess {

  private HubProcess() {}

  public static void main(String[] args) throws Exception {
    HubServer hub = HubServer.start(HubFixture.config(Path.of(args[0])));
    System.out.println(hub.agentUri());
    Thread.currentThread().join();
  }
}
