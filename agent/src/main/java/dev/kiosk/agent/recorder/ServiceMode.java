package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.PlainText;
import dev.kiosk.agent.disk.CheckedText;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.SmallFile;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody works on the kiosk: alerts go on, but are marked so that no operator is called. It ends
 * by itself.
 *
 * <p>Its time is the agent's running time, whatever the wall clock says. It outlives a restart, so
 * that switching the kiosk off and on while a roll is changed calls nobody. The file, which is
 * there while it holds:
 *
 * <pre>
 * kiosk-service 1
 * by NAME
 * since MILLIS   wall clock of its beginning, for people
 * left MILLIS    what will be left when the file is written next, a minute from now at the latest
 * crc HEX
 * </pre>
 *
 * <p>So each start costs up to a minute, and a kiosk that restarts for ever does not stay in
 * service for ever. A file that cannot be read means that operators are called.
 *
 * <p>Begun and ended from any thread, which waits for the disk. Stepped by a thread that may do so
 * too. Asked from any thread, without waiting.
 */
public final class ServiceMode implements Step {

  /** The shortest time that somebody may work on the kiosk. */
  public static final Duration LEAST = Duration.ofMinutes(1);

  /** The longest: a forgotten one must not outlive a shift. */
  public static final Duration MOST = Duration.ofHours(12);

  /** A roll, a jam or a cleaning takes minutes. */
  public static final Duration USUAL = Duration.ofMinutes(30);

  /** How long a name may be, in characters. */
  public static final int MOST_NAME_CHARACTERS = 64;

  static final String FILE_NAME = "service";
  private static final String TITLE = "kiosk-service 1";
  private static final int MOST_BYTES = 4096;
  private static final long SAVE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long IDLE_NANOS = Duration.ofHours(1).toNanos();

  private final Disk disk;
  private final Path stateDir;
  private final Time time;
  private volatile @Nullable Mode mode;
  private @Nullable Long saveAtNanos;
  private boolean restored;
  private boolean savingFailed;

  private record Mode(String by, long sinceMillis, long endNanos) {}

  /**
   * Service mode at one moment.
   *
   * @param by who works on the kiosk, as they said
   * @param sinceMillis since when, milliseconds since the Unix epoch
   * @param left how much longer at most
   */
  public record Holding(String by, long sinceMillis, Duration left) {}

  private ServiceMode(Disk disk, Path stateDir, Time time) {
    this.disk = disk;
    this.stateDir = stateDir;
    this.time = time;
  }

  /** Loads what holds from an earlier run. Reads only; {@link #step} writes. */
  public static ServiceMode load(Disk disk, Path stateDir, Time time) {
    var loaded = new ServiceMode(disk, stateDir, time);
    loaded.restore();
    return loaded;
  }

  /**
   * Whether a name may be given: 1 to 64 characters, all of them visible or blanks, and not only
   * blanks. It is shown on terminals and written to logs, so nothing that moves a cursor or turns
   * the direction of writing passes.
   */
  public static boolean isName(String by) {
    return !by.isBlank()
        && by.codePointCount(0, by.length()) <= MOST_NAME_CHARACTERS
        && by.codePoints().allMatch(PlainText::isPlain);
  }

  /** Whether a length of time may be asked for: {@link #LEAST} to {@link #MOST}. */
  public static boolean isLength(Duration length) {
    return length.compareTo(LEAST) >= 0 && length.compareTo(MOST) <= 0;
  }

  private void restore() {
    Path file = stateDir.resolve(FILE_NAME);
    try {
      byte[] content = SmallFile.read(disk, file, MOST_BYTES);
      if (content == null) {
        return;
      }
      saveAtNanos = time.nanos();
      restored = true;
      mode = decode(CheckedText.decode(TITLE, content), time.nanos());
    } catch (IOException refusing) {
      saveAtNanos = time.nanos(); // it must not come back with the next start
      Log.warn(
          "{} cannot be read ({}); if the kiosk was in service, it is no longer",
          file,
          refusing.getMessage());
    }
  }

  private static @Nullable Mode decode(@Nullable List<String> lines, long nowNanos) {
    if (lines == null || lines.size() != 3) {
      return null;
    }
    try {
      String by = rest(lines.get(0), "by ");
      long sinceMillis = Long.parseLong(rest(lines.get(1), "since "));
      long leftMillis = Long.parseLong(rest(lines.get(2), "left "));
      boolean sound = isName(by) && leftMillis > 0 && leftMillis <= MOST.toMillis();
      return sound ? new Mode(by, sinceMillis, nowNanos + leftMillis * 1_000_000) : null;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static String rest(String line, String word) {
    if (!line.startsWith(word)) {
      throw new IllegalArgumentException("expected " + word + ", found " + line);
    }
    return line.substring(word.length());
  }

  /** Whether somebody works on the kiosk now. */
  public boolean holds() {
    return now() != null;
  }

  /** Who works on the kiosk now, and how much longer; null when nobody does. */
  public @Nullable Holding now() {
    Mode holding = mode;
    long left = holding == null ? 0 : holding.endNanos() - time.nanos();
    return holding == null || left <= 0
        ? null
        : new Holding(holding.by(), holding.sinceMillis(), Duration.ofNanos(left));
  }

  /**
   * Somebody begins to work on the kiosk. Replaces what holds.
   *
   * @param by see {@link #isName}
   * @param length see {@link #isLength}
   * @param asker who asked for it according to the machine, for the log
   * @return null when it is on disk; else why it is not, and then a restart ends it
   * @throws IllegalArgumentException when the name or the length may not be
   */
  public synchronized @Nullable String begin(String by, Duration length, String asker) {
    if (!isName(by) || !isLength(length)) {
      throw new IllegalArgumentException("no name or no length: " + by + ", " + length);
    }
    mode = new Mode(by, time.wallMillis(), time.nanos() + length.toNanos());
    restored = false;
    Log.info(
        "Service mode: {} works on the kiosk for at most {} min; alerts are marked, no operator is called (asked for by {})",
        by,
        length.toMinutes(),
        asker);
    return save(time.nanos());
  }

  /**
   * The work is done.
   *
   * @param asker who said so according to the machine, for the log
   * @return what held until now; null when nothing did
   */
  public synchronized @Nullable Holding end(String asker) {
    Holding before = now();
    if (before != null) {
      over(before.by(), "ended by " + asker);
    }
    return before;
  }

  private void over(String by, String why) {
    mode = null;
    restored = false;
    Log.info("Service mode of {} is over ({}); operators are called again", by, why);
    save(time.nanos());
  }

  @Override
  public synchronized int step(long nowNanos) {
    Mode holding = mode;
    Long due = saveAtNanos;
    if (holding != null && nowNanos - holding.endNanos() >= 0) {
      over(holding.by(), "its time is up");
    } else if (due != null && nowNanos - due >= 0) {
      tellRestored();
      save(nowNanos);
    } else {
      return 0;
    }
    return 1;
  }

  private void tellRestored() {
    Holding holding = now();
    if (restored && holding != null) {
      Log.info(
          "Service mode of {} goes on after the restart, for at most {} min",
          holding.by(),
          holding.left().toMinutes());
    } else if (restored) {
      Log.info("Service mode ended with the restart; operators are called again");
    }
    restored = false;
  }

  @Override
  public synchronized long wakeAtNanos(long nowNanos) {
    Mode holding = mode;
    Long due = saveAtNanos;
    long soonest = due == null ? nowNanos + IDLE_NANOS : due;
    return holding != null && holding.endNanos() - soonest < 0 ? holding.endNanos() : soonest;
  }

  /** Brings the file in step with what holds, or tries again soon. */
  private @Nullable String save(long nowNanos) {
    Mode holding = mode;
    long leftMillis =
        holding == null ? 0 : (holding.endNanos() - nowNanos - SAVE_NANOS) / 1_000_000;
    try {
      if (holding != null && leftMillis > 0) {
        var lines =
            List.of("by " + holding.by(), "since " + holding.sinceMillis(), "left " + leftMillis);
        disk.createDirectories(stateDir);
        SmallFile.replace(disk, stateDir.resolve(FILE_NAME), CheckedText.encode(TITLE, lines));
        saveAtNanos = nowNanos + SAVE_NANOS;
      } else {
        remove();
        saveAtNanos = null;
      }
      savingFailed = false;
      return null;
    } catch (IOException refusing) {
      saveAtNanos = nowNanos + RETRY_NANOS;
      if (!savingFailed) {
        Log.warn("Service mode could not be saved ({})", refusing.getMessage());
      }
      savingFailed = true;
      return String.valueOf(refusing.getMessage());
    }
  }

  private void remove() throws IOException {
    Path file = stateDir.resolve(FILE_NAME);
    if (disk.exists(file)) {
      disk.delete(file);
      disk.syncDirectory(stateDir);
    }
  }
}
