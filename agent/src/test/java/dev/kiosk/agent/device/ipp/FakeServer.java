package dev.kiosk.agent.device.ipp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that gives each connection the next of its answers, and never closes one by itself. */
final class FakeServer implements AutoCloseable {

  /** Keeps silent for as long as the client waits. */
  static final byte[] SILENCE = new byte[0];

  private static final Pattern LENGTH = Pattern.compile("Content-Length: ([0-9]+)\r\n");

  private final ServerSocketChannel listener;
  private final List<byte[]> answers;
  private final int pieceBytes;
  private final List<byte[]> requests = new CopyOnWriteArrayList<>();
  private final List<SocketChannel> open = new CopyOnWriteArrayList<>();

  private FakeServer(ServerSocketChannel listener, int pieceBytes, byte[]... answers) {
    this.listener = listener;
    this.answers = List.of(answers);
    this.pieceBytes = pieceBytes;
    var thread = new Thread(this::serve, "fake-ipp");
    thread.setDaemon(true);
    thread.start();
  }

  static FakeServer onTcp(byte[]... answers) throws IOException {
    return dribbling(Integer.MAX_VALUE, answers);
  }

  /** One that sends so many bytes at a time, with a pause behind them. */
  static FakeServer dribbling(int pieceBytes, byte[]... answers) throws IOException {
    var listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return new FakeServer(listener, pieceBytes, answers);
  }

  static FakeServer onSocket(Path file, byte[]... answers) throws IOException {
    var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(file));
    return new FakeServer(listener, Integer.MAX_VALUE, answers);
  }

  /** An IPP answer in HTTP, whose connection is kept open. */
  static byte[] http(byte[] ipp) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(
        ("HTTP/1.1 200 OK\r\nConnection: Keep-Alive\r\nContent-Type: application/ipp\r\n"
                + "Content-Length: "
                + ipp.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(ipp);
    return out.toByteArray();
  }

  int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  /** The requests so far, each whole. */
  List<String> requests() {
    return requests.stream().map(each -> new String(each, StandardCharsets.ISO_8859_1)).toList();
  }

  private void serve() {
    try {
      for (byte[] answer : answers) {
        SocketChannel channel = listener.accept();
        open.add(channel);
        requests.add(request(Channels.newInputStream(channel)));
        for (int at = 0; at < answer.length; at += Math.min(pieceBytes, answer.length)) {
          channel.write(ByteBuffer.wrap(answer, at, Math.min(pieceBytes, answer.length - at)));
          if (pieceBytes < answer.length) {
            Thread.sleep(20);
          }
        }
      }
    } catch (IOException | InterruptedException over) {
      // the test has ended, or the client has had enough
    }
  }

  private static byte[] request(InputStream in) throws IOException {
    var all = new ByteArrayOutputStream();
    while (!all.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      all.write(in.read());
    }
    Matcher length = LENGTH.matcher(all.toString(StandardCharsets.ISO_8859_1));
    if (length.find()) {
      all.writeBytes(in.readNBytes(Integer.parseInt(length.group(1))));
    }
    return all.toByteArray();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SocketChannel each : open) {
      each.close();
    }
  }
}
