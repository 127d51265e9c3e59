package dev.kiosk.agent.spool.bench;

import dev.kiosk.agent.bench.WrappedDisk;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Makes spools that hold something. Virtual time, nothing forced: only the files matter. */
final class Fill {

  private Fill() {}

  /** A spool that holds nothing and was stopped orderly. */
  static void nothing(Path dir) throws IOException {
    Workbench.open(Workbench.defaults(dir), WrappedDisk.unforced(), new ManualTime()).close();
  }

  /** A spool that is so full that the first readings were dropped, each in a record of its own. */
  static void untilFull(Path dir, int eventBytes) throws IOException {
    var time = new ManualTime();
    try (var bench = Workbench.open(Workbench.defaults(dir), WrappedDisk.unforced(), time)) {
      while (bench.spool.openGaps().isEmpty()) {
        bench.spool.append(Lane.READINGS, Workbench.event(eventBytes));
        time.pass(Duration.ofSeconds(1));
        bench.settle(time);
      }
    }
  }
}
