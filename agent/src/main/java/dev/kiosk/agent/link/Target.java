package dev.kiosk.agent.link;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection goes.
 *
 * @param uri a {@code ws} or {@code wss} address
 * @param subprotocol offered in the upgrade; the server may answer it or none
 * @param token sent as {@code Authorization: Bearer}; never logged
 * @param connectTimeout longest wait for TCP and TLS, and again for the upgrade
 */
public record Target(URI uri, String subprotocol, @Nullable String token, Duration connectTimeout) {

  @Override
  public String toString() {
    return uri.toString(); // without the token
  }
}
