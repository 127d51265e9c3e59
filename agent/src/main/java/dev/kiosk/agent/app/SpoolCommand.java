package dev.kiosk.agent.app;

import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.spool.Gap;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.SpoolFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiosk-agent spool}: looks at a spool's files without touching them. */
@Command(
    name = "spool",
    description = "Look at what is buffered on disk; changes nothing.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class SpoolCommand {

  private static final String DIR = "The spool's folder; default ${DEFAULT-VALUE}.";
  private static final String USUAL = "/var/lib/kiosk-agent/spool";

  @Spec private @Nullable CommandSpec spec;

  /** Says how much is buffered. */
  @Command(
      name = "stat",
      description = "How much is on disk, and what was lost.",
      mixinStandardHelpOptions = true)
  int stat(
      @Option(names = "--dir", paramLabel = "DIR", defaultValue = USUAL, description = DIR)
          Path dir) {
    try {
      var files = new SpoolFiles(Disk.real(), dir);
      for (Lane lane : Lane.values()) {
        var count = new AtomicLong();
        var damage = files.read(lane, (position, payload) -> count.incrementAndGet());
        out().printf("%-9s %d events on disk%n", lane.wireName(), count.get());
        damage.forEach(sentence -> out().println("  damaged: " + sentence));
      }
      out().printf("%-9s %d%n", "bytes", files.bytes());
      SpoolFiles.Losses losses = files.losses();
      if (!losses.readable()) {
        out().println("the loss ledger is damaged");
      }
      losses.sums().forEach(sum -> out().println("lost      " + sum));
      for (Gap gap : losses.open()) {
        out()
            .printf(
                "gap       %s %d to %d, %s, not yet known to the server%n",
                gap.lane().wireName(), gap.first(), gap.end() - 1, gap.reason().wireName());
      }
      return 0;
    } catch (IOException failure) {
      return failed(dir, failure);
    } finally {
      out().flush();
    }
  }

  /** Prints the events. */
  @Command(
      name = "export",
      description = "The events on disk as JSON Lines, alerts first, oldest first.",
      mixinStandardHelpOptions = true)
  int export(
      @Option(names = "--dir", paramLabel = "DIR", defaultValue = USUAL, description = DIR)
          Path dir) {
    try {
      var files = new SpoolFiles(Disk.real(), dir);
      for (Lane lane : Lane.values()) {
        var damage =
            files.read(
                lane,
                (position, payload) ->
                    out()
                        .printf(
                            "{\"lane\":\"%s\",\"position\":%d,\"event\":%s}%n",
                            lane.wireName(),
                            position,
                            new String(payload, StandardCharsets.UTF_8)));
        damage.forEach(sentence -> err().println("damaged: " + sentence));
      }
      return 0;
    } catch (IOException failure) {
      return failed(dir, failure);
    } finally {
      out().flush();
    }
  }

  private int failed(Path dir, IOException failure) {
    err()
        .println("kiosk-agent: " + dir + " cannot be read as a spool: " + Messages.reason(failure));
    return RunCommand.IO;
  }

  private PrintWriter out() {
    return Streams.out(spec);
  }

  private PrintWriter err() {
    return Streams.err(spec);
  }
}
