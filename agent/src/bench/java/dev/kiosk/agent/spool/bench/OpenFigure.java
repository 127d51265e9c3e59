package dev.kiosk.agent.spool.bench;

import dev.kiosk.agent.bench.ChildJvm;
import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Folder;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.bench.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How long a full spool takes to open, and how much heap, against an empty one. */
final class OpenFigure implements Figure {

  private static final int EVENT_BYTES = 150;
  private static final int ROUNDS = 11;
  private static final double MOST_FACTOR = 1.3;
  private static final double MOST_MORE_MILLIS = 100;
  private static final double MOST_HEAP_BYTES = 4 << 20;

  @Override
  public void measure(Path dir, Report report) throws IOException, InterruptedException {
    Path empty = dir.resolve("empty");
    Path full = dir.resolve("full");
    Fill.nothing(empty);
    Fill.untilFull(full, EVENT_BYTES);
    report.line(
        "a full spool of %.1f MiB, a process for each opening, %d of each"
            .formatted(Folder.bytes(full) / (double) (1 << 20), ROUNDS));
    ChildJvm jvm = ChildJvm.ofAgent(Path.of(""));
    for (String end : List.of("stop", "kill")) {
      var ofEmpty = new ArrayList<OpenOnce.Taken>();
      var ofFull = new ArrayList<OpenOnce.Taken>();
      for (int round = -1; round < ROUNDS; round++) { // the first ends what was before
        var one = OpenOnce.Taken.parse(jvm.output(OpenOnce.class, empty.toString(), end));
        var other = OpenOnce.Taken.parse(jvm.output(OpenOnce.class, full.toString(), end));
        if (round >= 0) {
          ofEmpty.add(one);
          ofFull.add(other);
        }
      }
      report.line("after a %s:".formatted(end));
      compare(ofEmpty, ofFull, report);
    }
  }

  private static void compare(
      List<OpenOnce.Taken> ofEmpty, List<OpenOnce.Taken> ofFull, Report report) {
    Spread empty = spread(ofEmpty, OpenOnce.Taken::millis);
    Spread full = spread(ofFull, OpenOnce.Taken::millis);
    double most = MOST_FACTOR * empty.median() + MOST_MORE_MILLIS;
    report.line("empty %s ms, full %s ms".formatted(empty.text(1), full.text(1)));
    report.reach(
        full.median() <= most,
        "%.1f x %.1f + %.0f = %.1f ms"
            .formatted(MOST_FACTOR, empty.median(), MOST_MORE_MILLIS, most),
        "%.1f ms".formatted(full.median()));
    double heap =
        spread(ofFull, OpenOnce.Taken::heapBytes).median()
            - spread(ofEmpty, OpenOnce.Taken::heapBytes).median();
    report.reach(heap <= MOST_HEAP_BYTES, "4 MiB of heap", mebibytes(heap) + " more than empty");
    double resident =
        spread(ofFull, OpenOnce.Taken::mostResidentBytes).median()
            - spread(ofEmpty, OpenOnce.Taken::mostResidentBytes).median();
    report.line(
        "most resident memory until then: %s more than empty".formatted(mebibytes(resident)));
  }

  private static Spread spread(List<OpenOnce.Taken> taken, ToDoubleFunction<OpenOnce.Taken> of) {
    return Spread.of(taken.stream().mapToDouble(of).boxed().toList());
  }

  private static String mebibytes(double bytes) {
    return "%.2f MiB".formatted(bytes / (1 << 20));
  }
}
