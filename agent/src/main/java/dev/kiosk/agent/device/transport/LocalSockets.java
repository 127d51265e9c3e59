package dev.kiosk.agent.device.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a program on this machine is connected to a device, by the kernel's table of TCP
 * sockets.
 *
 * <p>One line per socket: number, local address, remote address, state, more. An address is
 * hexadecimal, in 32-bit words of the machine's byte order, then a colon and the port in big-endian
 * hexadecimal; state 01 is established (Linux, Documentation/networking/proc_net_tcp.rst). Kiosks
 * are x86-64 or 64-bit Arm, so the words are little-endian. A program with a dual-stack socket
 * appears in tcp6 with an IPv4-mapped address.
 */
public final class LocalSockets {

  private static final String ESTABLISHED = "01";

  private final Path net;

  /**
   * Reads nothing yet.
   *
   * @param root the file system's root; another folder in tests
   */
  public LocalSockets(Path root) {
    this.net = root.resolve("proc/net");
  }

  /**
   * Whether a socket other than our own is connected to that address and port. What cannot be read
   * counts as nobody.
   *
   * @param ownPort the local port of our own connection, or 0 when we have none
   */
  public boolean connectedElsewhere(InetSocketAddress remote, int ownPort) {
    return listed(net.resolve("tcp"), remote, ownPort)
        || listed(net.resolve("tcp6"), remote, ownPort);
  }

  private static boolean listed(Path table, InetSocketAddress remote, int ownPort) {
    try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (isOther(line, remote, ownPort)) {
          return true;
        }
      }
    } catch (IOException unreadable) {
      return false; // no such table, or no right to it: nothing is known, so nothing is claimed
    }
    return false;
  }

  private static boolean isOther(String line, InetSocketAddress remote, int ownPort) {
    String[] fields = line.trim().split("\\s+", 5);
    if (fields.length < 5 || !fields[3].equals(ESTABLISHED)) {
      return false;
    }
    InetSocketAddress local = parse(fields[1]);
    InetSocketAddress peer = parse(fields[2]);
    return local != null
        && peer != null
        && local.getPort() != ownPort
        && peer.getPort() == remote.getPort()
        && Arrays.equals(peer.getAddress().getAddress(), remote.getAddress().getAddress());
  }

  /** Reads {@code 0100007F:238C}, or null when it is something else (the heading is). */
  static @Nullable InetSocketAddress parse(String text) {
    int colon = text.indexOf(':');
    if (colon != 8 && colon != 32) {
      return null;
    }
    try {
      var address = new byte[colon / 2];
      for (int i = 0; i < address.length; i++) {
        int inWord = 3 - i % 4; // least significant byte first
        int at = 2 * (i / 4 * 4 + inWord);
        address[i] = (byte) Integer.parseInt(text.substring(at, at + 2), 16);
      }
      int port = Integer.parseInt(text.substring(colon + 1), 16);
      return new InetSocketAddress(
          InetAddress.getByAddress(address), port); // unmaps ::ffff:a.b.c.d
    } catch (IOException | IllegalArgumentException otherText) {
      return null;
    }
  }
}
