package dev.kiosk.agent.device.snmp;

import dev.kiosk.agent.peer.Peer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The agent of Net-SNMP, told to be a printer; for tests. */
final class Snmpd implements AutoCloseable {

  /** The community that may read, and the one that may also write. */
  static final String COMMUNITY = "kioskread";

  private static final String WRITER = "kioskwrite";
  static final String AUTH_PHRASE = "authpass123";
  static final String PRIV_PHRASE = "privpass123";

  private static final String PRINTER =
      """
      agentAddress udp:127.0.0.1:%d
      rocommunity %s 127.0.0.1
      rwcommunity %s 127.0.0.1
      createUser kiosk SHA-256 %s AES %s
      rouser kiosk priv
      createUser plain MD5 %s
      rouser plain auth
      override .1.3.6.1.2.1.25.3.2.1.2.3 object_id .1.3.6.1.2.1.25.3.1.5
      override .1.3.6.1.2.1.25.3.2.1.3.3 octet_str "Acme Gate Printer"
      override -rw .1.3.6.1.2.1.25.3.2.1.5.3 integer 2
      override -rw .1.3.6.1.2.1.25.3.5.1.1.3 integer 3
      override -rw .1.3.6.1.2.1.25.3.5.1.2.3 octet_str 0x00
      """;

  private static final String PRINTER_MIB =
      """
      override .1.3.6.1.2.1.43.5.1.1.1.3 counter 1
      override .1.3.6.1.2.1.43.5.1.1.17.3 octet_str "SN4711"
      override -rw .1.3.6.1.2.1.43.5.1.1.19.3 counter 7
      override .1.3.6.1.2.1.43.8.2.1.9.3.1 integer 550
      override .1.3.6.1.2.1.43.8.2.1.10.3.1 integer -3
      override .1.3.6.1.2.1.43.11.1.1.4.3.1 integer 4
      override .1.3.6.1.2.1.43.11.1.1.6.3.1 octet_str "Waste box"
      override .1.3.6.1.2.1.43.11.1.1.8.3.1 integer -2
      override .1.3.6.1.2.1.43.11.1.1.9.3.1 integer -3
      override -rw .1.3.6.1.2.1.43.18.1.1.2.3.135 integer 3
      override .1.3.6.1.2.1.43.18.1.1.4.3.135 integer 8
      override .1.3.6.1.2.1.43.18.1.1.5.3.135 integer 1
      override -rw .1.3.6.1.2.1.43.18.1.1.7.3.135 integer 807
      override .1.3.6.1.2.1.43.18.1.1.8.3.135 octet_str "Roll nearly empty"
      """;

  private final Peer process;
  private final int port;

  private Snmpd(Peer process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it in that folder, with or without Printer MIB beside the rows of HOST-RESOURCES. */
  static Snmpd start(Path dir, boolean printerMib) throws IOException {
    int port = freePort();
    String printer =
        PRINTER.formatted(port, COMMUNITY, WRITER, AUTH_PHRASE, PRIV_PHRASE, AUTH_PHRASE);
    Path config = dir.resolve("snmpd.conf");
    Files.writeString(config, printer + (printerMib ? PRINTER_MIB : ""));
    Peer process =
        Peer.start(
            dir.resolve("snmpd.log"),
            Map.of("SNMP_PERSISTENT_DIR", dir.toString(), "MIBS", ""),
            "/usr/sbin/snmpd",
            "-f",
            "-Lo",
            "-C",
            "-c",
            config.toString(),
            "--noPersistentSave=yes",
            "-p",
            dir.resolve("pid").toString());
    return new Snmpd(process, port);
  }

  /** A UDP port of the loopback that nobody has now. */
  static int freePort() throws IOException {
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Its place, to put options behind. */
  String endpoint() {
    return "snmp://127.0.0.1:" + port;
  }

  /** Changes a value while it runs. */
  void set(String oid, String type, String value) throws IOException, InterruptedException {
    Peer.run("snmpset", "-v2c", "-c", WRITER, "127.0.0.1:" + port, oid, type, value);
  }

  /** What it printed. */
  String printed() throws IOException {
    return process.printed();
  }

  @Override
  public void close() {
    process.close();
  }
}
