package dev.kiosk.simulator.surface;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** How addresses are written. */
public final class Addresses {

  private Addresses() {}

  /** The numeric address and the port, as in a URL: {@code 127.0.0.1:9100}, {@code [::1]:9100}. */
  public static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return "%s:%d"
        .formatted(
            address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host,
            address.getPort());
  }
}
