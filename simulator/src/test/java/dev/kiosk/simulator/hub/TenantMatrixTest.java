package dev.kiosk.simulator.hub;

import java.nio.file.Path;
import java.util.List;

class TenantMatrixTest extends TenantMatrix {

  @Override
  List<HubServer> start(Path dir, Path tokens) throws Exception {
    HubServer hub = HubServer.start(HubFixture.config(dir.resolve("data")).withTokens(tokens));
    return List.of(hub, hub);
  }
}
