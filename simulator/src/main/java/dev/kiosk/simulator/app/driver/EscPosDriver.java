package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.escpos.Dialect;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ESC/POS on a TCP port: {@code listen}, {@code second_client}, {@code dialect}. */
final class EscPosDriver implements Driver {

  static final String NAME = "escpos";

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
    return Set.of("listen", "second_client", "dialect");
  }

  @Override
  public Identity usual(String id) {
    return usual(id, Dialect.EPSON);
  }

  @Override
  public Identity usual(String id, @Nullable OutletPlan plan) {
    return plan instanceof EscPosPlan escPos ? usual(id, escPos.dialect()) : usual(id);
  }

  private static Identity usual(String id, Dialect dialect) {
    return switch (dialect) {
      case EPSON -> new Identity(id, "EPSON", "TM-T88V", "SIM00001");
      case CUSTOM -> new Identity(id, "CUSTOM", "VKP80", "SIM00001");
      case TTP -> new Identity(id, "Zebra", "TTP 2030", "SIM00001");
    };
  }

  @Override
  public @Nullable OutletPlan read(Section section) {
    InetSocketAddress listen = section.address("listen", "127.0.0.1:9100");
    String second = section.oneOf("second_client", "silent", "refused");
    SecondClient secondClient =
        second.equals("refused") ? SecondClient.REFUSED : SecondClient.SILENT;
    String dialect =
        section.oneOf(
            "dialect",
            Arrays.stream(Dialect.values()).map(Dialect::wireName).toArray(String[]::new));
    return listen == null
        ? null
        : new EscPosPlan(listen, secondClient, Dialect.valueOf(dialect.toUpperCase(Locale.ROOT)));
  }
}
