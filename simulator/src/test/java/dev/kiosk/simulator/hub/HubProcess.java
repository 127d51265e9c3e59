package dev.kiosk.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.hub.store.Retention;
import dev.kiosk.simulator.hub.store.StoreConfig;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A hub in a process of its own, to be killed. Says where agents connect to. */
final class HubProcess {

  private HubProcess() {}

  /** Data folder, and optionally the NATS server that it stores in. */
  public static void main(String[] args) throws Exception {
    HubConfig config = HubFixture.config(Path.of(args[0]));
    if (args.length > 1) {
      config = config.withStore(new StoreConfig(args[1], 1, Retention.FOREVER));
    }
    HubServer hub = HubServer.start(config);
    System.out.println(hub.agentUri());
    Thread.currentThread().join();
  }

  /** Starts one over a data folder, and optionally a NATS server. */
  static Process start(Path dir, String... nats) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(HubProcess.class.getName(), dir.toString()));
    command.addAll(List.of(nats));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Where agents connect to, once it says so. */
  static URI agentUri(BufferedReader said) throws Exception {
    String line = said.readLine();
    assertThat(line).as("what the child says").startsWith("ws://");
    return URI.create(line);
  }
}
