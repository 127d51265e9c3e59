package dev.kiosk.agent.app;

import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.SpoolFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
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

  /** Says how much is buffered, delivered and lost. */
  @Command(
      name = "stat",
      description = "How much is on disk, what the server has of it, and what was lost.",
      mixinStandardHelpOptions = true)
  int stat(
      @Option(names = "--dir", paramLabel = "DIR", defaultValue = USUAL, description = DIR)
          Path dir) {
    try {
      new SpoolReport(new SpoolFiles(Disk.real(), dir), ZoneId.systemDefault()).print(out());
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
          Path dir,
      @Option(names = "--waiting", description = "Only what the server does not have yet.")
          boolean waiting) {
    try {
      var files = new SpoolFiles(Disk.real(), dir);
      for (Lane lane : Lane.values()) {
        var damage =
            files.read(
                lane,
                (event, payload) -> {
                  if (event.waits() || !waiting) {
                    print(event, payload);
                  }
                });
        damage.forEach(sentence -> err().println("damaged: " + sentence));
      }
      return 0;
    } catch (IOException failure) {
      return failed(dir, failure);
    } finally {
      out().flush();
    }
  }

  private void print(SpoolFiles.Stored event, byte[] payload) {
    out()
        .printf(
            "{\"lane\":\"%s\",\"position\":%d,\"event\":%s}%n",
            event.lane().wireName(), event.position(), new String(payload, StandardCharsets.UTF_8));
  }

  private int failed(Path dir, IOException failure) {
    err()
        .println("kiosk-agent: " + dir + " cannot be read as a spool: " + Messages.reason(failure));
    return ServiceProcess.IO;
  }

  private PrintWriter out() {
    return Streams.out(spec);
  }

  private PrintWriter err() {
    return Streams.err(spec);
  }
}
