package dev.kiosk.agent.link.websocket;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server on 127.0.0.1 that does exactly what a test's script says, byte by byte, on each
 * connection. Knows RFC 6455 by itself, so that no library hides a fault of another.
 */
public final class RawPeer implements AutoCloseable {

  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  /** What to do with a connection; its socket is closed when this returns. */
  public interface Script {
    void run(Guest guest) throws Exception;
  }

  /** A frame that came. */
  public static final class Frame {

    private final int opcode;
    private final byte[] payload;

    Frame(int opcode, byte[] payload) {
      this.opcode = opcode;
      this.payload = payload;
    }

    public int opcode() {
      return opcode;
    }

    public byte[] payload() {
      return payload;
    }

    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  private final ServerSocket listening;
  private final String scheme;
  private final Script script;
  private final List<Guest> guests = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  private RawPeer(ServerSocket listening, String scheme, Script script) {
    this.listening = listening;
    this.scheme = scheme;
    this.script = script;
  }

  public static RawPeer start(Script script) throws IOException {
    return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "ws", script);
  }

  /** Serves on a listening socket; {@code scheme} is ws or wss. */
  public static RawPeer start(ServerSocket listening, String scheme, Script script) {
    var peer = new RawPeer(listening, scheme, script);
    daemon(peer::accept);
    return peer;
  }

  public URI uri() {
    return uri("127.0.0.1");
  }

  public URI uri(String host) {
    return URI.create(scheme + "://" + host + ":" + listening.getLocalPort() + "/ws/agent?a=b");
  }

  /** Where it listens. */
  public int port() {
    return listening.getLocalPort();
  }

  /** What scripts threw, assertion errors among them. */
  public List<Throwable> failures() {
    return failures;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var guest = new Guest(listening.accept());
        guests.add(guest);
        daemon(() -> serve(guest));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Guest guest) {
    try (guest) {
      script.run(guest);
    } catch (Exception | AssertionError failure) {
      failures.add(failure);
    }
  }

  private static void daemon(Runnable task) {
    var thread = new Thread(task, "raw-peer");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Guest guest : guests) {
      guest.close();
    }
  }

  /** One accepted connection. */
  public static final class Guest implements AutoCloseable {

    private final Socket socket;

    Guest(Socket socket) {
      this.socket = socket;
    }

    /** The request with its empty line. */
    public String readRequest() throws IOException {
      var request = new StringBuilder();
      while (request.indexOf("\r\n\r\n") < 0) {
        int read = socket.getInputStream().read();
        if (read < 0) {
          throw new IOException("closed within the request: " + request);
        }
        request.append((char) read);
      }
      return request.toString();
    }

    /** Who it is, by its certificate; without one the connection ends. */
    public X509Certificate certificate() throws IOException {
      return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
    }

    /** Accepts a request that was read. */
    public void accept(String request, @Nullable String subprotocol) throws IOException {
      write(answer(request, subprotocol));
    }

    /** Reads the request and accepts it. */
    public String upgrade(@Nullable String subprotocol) throws IOException {
      String request = readRequest();
      write(answer(request, subprotocol));
      return request;
    }

    static String answer(String request, @Nullable String subprotocol) {
      return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + (subprotocol == null ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n")
          + "Sec-WebSocket-Accept: "
          + accept(field(request, "Sec-WebSocket-Key"))
          + "\r\n\r\n";
    }

    /** A field of a request; empty when it has none of this name. */
    public static String field(String request, String name) {
      return request
          .lines()
          .filter(line -> line.startsWith(name + ": "))
          .map(line -> line.substring(name.length() + 2))
          .findFirst()
          .orElse("");
    }

    private static String accept(String key) {
      try {
        byte[] salted =
            (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder()
            .encodeToString(MessageDigest.getInstance("SHA-1").digest(salted));
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    /** Sends these characters and nothing else. */
    public void write(String ascii) throws IOException {
      write(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void write(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }

    public void frame(int opcode, byte[] payload) throws IOException {
      frame(0x80 | opcode, payload.length, payload);
    }

    /** A frame whose first byte and length are the caller's business. */
    public void frame(int first, long length, byte[] payload) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(10 + payload.length).put((byte) first);
      if (length <= 125) {
        bytes.put((byte) length);
      } else if (length <= 65535) {
        bytes.put((byte) 126).putShort((short) length);
      } else {
        bytes.put((byte) 127).putLong(length);
      }
      bytes.put(payload).flip();
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      write(exact);
    }

    public void text(String text) throws IOException {
      frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a close frame. */
    public void close(int code, String reason) throws IOException {
      byte[] said = reason.getBytes(StandardCharsets.UTF_8);
      frame(CLOSE, ByteBuffer.allocate(2 + said.length).putShort((short) code).put(said).array());
    }

    /** The next frame of the client, unmasked. */
    public Frame read() throws IOException {
      var in = new DataInputStream(socket.getInputStream());
      int opcode = in.readUnsignedByte() & 0x0f;
      int second = in.readUnsignedByte();
      if ((second & 0x80) == 0) {
        throw new IOException("a client's frame must be masked");
      }
      int length = second & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = (int) in.readLong();
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      return new Frame(opcode, payload);
    }

    /** Waits until the client is gone. */
    public void awaitEnd() {
      try {
        int read;
        do {
          read = socket.getInputStream().read();
        } while (read >= 0);
      } catch (IOException reset) {
        return;
      }
    }

    /** Ends with a reset instead of an orderly end. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
