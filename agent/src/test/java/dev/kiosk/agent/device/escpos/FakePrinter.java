package dev.kiosk.agent.device.escpos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP server that behaves as a test wants; it serves one connection at a time. */
final class FakePrinter implements AutoCloseable {

  /** What it does with a connection, until it returns and the connection is closed. */
  interface Manner {
    void serve(Socket client) throws IOException;
  }

  private final ServerSocket server;
  private final Manner manner;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  private FakePrinter(ServerSocket server, Manner manner) {
    this.server = server;
    this.manner = manner;
  }

  /** A printer that treats each connection in this manner. */
  static FakePrinter start(Manner manner) throws IOException {
    var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    var printer = new FakePrinter(server, manner);
    var thread = new Thread(printer::run, "fake-printer");
    thread.setDaemon(true);
    thread.start();
    return printer;
  }

  /** A printer that gives the next of these answers (hexadecimal) to each three-byte request. */
  static FakePrinter answering(String... answers) throws IOException {
    var self = new FakePrinter[1];
    self[0] = start(client -> self[0].answer(client, answers));
    return self[0];
  }

  /** A manner that reads on and never answers. */
  static void sayNothing(Socket client) throws IOException {
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  int port() {
    return server.getLocalPort();
  }

  /** The requests that came, in hexadecimal. */
  List<String> received() {
    return List.copyOf(received);
  }

  int connections() {
    return connections.get();
  }

  private void answer(Socket client, String... answers) throws IOException {
    InputStream in = client.getInputStream();
    for (String answer : answers) {
      byte[] request = in.readNBytes(3);
      if (request.length < 3) {
        return;
      }
      received.add(HexFormat.ofDelimiter(" ").withUpperCase().formatHex(request));
      client.getOutputStream().write(HexFormat.ofDelimiter(" ").parseHex(answer));
    }
    sayNothing(client);
  }

  private void run() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        connections.incrementAndGet();
        manner.serve(client);
      } catch (IOException over) {
        // the client went away, or the test is over
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
