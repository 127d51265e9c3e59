package dev.kiosk.agent.device.zpl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP server that gives prepared answers to requests; serves several connections at once. */
final class FakeZebra implements AutoCloseable {

  /** What it does with a connection, until it returns and the connection is closed. */
  interface Manner {
    void serve(Socket client) throws IOException;
  }

  private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  private FakeZebra() throws IOException {}

  static FakeZebra start(Manner manner) throws IOException {
    var zebra = new FakeZebra();
    zebra.listen(manner);
    return zebra;
  }

  /** A printer that answers these requests, each in so many pieces, and no others. */
  static FakeZebra answering(int pieces, Map<String, String> answers) throws IOException {
    var zebra = new FakeZebra();
    zebra.listen(client -> zebra.answer(client, pieces, answers));
    return zebra;
  }

  int port() {
    return server.getLocalPort();
  }

  /** The requests that were understood, in order. */
  List<String> received() {
    return List.copyOf(received);
  }

  int connections() {
    return connections.get();
  }

  static void sayNothing(Socket client) throws IOException {
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private void answer(Socket client, int pieces, Map<String, String> answers) throws IOException {
    client.setTcpNoDelay(true);
    var begun = new StringBuilder();
    for (int value = client.getInputStream().read();
        value >= 0;
        value = client.getInputStream().read()) {
      begun.append((char) value);
      for (String request : answers.keySet()) {
        if (begun.toString().endsWith(request)) {
          received.add(request);
          begun.setLength(0);
          send(client, pieces, answers.getOrDefault(request, ""));
        }
      }
    }
  }

  private static void send(Socket client, int pieces, String answer) throws IOException {
    byte[] bytes = answer.getBytes(ISO_8859_1);
    for (int piece = 0; piece < pieces; piece++) {
      int from = bytes.length * piece / pieces;
      client.getOutputStream().write(bytes, from, bytes.length * (piece + 1) / pieces - from);
      client.getOutputStream().flush();
    }
  }

  private void listen(Manner manner) {
    thread(
        () -> {
          while (!server.isClosed()) {
            try {
              Socket client = server.accept();
              connections.incrementAndGet();
              thread(() -> serve(client, manner));
            } catch (IOException over) {
              // the test is over
            }
          }
        });
  }

  private static void serve(Socket client, Manner manner) {
    try (client) {
      manner.serve(client);
    } catch (IOException gone) {
      // the client went away
    }
  }

  private static void thread(Runnable work) {
    var thread = new Thread(work, "fake-zebra");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
