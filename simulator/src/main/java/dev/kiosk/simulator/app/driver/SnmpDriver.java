package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.surface.snmp.SnmpOutlet;
import dev.kiosk.simulator.surface.snmp.SnmpPlace;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An SNMP agent on a UDP port: {@code listen}, {@code community}, and for v3 {@code user}, {@code
 * auth_phrase}, {@code priv_phrase}.
 */
final class SnmpDriver implements Driver {

  /** RFC 3414, 11.2. */
  private static final int SHORTEST_PHRASE = 8;

  @Override
  public String name() {
    return SnmpOutlet.DRIVER;
  }

  @Override
  public List<String> kinds() {
    return List.of("printer");
  }

  @Override
  public Set<String> keys() {
    return Set.of("listen", "community", "user", "auth_phrase", "priv_phrase");
  }

  @Override
  public Identity usual(String id) {
    return new Identity(id, "Acme", "Gate Printer 80", "SIM00161");
  }

  @Override
  public @Nullable OutletPlan read(Section section) {
    InetSocketAddress listen = section.address("listen", "127.0.0.1:1161");
    String community = section.text("community").orElse("public");
    if (!community.matches("[A-Za-z0-9._-]{1,64}")) {
      section.problem("community", "must be letters, digits, dot, hyphen or underscore");
    }
    Optional<String> name = section.text("user");
    SnmpPlace.User user =
        name.map(
                known ->
                    new SnmpPlace.User(
                        known, phrase(section, "auth_phrase"), phrase(section, "priv_phrase")))
            .orElse(null);
    if (name.isEmpty() && (section.has("auth_phrase") || section.has("priv_phrase"))) {
      section.problem("user", "is needed beside a pass phrase, for instance \"kiosk\"");
    }
    return listen == null ? null : new SnmpPlan(listen, community, user);
  }

  private static String phrase(Section section, String key) {
    String phrase = section.text(key).orElse("");
    if (phrase.length() < SHORTEST_PHRASE) {
      section.problem(key, "must have at least %d characters".formatted(SHORTEST_PHRASE));
    }
    return phrase;
  }
}
