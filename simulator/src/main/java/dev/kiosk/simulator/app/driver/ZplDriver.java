package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.zpl.ZplManner;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ZPL on a TCP port: {@code listen}, {@code second_client}, {@code ribbon}, {@code peel}, {@code
 * silent_on_fault}.
 */
final class ZplDriver implements Driver {

  static final String NAME = "zpl";

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
    return Set.of("listen", "second_client", "ribbon", "peel", "silent_on_fault");
  }

  @Override
  public Identity usual(String id) {
    return new Identity(id, "Zebra Technologies", "ZT410-200dpi", "SIM00001");
  }

  @Override
  public @Nullable OutletPlan read(Section section) {
    InetSocketAddress listen = section.address("listen", "127.0.0.1:9100");
    String second = section.oneOf("second_client", "silent", "refused", "served");
    var manner =
        new ZplManner(
            section.flag("ribbon", ZplManner.USUAL.ribbon()),
            section.flag("peel", ZplManner.USUAL.peel()),
            section.flag("silent_on_fault", ZplManner.USUAL.silentOnFault()));
    return listen == null
        ? null
        : new ZplPlan(listen, SecondClient.valueOf(second.toUpperCase(Locale.ROOT)), manner);
  }
}
