package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Turns the host of one endpoint into an address, within a deadline. The system's resolver knows no
 * deadline and may hang for half a minute when the name server is away, so it works in a thread of
 * its own; while one question is open no other is asked, so at most one thread hangs.
 */
final class HostLookup {

  private final String shown;
  private final TcpEndpoint endpoint;
  private @Nullable FutureTask<InetAddress> pending;

  HostLookup(TcpEndpoint endpoint) {
    this(endpoint, endpoint.toString());
  }

  /** A lookup for an endpoint of another form, which is shown when something goes wrong. */
  HostLookup(TcpEndpoint endpoint, String shown) {
    this.endpoint = endpoint;
    this.shown = shown;
  }

  /**
   * The address of the host.
   *
   * @throws TransportException UNREACHABLE when the name is not known or nobody said in time
   */
  synchronized InetAddress address(Duration patience) throws TransportException {
    if (endpoint.isNumeric()) {
      try {
        return InetAddress.getByName(endpoint.host());
      } catch (UnknownHostException malformed) {
        throw unreachable("is not an address that this machine can use", malformed);
      }
    }
    FutureTask<InetAddress> question = pending == null ? ask() : pending;
    try {
      InetAddress address = question.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      pending = null; // the JDK remembers names for a while; asking again is how a change is seen
      return address;
    } catch (TimeoutException late) {
      throw unreachable("was not resolved in time by the name service", late);
    } catch (ExecutionException unknown) {
      pending = null;
      throw unreachable("is not known to the name service", unknown.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unreachable("was not resolved because the agent is stopping", interrupted);
    }
  }

  private FutureTask<InetAddress> ask() {
    var question = new FutureTask<>(() -> InetAddress.getByName(endpoint.host()));
    pending = question;
    var thread = new Thread(question, "lookup-" + endpoint.host());
    thread.setDaemon(true);
    thread.start();
    return question;
  }

  private TransportException unreachable(String why, @Nullable Throwable cause) {
    return new TransportException(
        Trouble.UNREACHABLE, shown + ": the host " + endpoint.host() + " " + why, cause);
  }
}
