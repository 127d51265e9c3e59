package dev.kiosk.simulator.surface.snmp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a printer answers SNMP, and whom.
 *
 * @param listen where it listens; port 0 takes a free one
 * @param community what v1 and v2c are to ask with
 * @param user who may ask by v3; null for nobody
 * @param boots how often the engine was started, for v3: more at each start
 */
public record SnmpPlace(
    InetSocketAddress listen, String community, @Nullable User user, int boots) {

  /**
   * Somebody who may ask by v3, with SHA-256 and AES-128 (RFC 7860, RFC 3826).
   *
   * @param name as in the question
   * @param authPhrase at least 8 characters
   * @param privPhrase at least 8 characters
   */
  public record User(String name, String authPhrase, String privPhrase) {

    /** Without the pass phrases. */
    @Override
    public String toString() {
      return name;
    }
  }
}
