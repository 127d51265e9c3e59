package dev.kiosk.simulator.bench;

import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** An ESC/POS printer that is well and notes when it is asked, as exactly as it can. */
final class StampedPrinter implements AutoCloseable {

  private static final int WELL = 0x12;
  private static final int REQUEST_BYTES = 3;

  private final ServerSocket server;
  private final Time time;
  private final List<Long> askedNanos = new ArrayList<>();
  private volatile boolean hung;

  private StampedPrinter(ServerSocket server, Time time) {
    this.server = server;
    this.time = time;
  }

  static StampedPrinter start(Time time) throws IOException {
    var printer =
        new StampedPrinter(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), time);
    var thread = new Thread(printer::serve, "printer-" + printer.port());
    thread.setDaemon(true);
    thread.start();
    return printer;
  }

  int port() {
    return server.getLocalPort();
  }

  /** From now on it takes connections and says nothing. */
  void hang() {
    hung = true;
  }

  synchronized void forget() {
    askedNanos.clear();
  }

  /** The times between two connections, in milliseconds. */
  synchronized List<Double> gapsMillis() {
    var gaps = new ArrayList<Double>();
    for (int i = 1; i < askedNanos.size(); i++) {
      gaps.add((askedNanos.get(i) - askedNanos.get(i - 1)) / 1e6);
    }
    return gaps;
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        synchronized (this) {
          askedNanos.add(time.nanos());
        }
        while (client.getInputStream().readNBytes(REQUEST_BYTES).length == REQUEST_BYTES) {
          if (!hung) {
            client.getOutputStream().write(WELL);
          }
        }
      } catch (IOException gone) {
        // the agent left, or the figure is over
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException alreadyGone) {
      // there is nothing left to close
    }
  }
}
