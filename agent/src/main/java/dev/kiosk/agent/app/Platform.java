package dev.kiosk.agent.app;

import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.link.Transport;
import dev.kiosk.agent.link.websocket.WebSocketTransport;
import dev.kiosk.agent.time.Time;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * All that differs between a kiosk and a test.
 *
 * @param time the clocks
 * @param disk the file system for spool and state
 * @param transport the network
 * @param root where {@code /sys} and {@code /proc} are found; {@code /} on a kiosk
 * @param random draws the jitter of reconnects
 * @param tls what the transport's {@code wss} connections are made with
 */
public record Platform(
    Time time, Disk disk, Transport transport, Path root, RandomGenerator random, PemTls tls) {

  /** A platform whose transport needs no certificates. */
  public Platform(Time time, Disk disk, Transport transport, Path root, RandomGenerator random) {
    this(time, disk, transport, root, random, PemTls.system(time));
  }

  /**
   * This machine.
   *
   * @param root where {@code /sys} and {@code /proc} are found; another folder in a simulation
   * @param tls the files of {@code wss} connections
   */
  public static Platform real(Path root, PemFiles tls) {
    Time time = Time.system();
    var source = new PemTls(tls, time);
    return new Platform(
        time, Disk.real(), new WebSocketTransport(source, time), root, new SystemRandom(), source);
  }

  /** The same with another disk. */
  Platform with(Disk other) {
    return new Platform(time, other, transport, root, random, tls);
  }
}
