package dev.kiosk.agent.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The end of what a program prints, such as the service's journal, bounded in time and size. */
final class LogTail {

  /** The last of the service's log, as systemd keeps it (journalctl(1)). */
  static final List<String> OF_THE_SERVICE =
      List.of("journalctl", "-u", "kiosk-agent", "-n", "2000", "--no-pager", "-o", "short-iso");

  private static final int CHUNK = 8192;

  private final List<String> command;
  private final Duration most;
  private final int mostBytes;

  /**
   * Starts nothing yet.
   *
   * @param most how long it may take
   * @param mostBytes of more than that, the beginning is left out
   */
  LogTail(List<String> command, Duration most, int mostBytes) {
    this.command = List.copyOf(command);
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /**
   * What the program prints, errors too.
   *
   * @throws IOException when it cannot be started, takes too long, fails or prints nothing
   */
  String read() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      Tail tail = Bounded.call("journal", most, () -> tail(process));
      String text = tail.text();
      if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
        throw new IOException(command.get(0) + " failed: " + text.lines().findFirst().orElse(""));
      }
      if (text.isBlank()) {
        throw new IOException(command.get(0) + " printed nothing");
      }
      return text;
    } finally {
      process.destroyForcibly();
    }
  }

  private Tail tail(Process process) throws IOException {
    var tail = new Tail(mostBytes);
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = process.getInputStream()) {
      int count;
      while ((count = in.read(chunk)) >= 0) {
        tail.add(chunk, count);
      }
    }
    return tail;
  }

  /** Keeps the last bytes in a ring. */
  private static final class Tail {

    private final byte[] ring;
    private long all;

    Tail(int bytes) {
      ring = new byte[bytes];
    }

    void add(byte[] chunk, int count) {
      for (int i = 0; i < count; i++) {
        ring[(int) (all++ % ring.length)] = chunk[i];
      }
    }

    String text() {
      if (all <= ring.length) {
        return new String(ring, 0, (int) all, StandardCharsets.UTF_8);
      }
      int start = (int) (all % ring.length);
      byte[] kept = Arrays.copyOf(ring, ring.length);
      System.arraycopy(ring, start, kept, 0, ring.length - start);
      System.arraycopy(ring, 0, kept, ring.length - start, start);
      String text = new String(kept, StandardCharsets.UTF_8);
      int end = text.indexOf('\n'); // the first line may have been cut
      return "(the beginning is left out)\n" + text.substring(end + 1);
    }
  }
}
