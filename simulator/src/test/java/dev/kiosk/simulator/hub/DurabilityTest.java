package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.cpu;
import static dev.kiosk.simulator.hub.Frames.error;
import static dev.kiosk.simulator.hub.Frames.gap;
import static dev.kiosk.simulator.hub.Frames.hello;
import static dev.kiosk.simulator.hub.Frames.receipt;
import static dev.kiosk.simulator.hub.Frames.welcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.kiosk.simulator.hub.store.Retention;
import dev.kiosk.simulator.hub.store.StoreConfig;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityTest {

  @Test
  void everythingReceiptedIsThereAfterARestartOnTheSamePort(@TempDir Path dir) throws Exception {
    int port;
    String before;
    try (HubServer hub = HubServer.start(HubFixture.config(dir));
        Client agent = Client.agent(hub).send(hello())) {
      port = hub.port();
      agent.next();
      agent.send(batch("alerts", 0, error(1, "MEDIA_OUT"), gap("readings", 0, 5))).next();
      agent.next();
      agent.send(batch("readings", 8, cpu(9), cpu(10))).next();
      before = HubFixture.get(hub, "/api/events?tenant=acme").body();
    }
    assertThat(before.lines()).hasSize(4);
    HubConfig same =
        HubConfig.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), dir, HubFixture.time());
    try (HubServer hub = HubServer.start(same);
        Client agent = Client.agent(hub).send(hello())) {
      assertThat(agent.next()).isEqualTo(welcome(2, 5));
      assertThat(HubFixture.get(hub, "/api/events?tenant=acme").body()).isEqualTo(before);
      agent.send(batch("readings", 5, cpu(6), cpu(7), cpu(8)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 10));
    }
  }

  @Test
  void whatWasRemovedByAgeIsToldAndNotAskedForAgain(@TempDir Path dir) throws Exception {
    StoreConfig brief =
        new StoreConfig(null, 1, new Retention(Duration.ofMillis(1), Long.MAX_VALUE));
    try (HubServer hub = HubServer.start(HubFixture.config(dir).withStore(brief));
        Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      agent.send(batch("readings", 0, cpu(1), cpu(2))).next();
      await().until(() -> HubFixture.get(hub, "/api/events?tenant=acme").body().isEmpty());
      agent.send(batch("readings", 2, cpu(3))).next();
      assertThat(HubFixture.get(hub, "/api/hosts").body())
          .contains("\"keptSince\":", "\"next\":3,\"stored\":3");
      assertThat(agent.send(hello()).next()).isEqualTo(welcome(0, 3));
    }
  }

  @Test
  void aHubThatLostItsStoreWelcomesAtZero(@TempDir Path dir) throws Exception {
    try (HubServer hub = HubServer.start(HubFixture.config(dir.resolve("one")));
        Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      agent.send(batch("readings", 0, cpu(1))).next();
    }
    try (HubServer hub = HubServer.start(HubFixture.config(dir.resolve("two")));
        Client agent = Client.agent(hub).send(hello())) {
      assertThat(agent.next()).isEqualTo(welcome(0, 0));
    }
  }

  @Test
  void everythingReceiptedOrPongedIsThereAfterKillMinusNine(@TempDir Path dir) throws Exception {
    Process child = HubProcess.start(dir);
    long receipted = 0;
    try (BufferedReader said = child.inputReader();
        Client agent =
            Client.connect(HubProcess.agentUri(said), HubServer.SUBPROTOCOL, null, true);
        Client plain = Client.connect(agent.uri(), null, null, true)) {
      plain.send(cpu("acme", "PLAIN", 1)).send(cpu("acme", "PLAIN", 2)).ping("x").pong();
      agent.send(hello()).next();
      for (int i = 0; i < 50; i++) {
        agent.send(batch("readings", 4L * i, cpu(1), cpu(2), cpu(3), cpu(4)));
      }
      while (receipted < 40) { // and die with the rest under way
        receipted = Long.parseLong(agent.next().replaceAll(".*\"next\":(\\d+).*", "$1"));
      }
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    try (HubServer hub = HubServer.start(HubFixture.config(dir))) {
      String held = HubFixture.get(hub, "/api/events?tenant=acme&host=T1-K017").body();
      assertThat(held.lines().count()).isGreaterThanOrEqualTo(receipted);
      String plain = HubFixture.get(hub, "/api/events?tenant=acme&host=PLAIN").body();
      assertThat(plain.lines()).hasSize(2);
      try (Client agent = Client.agent(hub).send(hello())) {
        assertThat(agent.next()).isEqualTo(welcome(0, held.lines().count()));
      }
    }
  }

  @Test
  void aPortThatIsTakenIsSaidInOneLineAndTheDataFolderIsFreeAgain(@TempDir Path dir)
      throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HubConfig config =
          HubConfig.of(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort()),
              dir,
              HubFixture.time());
      assertThatThrownBy(() -> HubServer.start(config))
          .isInstanceOf(HubException.class)
          .hasMessageContaining("cannot listen on")
          .hasMessageContaining(":" + taken.getLocalPort())
          .hasMessageContaining("in use");
    }
    HubServer.start(HubFixture.config(dir)).close();
  }

  @Test
  void aDataFolderThatIsInUseOrCannotBeMadeIsSaidInOneLine(@TempDir Path dir) throws Exception {
    try (HubServer hub = HubServer.start(HubFixture.config(dir))) {
      assertThat(hub.port()).isPositive();
      assertThatThrownBy(() -> HubServer.start(HubFixture.config(dir)))
          .isInstanceOf(HubException.class)
          .hasMessage("data folder %s is in use by another hub", dir);
    }
    Path file = Files.createFile(dir.resolve("file"));
    assertThatThrownBy(() -> HubServer.start(HubFixture.config(file)))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("data folder " + file + " cannot be used");
  }

  @Test
  void aHubThatStopsSaysSoAndDoesNotWaitForPeersThatDoNotRead(@TempDir Path dir) throws Exception {
    HubServer hub = HubServer.start(HubFixture.config(dir));
    try (Client agent = Client.agent(hub).send(hello());
        Client deaf = Client.deafOperator(hub, "acme")) {
      agent.next();
      // It takes about a second; waiting for the deaf one would take a minute.
      assertTimeout(Duration.ofSeconds(20), hub::close);
      assertThat(agent.closed()).isEqualTo("1001 the hub is stopping");
      assertThat(deaf.isQuiet()).isTrue();
    }
    hub.close();
  }
}
