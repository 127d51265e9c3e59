package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.Identity;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON settings channel of a ZPL printer on a TCP port: {@code listen}. Stands beside the
 * printer's {@code zpl}, as a further outlet of the same device.
 */
final class ZplJsonDriver implements Driver {

  static final String NAME = "zpl-json";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> kinds() {
    return List.of("printer");
  }

  @Override
  public Set<String> keys() {
    return Set.of("listen");
  }

  @Override
  public Identity usual(String id) {
    return new Identity(id, "Zebra Technologies", "ZT410-200dpi", "SIM00001");
  }

  @Override
  public @Nullable OutletPlan read(Section section) {
    InetSocketAddress listen = section.address("listen", "127.0.0.1:9200");
    return listen == null ? null : new ZplJsonPlan(listen);
  }
}
