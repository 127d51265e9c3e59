package dev.kiosk.simulator.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts the end of a fleet into words. */
final class Report {

  private final FleetConfig config;
  private final Shared.Meters meters;
  private final Memory.Sizes sizes;
  private final String faults;

  Report(FleetConfig config, Shared.Meters meters, Memory.Sizes sizes, String faults) {
    this.config = config;
    this.meters = meters;
    this.sizes = sizes;
    this.faults = faults;
  }

  Summary summary(Fleet.Evidence evidence, int waiting, boolean drained) {
    Proof.Result proof = evidence.proof();
    Latencies all = meters.allReceipts();
    all.add(meters.receipts().take());
    long made = meters.made().sum();
    var lines = new ArrayList<String>();
    say(lines, "events      %d made, %d receipted, %d wait", made, all.count(), waiting);
    say(lines, "stored      %d, each once, by identity and content", proof.stored());
    say(lines, "lost        %d", proof.lost());
    say(lines, "twice       %d, and %d that nobody sent", proof.twice(), proof.strange());
    say(
        lines,
        "taken       %d by kills before they were on disk, or with a lost disk; %d by full spools,"
            + " told as gaps",
        proof.excused(),
        proof.dropped());
    say(
        lines,
        "receipts    p50 %.0f ms, p90 %.0f ms, p99 %.0f ms, p99.9 %.0f ms, max %.0f ms",
        all.millis(0.5),
        all.millis(0.9),
        all.millis(0.99),
        all.millis(0.999),
        all.mostMillis());
    long opened = meters.opened().total();
    say(
        lines,
        "connects    %d for %d kiosks, at most %d in a second",
        opened,
        config.kiosks(),
        meters.opened().most());
    say(lines, "commands    %s", evidence.orders().words());
    say(lines, "faults      %s", faults.isEmpty() ? "none" : faults + "; seed " + config.seed());
    say(lines, "memory      %s", sizes.words());
    if (!drained) {
      say(lines, "NOT ALL kiosks were connected and had all receipts at the end");
    }
    proof.examples().forEach(example -> say(lines, "wrong       %s", example));
    Throwable failure = evidence.failure();
    if (failure != null) {
      say(lines, "FAILED in a kiosk's code: %s", failure);
    }
    boolean well = proof.isWell() && drained && evidence.orders().isWell() && failure == null;
    return new Summary(lines, proof.stored(), proof.lost(), proof.twice() + proof.strange(), well);
  }

  private static void say(List<String> lines, String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }
}
