package dev.kiosk.agent.device.ssi;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP server that gives the next of its answers to each six bytes it gets. */
final class FakeScanner implements AutoCloseable {

  private static final int REQUEST_BYTES = 6;

  private final ServerSocket server;
  private final byte[] greeting;
  private final Queue<byte[]> answers = new ArrayDeque<>();
  private final List<String> received = new CopyOnWriteArrayList<>();

  private FakeScanner(ServerSocket server, byte[] greeting, byte[]... answers) {
    this.server = server;
    this.greeting = greeting;
    this.answers.addAll(List.of(answers));
  }

  /** A scanner that sends something as soon as somebody connects, and then these answers. */
  static FakeScanner greeting(byte[] greeting, byte[]... answers) throws IOException {
    var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    var scanner = new FakeScanner(server, greeting, answers);
    var thread = new Thread(scanner::run, "fake-scanner");
    thread.setDaemon(true);
    thread.start();
    return scanner;
  }

  /** A scanner with these answers, over all connections; then it is silent. */
  static FakeScanner answering(byte[]... answers) throws IOException {
    return greeting(new byte[0], answers);
  }

  /** A message of a scanner, with its length and checksum. */
  static byte[] message(int opcode, byte... data) {
    return message(opcode, 0x00, 0x00, data);
  }

  static byte[] message(int opcode, int source, int status, byte... data) {
    var frame = new byte[4 + data.length + 2];
    frame[0] = (byte) (4 + data.length);
    frame[1] = (byte) opcode;
    frame[2] = (byte) source;
    frame[3] = (byte) status;
    System.arraycopy(data, 0, frame, 4, data.length);
    return sealed(frame);
  }

  /** Puts the checksum into the last two bytes. */
  static byte[] sealed(byte[] frame) {
    int sum = SsiFrame.checksum(frame, frame.length - 2);
    frame[frame.length - 2] = (byte) (sum >> 8);
    frame[frame.length - 1] = (byte) sum;
    return frame;
  }

  String endpoint() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  /** What came, in hexadecimal, six bytes each. */
  List<String> received() {
    return List.copyOf(received);
  }

  private void run() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write(greeting);
        serve(client);
      } catch (IOException over) {
        // the client went away, or the test is over
      }
    }
  }

  private void serve(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    while (true) {
      byte[] request = in.readNBytes(REQUEST_BYTES);
      if (request.length < REQUEST_BYTES) {
        return;
      }
      received.add(HexFormat.ofDelimiter(" ").withUpperCase().formatHex(request));
      byte[] answer = answers.poll();
      if (answer != null) {
        client.getOutputStream().write(answer);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
