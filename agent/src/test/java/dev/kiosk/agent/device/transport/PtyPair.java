package dev.kiosk.agent.device.transport;

import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.peer.Peer;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two serial ports with a cable between them, made by socat. The test plays a device at one. */
public final class PtyPair implements AutoCloseable {

  /** What a device says to a request. */
  public interface Device {

    /** The answer, perhaps empty. */
    byte[] answer(byte[] request);
  }

  private final Peer socat;
  private final Path host;
  private final Path device;
  private final List<String> received = new CopyOnWriteArrayList<>();

  private PtyPair(Peer socat, Path host, Path device) {
    this.socat = socat;
    this.host = host;
    this.device = device;
  }

  /** Plugs in a cable whose ends have names in that folder. */
  public static PtyPair start(Path folder) throws IOException {
    Path host = folder.resolve("ttyHOST");
    Path device = folder.resolve("ttyDEVICE");
    Peer socat =
        Peer.start(
            folder.resolve("socat.log"),
            "socat",
            "PTY,raw,echo=0,link=" + host,
            "PTY,raw,echo=0,link=" + device);
    await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(host) && Files.exists(device));
    return new PtyPair(socat, host, device);
  }

  /** Lets a device answer each read of so many bytes. */
  public void serve(int requestBytes, Device what) throws IOException {
    // A FileInputStream by itself wants to know its position, which a terminal does not have.
    var in = new DataInputStream(new FileInputStream(device.toFile()));
    var out = new FileOutputStream(device.toFile());
    var thread = new Thread(() -> run(in, out, requestBytes, what), "serial-device");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(DataInputStream in, FileOutputStream out, int requestBytes, Device what) {
    try (in;
        out) {
      while (true) {
        var request = new byte[requestBytes];
        in.readFully(request);
        received.add(HexFormat.ofDelimiter(" ").withUpperCase().formatHex(request));
        out.write(what.answer(request));
      }
    } catch (IOException unplugged) {
      return; // the test is over
    }
  }

  /** The end of the kiosk. */
  public Path host() {
    return host;
  }

  /** The end of the device. */
  public Path device() {
    return device;
  }

  /** What the device was asked, in hexadecimal. */
  public List<String> received() {
    return List.copyOf(received);
  }

  /** Pulls the cable. */
  @Override
  public void close() {
    socat.close();
  }
}
