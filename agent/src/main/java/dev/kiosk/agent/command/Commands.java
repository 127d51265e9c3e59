package dev.kiosk.agent.command;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.SmallFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers commands, each cid once and for all: the outcome is on disk, together with the limit it
 * changed, before the answer leaves, and a cid that comes again gets the same answer without being
 * carried out again. That holds across restarts and power cuts, for the last 1,000 cids.
 */
public final class Commands {

  private static final String FILE_NAME = "commands.json";
  private static final int MOST_BYTES = 8 << 20;

  private final Disk disk;
  private final Path file;
  private final Carrier carrier;
  private final Counters counters;
  private CommandTable table;

  private Commands(Disk disk, Path file, Carrier carrier, Counters counters, CommandTable table) {
    this.disk = disk;
    this.file = file;
    this.carrier = carrier;
    this.counters = counters;
    this.table = table;
  }

  /** The commands that were opened and what people must know about it. */
  public record Opened(Commands commands, @Nullable String incident) {}

  /**
   * Loads the answers and limits of earlier runs and puts the limits into force.
   *
   * @param stateDir where {@code commands.json} is kept
   * @return with a sentence when the file was unreadable; it is then set aside and all limits are
   *     the configured ones
   * @throws IOException when the disk refuses
   */
  public static Opened open(Disk disk, Path stateDir, Carrier carrier, Counters counters)
      throws IOException {
    disk.createDirectories(stateDir);
    Path file = stateDir.resolve(FILE_NAME);
    CommandTable table = CommandTable.EMPTY;
    String incident = null;
    byte[] content = SmallFile.read(disk, file, MOST_BYTES);
    if (content != null) {
      try {
        table = CommandFile.decode(content);
      } catch (IOException unreadable) {
        Path aside = file.resolveSibling(FILE_NAME + ".damaged");
        disk.rename(file, aside);
        incident =
            "%s was unreadable (%s) and is set aside as %s; all limits are the configured ones."
                .formatted(file, firstLine(unreadable), aside.getFileName());
      }
    }
    carrier.apply(table.limits());
    return new Opened(new Commands(disk, file, carrier, counters, table), incident);
  }

  private static String firstLine(IOException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * Carries a command out, if its cid is new, and says what became of it.
   *
   * @return a nack {@code storage-failed} when the outcome could not be saved; nothing was changed
   *     then, and the same cid may be tried again
   */
  public synchronized Outcome answer(Command command) {
    counters.count(Counter.COMMANDS_RECEIVED);
    Outcome known = table.answer(command.cid());
    if (known != null) {
      return known;
    }
    Carrier.Decision decision = carrier.decide(command, table.limits());
    CommandTable changed = table.with(command.cid(), decision);
    try {
      SmallFile.replace(disk, file, CommandFile.encode(changed));
    } catch (IOException failure) {
      putBack(failure);
      counters.count(Counter.COMMANDS_REFUSED);
      return new Outcome.Nack(
          Outcome.Reason.STORAGE_FAILED,
          "the outcome could not be saved (" + firstLine(failure) + "); nothing was changed");
    }
    table = changed;
    carrier.apply(changed.limits());
    if (decision.outcome() instanceof Outcome.Nack) {
      counters.count(Counter.COMMANDS_REFUSED);
    }
    return decision.outcome();
  }

  /**
   * The new table may have its name already although that was not forced: the next start must not
   * find a command in it that was refused.
   */
  private void putBack(IOException failure) {
    try {
      SmallFile.replace(disk, file, CommandFile.encode(table));
    } catch (IOException stillRefusing) {
      failure.addSuppressed(stillRefusing);
    }
  }

  /** The pushed limits that hold now, by metric. */
  public synchronized Map<String, PushedLimit> limits() {
    return table.limits();
  }
}
