package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSocketsTest {

  private static final String HEADING =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";

  private final Path root;
  private final InetSocketAddress printer;

  LocalSocketsTest(@TempDir Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("proc/net"));
    printer = new InetSocketAddress(InetAddress.getByName("10.0.0.7"), 9100);
  }

  @Test
  void findsAnEstablishedConnectionOfAnother() throws IOException {
    table("tcp", "0500000A:C350 0700000A:238C 01");

    assertThat(new LocalSockets(root).connectedElsewhere(printer, 50_001)).isTrue();
  }

  @Test
  void doesNotTakeOurOwnConnectionForAnother() throws IOException {
    table("tcp", "0500000A:C350 0700000A:238C 01");

    assertThat(new LocalSockets(root).connectedElsewhere(printer, 0xC350)).isFalse();
  }

  @Test
  void findsAnIpv4ConnectionOfADualStackSocket() throws IOException {
    table("tcp6", "0000000000000000FFFF00000500000A:C350 0000000000000000FFFF00000700000A:238C 01");

    assertThat(new LocalSockets(root).connectedElsewhere(printer, 0)).isTrue();
  }

  @Test
  void findsAnIpv6Connection() throws IOException {
    // fd00::5 to fd00::7; each 32-bit word stands with its least significant byte first
    table("tcp6", "000000FD000000000000000005000000:C350 000000FD000000000000000007000000:238C 01");
    var here = new InetSocketAddress(InetAddress.getByName("fd00::7"), 9100);
    var elsewhere = new InetSocketAddress(InetAddress.getByName("fd00::700:0"), 9100);

    assertThat(new LocalSockets(root).connectedElsewhere(here, 0)).isTrue();
    assertThat(new LocalSockets(root).connectedElsewhere(elsewhere, 0)).isFalse();
  }

  @Test
  void connectionsThatAreNotEstablishedOrGoElsewhereDoNotCount() throws IOException {
    table(
        "tcp",
        "0500000A:C350 0700000A:238C 06", // time wait
        "0500000A:C351 0700000A:238D 01", // another port
        "0500000A:C352 0800000A:238C 01", // another printer
        "0700000A:238C 0500000A:C350 01"); // the printer's own side

    assertThat(new LocalSockets(root).connectedElsewhere(printer, 0)).isFalse();
  }

  @Test
  void aTableThatCannotBeReadNamesNobody() {
    assertThat(new LocalSockets(root.resolve("nowhere")).connectedElsewhere(printer, 0)).isFalse();
  }

  @Test
  void anyTextIsReadWithoutFailing() throws IOException {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      var noise = new byte[random.nextInt(400)];
      random.nextBytes(noise);
      Files.write(root.resolve("proc/net/tcp"), noise);

      assertThat(new LocalSockets(root).connectedElsewhere(printer, 0)).isFalse();
    }
  }

  @Test
  void theKernelOfThisMachineWritesWhatIsExpected() throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
      var sockets = new LocalSockets(Path.of("/"));
      var remote = (InetSocketAddress) client.getRemoteSocketAddress();

      assertThat(sockets.connectedElsewhere(remote, 0)).isTrue();
      assertThat(sockets.connectedElsewhere(remote, client.getLocalPort())).isFalse();
    }
  }

  private void table(String name, String... rows) throws IOException {
    var text = new StringBuilder(HEADING);
    for (int i = 0; i < rows.length; i++) {
      text.append("   ").append(i).append(": ").append(rows[i]);
      text.append(" 00000000:00000000 00:00000000 00000000     0        0 4242 1\n");
    }
    Files.writeString(root.resolve("proc/net").resolve(name), text);
  }
}
