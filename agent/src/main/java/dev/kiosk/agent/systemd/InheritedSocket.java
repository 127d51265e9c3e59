package dev.kiosk.agent.systemd;

import dev.kiosk.agent.time.Time;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Datagrams to a Unix domain socket that this process was started with as its standard input,
 * connected to the service manager and non-blocking. A write to it is a datagram (unix(7)), which
 * Java can do without native code. From any thread.
 *
 * <p>It stays connected to who listened when the process began. A manager that executes itself anew
 * keeps its socket; one that made another is not reached any more, and ends this process by its
 * watchdog.
 */
final class InheritedSocket implements Datagrams {

  private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");

  private final Time time;
  private final OutputStream socket;

  /**
   * The way to there.
   *
   * @param time whose {@code nanos} are CLOCK_MONOTONIC, as HotSpot's are on Linux
   */
  InheritedSocket(Time time) {
    this.time = time;
    this.socket = new FileOutputStream(FileDescriptor.in); // never closed
  }

  @Override
  public void open() throws IOException {
    String is = Files.readSymbolicLink(STANDARD_INPUT).toString(); // proc_pid_fd(5)
    if (!is.startsWith("socket:")) {
      throw new IOException(
          "standard input is "
              + is
              + ", no socket as KIOSK_NOTIFY_STDIN says; start the agent with kiosk-agent-start, or without this variable");
    }
  }

  @Override
  public boolean send(String text) throws IOException {
    try {
      socket.write(text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException refused) {
      if ("Resource temporarily unavailable".equals(refused.getMessage())) { // EAGAIN
        return false;
      }
      throw refused;
    }
  }

  @Override
  public long monotonicMicros() {
    return time.nanos() / 1000;
  }
}
