package dev.kiosk.simulator.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address for several servers on this machine: each connection goes to the next that listens.
 */
final class TcpSwitch implements AutoCloseable {

  private final ServerSocket listening;
  private final List<Integer> ports;
  private final AtomicInteger turn = new AtomicInteger();

  TcpSwitch(List<Integer> ports) throws IOException {
    this.ports = ports;
    this.listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    start("switch", this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        start("switch-connect", () -> serve(client));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket client) {
    for (int i = 0; i < ports.size(); i++) {
      int port = ports.get(Math.floorMod(turn.getAndIncrement(), ports.size()));
      Socket server = new Socket();
      try {
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      } catch (IOException nobodyListens) {
        continue;
      }
      start("switch-in", () -> pump(client, server));
      pump(server, client);
      return;
    }
    close(client);
  }

  private static void pump(Socket from, Socket to) {
    byte[] buffer = new byte[16 << 10];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    } catch (IOException broken) {
      // the other side learns it by the close
    } finally {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException closedAlready) {
      // that is what was wanted
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
