package dev.kiosk.agent.link.websocket;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to bring up TCP and TLS, and the owner of the socket that comes of it. {@link #drop}
 * may be called at any time from any thread; it frees every thread that waits for this socket.
 */
final class Dialer {

  private static final int MOST_ADDRESSES = 4;

  private final URI uri;
  private final long timeoutMillis;
  private final TlsSource tls;
  private final FutureTask<InetAddress[]> addresses;
  private @Nullable Socket tcp;
  private boolean dropped;

  /**
   * An attempt that has not begun.
   *
   * @param timeoutMillis shared by the addresses of the name, when it has several
   */
  Dialer(URI uri, long timeoutMillis, TlsSource tls) {
    this.uri = uri;
    this.timeoutMillis = timeoutMillis;
    this.tls = tls;
    this.addresses = new FutureTask<>(() -> InetAddress.getAllByName(name()));
  }

  private String name() {
    String host = uri.getHost();
    boolean ipv6 = host.startsWith("[");
    return ipv6 ? host.substring(1, host.length() - 1) : host;
  }

  /** The server as people write it, {@code host:port}. */
  String peer() {
    return uri.getHost() + ":" + port();
  }

  /**
   * Looks up the name, connects and, for {@code wss}, does the TLS handshake. To be called once.
   *
   * @return the stream to talk over; it ends with {@link #drop}
   * @throws IOException with a message for people, in one line
   */
  Socket dial() throws IOException {
    if (uri.getHost() == null) {
      throw new IOException("the server address " + uri + " names no host");
    }
    Socket connected = connect(lookUp());
    return secure() ? secured(connected, name()) : connected;
  }

  /** Closes the socket at once. Idempotent. */
  void drop() {
    Socket gone;
    synchronized (this) {
      dropped = true;
      gone = tcp;
    }
    addresses.cancel(false);
    if (gone != null) {
      close(gone);
    }
  }

  /** A lookup cannot be interrupted, so it has a thread that may be left behind. */
  private InetAddress[] lookUp() throws IOException {
    var resolver = new Thread(addresses, "link-resolve");
    resolver.setDaemon(true);
    resolver.start();
    try {
      return addresses.get();
    } catch (CancellationException gone) {
      throw new IOException("dropped", gone);
    } catch (ExecutionException failed) {
      throw new IOException("the name " + name() + " is not known (DNS)", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private Socket connect(InetAddress[] candidates) throws IOException {
    int tries = Math.min(candidates.length, MOST_ADDRESSES);
    int eachMillis = (int) Math.max(1, timeoutMillis / tries);
    for (int i = 0; ; i++) {
      var address = new InetSocketAddress(candidates[i], port());
      Socket socket = owned(new Socket());
      try {
        socket.setTcpNoDelay(true); // or a small frame behind a small frame waits 40 ms for its ack
        socket.setKeepAlive(true);
        socket.connect(address, eachMillis);
        return socket;
      } catch (IOException failure) {
        close(socket);
        if (i == tries - 1 || isDropped()) {
          throw new IOException(words(failure), failure);
        }
      }
    }
  }

  private SSLSocket secured(Socket connected, String name) throws IOException {
    SSLSocketFactory factory;
    try {
      factory = tls.factory();
    } catch (GeneralSecurityException unusable) {
      throw new IOException("TLS cannot be set up: " + unusable.getMessage(), unusable);
    }
    try {
      var socket = (SSLSocket) factory.createSocket(connected, name, port(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 2818: the name must match
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (IOException failure) {
      throw new IOException(TlsWords.of(failure, peer()), failure);
    }
  }

  private String words(IOException failure) {
    if (failure instanceof SocketTimeoutException) {
      return "no answer from " + peer();
    }
    if (failure instanceof NoRouteToHostException) {
      return "no route to " + peer();
    }
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof ConnectException && message.contains("refused")) {
      return "connection refused by " + peer();
    }
    if (message.contains("unreachable")) {
      return "no network to reach " + peer();
    }
    return "cannot connect to " + peer() + ": " + message;
  }

  private synchronized Socket owned(Socket socket) throws IOException {
    if (dropped) {
      close(socket);
      throw new IOException("dropped");
    }
    tcp = socket;
    return socket;
  }

  private synchronized boolean isDropped() {
    return dropped;
  }

  private boolean secure() {
    return "wss".equalsIgnoreCase(uri.getScheme());
  }

  private int port() {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return secure() ? 443 : 80;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // it is closed for us either way, and there is nobody to tell
    }
  }
}
