package dev.kiosk.agent.device;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * A port of the loopback that refuses connections: it is taken, so that nobody else can begin to
 * listen there meanwhile, but not listened on.
 */
public final class RefusingPort implements AutoCloseable {

  private final SocketChannel taken;

  private RefusingPort(SocketChannel taken) {
    this.taken = taken;
  }

  /** Takes a free port. */
  public static RefusingPort take() throws IOException {
    return new RefusingPort(
        SocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  /** Its number. */
  public int number() throws IOException {
    return ((InetSocketAddress) taken.getLocalAddress()).getPort();
  }

  /** Gives it free. */
  @Override
  public void close() throws IOException {
    taken.close();
  }
}
