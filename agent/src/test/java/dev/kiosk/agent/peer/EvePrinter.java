package dev.kiosk.agent.peer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

/**
 * {@code ippeveprinter}, the IPP printer that comes with CUPS. It wants a message bus to announce
 * itself on, and is given one of its own.
 */
public final class EvePrinter implements AutoCloseable {

  private static final String BUS =
      """
      <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
       "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
      <busconfig>
        <type>session</type>
        <listen>unix:path=%s</listen>
        <auth>EXTERNAL</auth>
        <policy context="default">
          <allow user="*"/> <allow own="*"/> <allow eavesdrop="true"/>
          <allow send_type="method_call"/> <allow send_type="method_return"/>
          <allow send_type="signal"/> <allow send_type="error"/>
          <allow receive_type="method_call"/> <allow receive_type="method_return"/>
          <allow receive_type="signal"/> <allow receive_type="error"/>
        </policy>
      </busconfig>
      """;

  private final Peer bus;
  private final Peer printer;
  private final int port;

  private EvePrinter(Peer bus, Peer printer, int port) {
    this.bus = bus;
    this.printer = printer;
    this.port = port;
  }

  /**
   * Starts one, or skips the test.
   *
   * @param dir for its files
   * @param command a shell script that prints a job; what it writes as {@code STATE: …} and {@code
   *     ATTR: …} to its standard error becomes the printer's state
   */
  public static EvePrinter start(Path dir, String command) throws IOException {
    Peer.needs("ippeveprinter", "cups-ipp-utils");
    Peer.needs("dbus-daemon", "dbus-daemon");
    Path socket = dir.resolve("bus");
    Path busConfig = Files.writeString(dir.resolve("bus.conf"), BUS.formatted(socket));
    Path script =
        Files.createFile(
            dir.resolve("print.sh"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(script, "#!/bin/sh\n" + command + "\n");
    Path spool = Files.createDirectories(dir.resolve("spool"));
    Peer bus =
        Peer.start(
            dir.resolve("bus.log"),
            "dbus-daemon",
            "--config-file=" + busConfig,
            "--nofork",
            "--nopidfile");
    await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(socket));
    int port = Peer.freePort();
    Peer printer =
        Peer.start(
            dir.resolve("printer.log"),
            Map.of("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + socket),
            "ippeveprinter",
            "-n",
            "localhost",
            "-p",
            Integer.toString(port),
            "-r",
            "off",
            "-f",
            "application/pdf,image/pwg-raster,application/octet-stream",
            "-d",
            spool.toString(),
            "-c",
            script.toString(),
            "-M",
            "Acme",
            "-m",
            "Kiosk 80",
            "kiosk");
    var started = new EvePrinter(bus, printer, port);
    await("ippeveprinter listens").atMost(Duration.ofSeconds(30)).until(started::listens);
    return started;
  }

  private boolean listens() {
    if (!printer.alive()) {
      throw new AssertionError("ippeveprinter has ended");
    }
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The port it listens on, at 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Its process, to be stopped and continued. */
  public long pid() {
    return printer.pid();
  }

  /**
   * Fills its two trays through its web page: 0 is empty, below 25 of 250 and 25 is low.
   *
   * @param main sheets in the first tray
   * @param bypass envelopes in the second
   */
  public void paper(int main, int bypass) throws IOException, InterruptedException {
    String form =
        "/media?size1=na_letter_8.5x11in&level1=%d&size3=na_number-10_4.125x9.5in&level3=%d"
            .formatted(main, bypass);
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + form))
                    .timeout(Duration.ofSeconds(5))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (page.statusCode() != 200) {
      throw new AssertionError(form + " gives HTTP " + page.statusCode());
    }
  }

  @Override
  public void close() {
    printer.close();
    bus.close();
  }
}
