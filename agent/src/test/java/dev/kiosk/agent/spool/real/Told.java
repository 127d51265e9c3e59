package dev.kiosk.agent.spool.real;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Lines for the one who will kill this process. A line is in the kernel's pipe when the call
 * returns, so no end of the process can take it back.
 */
final class Told {

  private final PrintStream out;

  Told(PrintStream out) {
    this.out = out;
  }

  void line(String line) {
    lines(new StringBuilder(line).append('\n'));
  }

  /** Whole lines, all of them or none when there are none. */
  synchronized void lines(StringBuilder lines) {
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }
}
