package dev.kiosk.simulator.hub.access;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of TLS, all PEM.
 *
 * @param certificate the hub's certificate, then those that lead to its issuer
 * @param key its private key, PKCS#8 without a pass phrase
 * @param clientCa who must have issued the certificate of whoever connects; null asks for none
 */
public record TlsFiles(Path certificate, Path key, @Nullable Path clientCa) {

  List<Path> all() {
    List<Path> all = new ArrayList<>(List.of(certificate, key));
    if (clientCa != null) {
      all.add(clientCa);
    }
    return all;
  }
}
