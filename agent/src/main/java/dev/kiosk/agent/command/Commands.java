package dev.kiosk.agent.command;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.SmallFile;
import dev.kiosk.agent.log.Log;
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
  private final Path stateDir;
  private final Path file;
  private final Carrier carrier;
  private final Counters counters;
  private @Nullable CommandTable loaded;
  private boolean unsettled;

  private Commands(Disk disk, Path stateDir, Carrier carrier, Counters counters) {
    this.disk = disk;
    this.stateDir = stateDir;
    this.file = stateDir.resolve(FILE_NAME);
    this.carrier = carrier;
    this.counters = counters;
  }

  /** The commands that were opened and what people must know about it. */
  public record Opened(Commands commands, @Nullable String incident) {}

  /**
   * Loads the answers and limits of earlier runs and puts the limits into force. When the disk
   * refuses, that is tried again each second and with each command; none is carried out before.
   *
   * @param stateDir where {@code commands.json} is kept
   * @return with a sentence when the file was unreadable; it is then set aside and all limits are
   *     the configured ones
   */
  public static Opened open(Disk disk, Path stateDir, Carrier carrier, Counters counters) {
    var commands = new Commands(disk, stateDir, carrier, counters);
    String incident;
    try {
      incident = commands.load();
    } catch (IOException refusing) {
      incident =
          "%s could not be read (%s); all limits are the configured ones, and commands are refused until it can be."
              .formatted(commands.file, firstLine(refusing));
    }
    return new Opened(commands, incident);
  }

  private @Nullable String load() throws IOException {
    byte[] content = SmallFile.read(disk, file, MOST_BYTES);
    CommandTable table = CommandTable.EMPTY;
    String incident = null;
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
    loaded = table;
    carrier.apply(table.limits());
    return incident;
  }

  private CommandTable table() throws IOException {
    if (loaded == null) {
      String incident = load();
      if (incident != null) {
        Log.warn(incident);
      }
    }
    CommandTable table = loaded;
    return table == null ? CommandTable.EMPTY : table;
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
    CommandTable table;
    try {
      table = table();
    } catch (IOException failure) {
      return storageFailed("earlier answers could not be read", failure);
    }
    Outcome known = table.answer(command.cid());
    if (known != null) {
      counters.count(Counter.COMMANDS_REPEATED);
      return known;
    }
    Carrier.Decision decision = carrier.decide(command, table.limits());
    CommandTable changed = table.with(command.cid(), decision);
    try {
      save(changed);
    } catch (IOException failure) {
      settle();
      return storageFailed("the outcome could not be saved", failure);
    }
    loaded = changed;
    carrier.apply(changed.limits());
    if (decision.outcome() instanceof Outcome.Nack) {
      counters.count(Counter.COMMANDS_REFUSED);
    }
    return decision.outcome();
  }

  private Outcome storageFailed(String what, IOException failure) {
    return refused(what + " (" + firstLine(failure) + ")");
  }

  /** Refuses a command that cannot even be looked at. */
  Outcome refuse(String why) {
    counters.count(Counter.COMMANDS_RECEIVED);
    return refused(why);
  }

  private Outcome refused(String why) {
    counters.count(Counter.COMMANDS_REFUSED);
    return new Outcome.Nack(Outcome.Reason.STORAGE_FAILED, why + "; nothing was changed");
  }

  /**
   * Whether disk and memory may differ: the disk could not be read yet, or may hold a command that
   * was refused because of it.
   */
  synchronized boolean isUnsettled() {
    return loaded == null || unsettled;
  }

  /**
   * Brings them together, if the disk lets. A new table may have its name already although that was
   * not forced: the next start must not find a command in it that was refused. Until this has
   * worked, a power cut may bring it to light after all, and then with its answer.
   */
  synchronized void settle() {
    try {
      CommandTable table = table();
      if (unsettled) {
        save(table);
      }
    } catch (IOException stillRefusing) {
      // it is tried again with the next command, and by the desk
    }
  }

  private void save(CommandTable table) throws IOException {
    unsettled = true;
    try {
      disk.createDirectories(stateDir);
      SmallFile.replace(disk, file, CommandFile.encode(table));
    } catch (IOException refusing) {
      counters.count(Counter.COMMAND_SAVES_FAILED);
      throw refusing;
    }
    unsettled = false;
  }

  /** The pushed limits that hold now, by metric. */
  public synchronized Map<String, PushedLimit> limits() {
    CommandTable table = loaded;
    return table == null ? Map.of() : table.limits();
  }
}
