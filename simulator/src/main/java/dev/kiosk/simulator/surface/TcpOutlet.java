package dev.kiosk.simulator.surface;

import dev.kiosk.simulator.device.Happenings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A device on a TCP port, in whatever protocol. Serves one connection at a time, as most receipt
 * printers do, or several; and shows every fault of {@link NetworkFault}.
 */
public final class TcpOutlet implements Outlet {

  private static final int BACKLOG = 5;

  /** As many as anybody has reason to open; the next one waits in silence. */
  private static final int MOST_CONNECTIONS = 16;

  /** How long to wait before a port that somebody else took is tried again. */
  private static final long REOPEN_MILLIS = 500;

  private static final long ACCEPT_AGAIN_MILLIS = 50;

  private final TcpPlace place;
  private final Protocol protocol;
  private final Happenings happenings;
  private final Traffic traffic;
  private final InetSocketAddress address;
  private final Object lock = new Object();
  private final Set<TcpSession> sessions = new HashSet<>();
  private @Nullable ServerSocket listener;
  private boolean accepting;
  private boolean closed;
  private volatile NetworkFault network = NetworkFault.NONE;

  private TcpOutlet(
      TcpPlace place,
      ServerSocket listener,
      Protocol protocol,
      Happenings happenings,
      Traffic traffic) {
    this.place = place;
    this.protocol = protocol;
    this.happenings = happenings;
    this.traffic = traffic;
    this.listener = listener;
    this.address = (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /**
   * Puts a device on the network.
   *
   * @param happenings told when the network breaks or is mended
   * @param traffic shown every byte
   * @throws IOException if that address cannot be listened on; the message names device and address
   */
  public static TcpOutlet start(
      TcpPlace place, Protocol protocol, Happenings happenings, Traffic traffic)
      throws IOException {
    ServerSocket listener = listen(place.device(), place.listen());
    var outlet = new TcpOutlet(place, listener, protocol, happenings, traffic);
    var thread = new Thread(outlet::run, outlet.threadName());
    thread.setDaemon(true);
    thread.start();
    return outlet;
  }

  /** Where it listens, or would if its network did not refuse. */
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public String driver() {
    return place.driver();
  }

  @Override
  public String endpoint() {
    return place.form().formatted(Addresses.text(address));
  }

  @Override
  public NetworkFault network() {
    return network;
  }

  /**
   * {@inheritDoc} A connection that is open goes on under the new rule, except with REFUSE and
   * CLOSE, which end it.
   *
   * @throws IOException if the port, given up for REFUSE, cannot be had again; the network goes on
   *     refusing then
   */
  @Override
  public synchronized void network(NetworkFault fault) throws IOException {
    synchronized (lock) {
      if (closed) {
        return;
      }
      boolean refuse = fault.mode() == NetworkFault.Mode.REFUSE;
      if (refuse) {
        network = fault; // first, so that nobody listens again
        closeListener();
        awaitLetGo();
      } else if (listener == null && !(refusesSecond(fault) && !sessions.isEmpty())) {
        listener = listen(place.device(), address);
      }
      network = fault;
      if (refuse || fault.mode() == NetworkFault.Mode.CLOSE) {
        sessions.forEach(TcpSession::close);
      }
      lock.notifyAll();
    }
    happenings.happened(place.device(), "network " + fault.words());
  }

  private void run() {
    try {
      ServerSocket open = awaitListener();
      while (open != null) {
        try {
          admit(accept(open));
        } catch (IOException noClient) {
          pause();
        }
        open = awaitListener();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The open listener, opened again if need be, as soon as one more client can be served; null when
   * the outlet is closed.
   */
  private @Nullable ServerSocket awaitListener() throws InterruptedException {
    synchronized (lock) {
      while (!closed) {
        if (network.mode() == NetworkFault.Mode.REFUSE || sessions.size() >= limit()) {
          lock.wait();
          continue;
        }
        if (listener != null) {
          accepting = true;
          return listener;
        }
        try {
          listener = listen(place.device(), address);
        } catch (IOException taken) {
          lock.wait(REOPEN_MILLIS);
        }
      }
      return null;
    }
  }

  /** Waits for a client; closing the listener ends the wait with an exception. */
  private Socket accept(ServerSocket open) throws IOException {
    try {
      return open.accept();
    } finally {
      synchronized (lock) {
        accepting = false;
        lock.notifyAll();
      }
    }
  }

  /**
   * A port stays bound, and takes connections, until the thread that waits for one has noticed that
   * it was closed.
   */
  private void awaitLetGo() {
    try {
      while (accepting) {
        lock.wait();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void admit(Socket socket) throws IOException, InterruptedException {
    var session =
        new TcpSession(
            socket,
            protocol,
            this::network,
            (direction, bytes) -> traffic.bytes(place.device(), direction, bytes));
    synchronized (lock) {
      // The rule may have changed while the client was awaited.
      while (!turnsAway() && sessions.size() >= limit()) {
        lock.wait();
      }
      if (turnsAway()) {
        socket.close();
        return;
      }
      sessions.add(session);
      if (refusesSecond(network)) {
        closeListener();
      }
    }
    var thread = new Thread(() -> serve(session), threadName() + "-host");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(TcpSession session) {
    try {
      session.serve(threadName());
    } finally {
      synchronized (lock) {
        sessions.remove(session);
        lock.notifyAll();
      }
    }
  }

  private boolean turnsAway() {
    NetworkFault.Mode mode = network.mode();
    return closed || mode == NetworkFault.Mode.CLOSE || mode == NetworkFault.Mode.REFUSE;
  }

  private int limit() {
    boolean one =
        place.secondClient() != SecondClient.SERVED || network.mode() == NetworkFault.Mode.SINGLE;
    return one ? 1 : MOST_CONNECTIONS;
  }

  private boolean refusesSecond(NetworkFault fault) {
    return place.secondClient() == SecondClient.REFUSED && fault.mode() != NetworkFault.Mode.SINGLE;
  }

  private static ServerSocket listen(String device, InetSocketAddress address) throws IOException {
    var opened = new ServerSocket();
    try {
      // The port is closed and opened again while connections of the last opening linger.
      opened.setReuseAddress(true);
      opened.bind(address, BACKLOG);
      return opened;
    } catch (IOException failed) {
      opened.close();
      throw new IOException(
          "%s cannot listen on %s: %s."
              .formatted(device, Addresses.text(address), failed.getMessage()),
          failed);
    }
  }

  private void closeListener() {
    if (listener != null) {
      try {
        listener.close();
      } catch (IOException alreadyGone) {
        // Closing is all that was wanted.
      }
      listener = null;
    }
  }

  /** Keeps an accept that fails at once (no file handles left) from burning the processor. */
  private void pause() throws InterruptedException {
    boolean failing;
    synchronized (lock) {
      failing = listener != null && !closed;
    }
    if (failing) {
      Thread.sleep(ACCEPT_AGAIN_MILLIS);
    }
  }

  private String threadName() {
    return place.driver() + "-" + place.device();
  }

  /** Takes the device off the network; the port is free for others when this returns. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      closeListener();
      sessions.forEach(TcpSession::close);
      lock.notifyAll();
      awaitLetGo();
    }
  }
}
