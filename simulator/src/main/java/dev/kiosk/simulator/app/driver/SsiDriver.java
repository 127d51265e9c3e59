package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.surface.ssi.SsiDialect;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** SSI on a TCP port ({@code listen}) or on a serial port ({@code dev_dir}); {@code dialect}. */
final class SsiDriver implements Driver {

  static final String NAME = "ssi";

  private static final String USUAL_LISTEN = "127.0.0.1:4001";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> kinds() {
    return List.of("scanner");
  }

  @Override
  public Set<String> keys() {
    return Set.of("listen", "dev_dir", "dialect");
  }

  @Override
  public Identity usual(String id) {
    return new Identity(id, "Symbol Technologies", "DS9908", "SIM00001");
  }

  @Override
  public @Nullable OutletPlan read(Section section) {
    String written =
        section.oneOf(
            "dialect",
            Arrays.stream(SsiDialect.values()).map(SsiDialect::wireName).toArray(String[]::new));
    var dialect = SsiDialect.valueOf(written.toUpperCase(Locale.ROOT).replace('-', '_'));
    Optional<String> dev = section.text("dev_dir");
    if (dev.isPresent() && section.has("listen")) {
      section.problem("dev_dir", "cannot stand beside listen; a further [[device.outlet]] can");
      return null;
    }
    if (dev.isPresent()) {
      return SsiPlan.serial(Path.of(dev.get()), dialect);
    }
    InetSocketAddress listen = section.address("listen", USUAL_LISTEN);
    return listen == null ? null : SsiPlan.tcp(listen, dialect);
  }
}
