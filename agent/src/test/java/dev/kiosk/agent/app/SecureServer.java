package dev.kiosk.agent.app;

import dev.kiosk.agent.link.websocket.Authority;
import dev.kiosk.agent.link.websocket.RawPeer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLServerSocket;

/**
 * A server of the plain contract over real TLS. It remembers whom it met, refuses wrong tokens with
 * 401, and ends a session when it is told to.
 */
final class SecureServer implements AutoCloseable {

  private final RawPeer peer;
  private final boolean asksForCertificate;
  private final List<String> subjects = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final Semaphore ends = new Semaphore(0);
  private volatile String accepted = "";

  private SecureServer(SSLServerSocket listening, boolean asksForCertificate) {
    this.asksForCertificate = asksForCertificate;
    listening.setNeedClientAuth(asksForCertificate);
    this.peer = RawPeer.start(listening, "wss", this::serve);
  }

  /** One that shows this certificate and asks for none. */
  static SecureServer showing(Authority authority, String alias)
      throws IOException, GeneralSecurityException {
    return new SecureServer((SSLServerSocket) authority.listen(alias), false);
  }

  /** One that accepts nobody without a certificate of the authority. */
  static SecureServer demanding(Authority authority, String alias)
      throws IOException, GeneralSecurityException {
    return new SecureServer((SSLServerSocket) authority.listen(alias), true);
  }

  private void serve(RawPeer.Guest guest) throws Exception {
    String request = guest.readRequest();
    String token = RawPeer.Guest.field(request, "Authorization");
    tokens.add(token);
    if (!accepted.isEmpty() && !token.equals("Bearer " + accepted)) {
      guest.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    if (asksForCertificate) {
      subjects.add(guest.certificate().getSubjectX500Principal().getName());
    }
    guest.accept(request, null);
    ends.acquire();
    guest.close(1008, "the token was revoked");
    guest.awaitEnd();
  }

  String address() {
    return "127.0.0.1:" + peer.port();
  }

  /** From now on this is the only token; what is connected stays until {@link #endSession}. */
  void accept(String token) {
    accepted = token;
  }

  /** Closes the present session with 1008. */
  void endSession() {
    ends.release();
  }

  /** Whose certificates came, in the order of the connections. */
  List<String> subjects() {
    return subjects;
  }

  /** The Authorization fields that came. */
  List<String> tokens() {
    return tokens;
  }

  @Override
  public void close() throws IOException {
    peer.close();
  }
}
