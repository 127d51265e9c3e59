package dev.kiosk.simulator.hub.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How slowly the hub reads. What it does not read fills the buffers of both ends, and what is not
 * read is not answered either.
 *
 * @param stopped whether it reads nothing at all
 * @param pause how long it waits before each frame; zero when stopped
 */
public record ReadingFault(boolean stopped, Duration pause) implements Fault {

  static final String FORMS = "slow:TIME, none";

  /** What is written, or null. */
  static @Nullable ReadingFault of(String written) {
    if (written.equals("none")) {
      return new ReadingFault(true, Duration.ZERO);
    }
    Duration pause = written.startsWith("slow:") ? Span.parse(written.substring(5)) : null;
    return pause == null ? null : new ReadingFault(false, pause);
  }

  @Override
  public String words() {
    return stopped ? "reads nothing" : "waits " + Span.text(pause) + " before it reads a frame";
  }
}
