package dev.kiosk.simulator.surface;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HexFormat;

/** A kiosk's side of a connection to a printer: hexadecimal in, hexadecimal out. */
public final class Host implements AutoCloseable {

  /** A free port on loopback. */
  public static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private final Socket socket = new Socket();

  public Host(InetSocketAddress printer) throws IOException {
    socket.connect(printer, 2_000);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(5_000);
  }

  public Host send(String hex) throws IOException {
    socket.getOutputStream().write(HEX.parseHex(hex));
    return this;
  }

  public Host send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Exactly that many bytes; fewer if the printer ends the connection. */
  public String read(int bytes) throws IOException {
    return HEX.formatHex(socket.getInputStream().readNBytes(bytes));
  }

  /** Sends DLE EOT n and reads the one byte. */
  public String status(int n) throws IOException {
    return send("10 04 0" + n).read(1);
  }

  /** DLE EOT 1 to 4, one after the other. */
  public String probe() throws IOException {
    return String.join(" ", status(1), status(2), status(3), status(4));
  }

  /** Whether nothing comes for that long. */
  public boolean hearsNothing(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      return socket.getInputStream().read() == Integer.MIN_VALUE;
    } catch (SocketTimeoutException silence) {
      return true;
    } finally {
      socket.setSoTimeout(5_000);
    }
  }

  /** Whether the printer ended the connection, cleanly or not. */
  public boolean isCutOff() {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  public void finishSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Ends the connection. */
  public void leave() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    leave();
  }
}
