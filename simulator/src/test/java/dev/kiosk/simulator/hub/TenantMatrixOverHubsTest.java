package dev.kiosk.simulator.hub;

import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.hub.nats.NatsServer;
import java.nio.file.Path;
import java.util.List;

/** The same where all kiosks are at another hub than those who look. */
class TenantMatrixOverHubsTest extends TenantMatrix {

  @Override
  List<HubServer> start(Path dir, Path tokens) throws Exception {
    NatsServer nats = NatsServer.start(dir);
    toClose(nats);
    HubServer here = hub(dir.resolve("here"), tokens, nats);
    HubServer there = hub(dir.resolve("there"), tokens, nats);
    await().until(() -> HubFixture.get(here, "/healthz").body().contains("\"hubs\":2"));
    return List.of(here, there);
  }

  private static HubServer hub(Path dir, Path tokens, NatsServer nats) throws Exception {
    return HubServer.start(HubFixture.config(dir).withTokens(tokens).withStore(nats.config()));
  }
}
