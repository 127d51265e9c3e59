package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.Identity;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** IPP on a TCP port: {@code listen}. */
final class IppDriver implements Driver {

  static final String NAME = "ipp";

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
    return new Identity(id, "Custom", "Kiosk IPP 80", "SIM00006");
  }

  @Override
  public @Nullable OutletPlan read(Section section) {
    InetSocketAddress listen = section.address("listen", "127.0.0.1:8631");
    return listen == null ? null : new IppPlan(listen);
  }
}
