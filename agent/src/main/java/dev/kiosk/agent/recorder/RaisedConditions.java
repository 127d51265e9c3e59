package dev.kiosk.agent.recorder;

import dev.kiosk.agent.disk.CheckedText;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.SmallFile;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The set of raised conditions, kept on disk so that each is raised once and ended once across
 * restarts.
 *
 * <p>A change is saved before its alert is written, together with the alert's position. At a start,
 * changes whose alert did not make it to the disk are undone, since nobody was told of them. The
 * file:
 *
 * <pre>
 * kiosk-raised 1
 * spool ID
 * raised DEVICE|- CONDITION SUBJECT|- SINCE            as of the oldest change below
 * change POSITION begin|end DEVICE|- CONDITION SUBJECT|- SINCE
 * crc HEX
 * </pre>
 */
final class RaisedConditions {

  static final String FILE_NAME = "raised";
  private static final String TITLE = "kiosk-raised 1";
  private static final int MOST_BYTES = 4 << 20;

  private final Disk disk;
  private final Path file;
  private final Spool spool;

  /** What holds now, with the wall clock of its beginning. */
  private final Map<RaisedKey, Long> raised = new LinkedHashMap<>();

  /** What held before the changes whose alerts may not be on disk yet. */
  private final Map<RaisedKey, Long> base = new LinkedHashMap<>();

  private final List<Change> changes = new ArrayList<>();

  private record Change(long position, boolean begin, RaisedKey key, long sinceMillis) {
    void applyTo(Map<RaisedKey, Long> set) {
      if (begin) {
        set.put(key, sinceMillis);
      } else {
        set.remove(key);
      }
    }

    String line() {
      return "change %d %s %s %d"
          .formatted(position, begin ? "begin" : "end", key.text(), sinceMillis);
    }
  }

  private RaisedConditions(Disk disk, Path file, Spool spool) {
    this.disk = disk;
    this.file = file;
    this.spool = spool;
  }

  /** The set and what people must know about it. */
  record Loaded(RaisedConditions conditions, @Nullable String incident) {}

  static Loaded load(Disk disk, Path stateDir, Spool spool) throws IOException {
    disk.createDirectories(stateDir);
    Path file = stateDir.resolve(FILE_NAME);
    var loaded = new RaisedConditions(disk, file, spool);
    byte[] content = SmallFile.read(disk, file, MOST_BYTES);
    List<String> lines = content == null ? List.of() : CheckedText.decode(TITLE, content);
    if (lines == null || !loaded.read(lines)) {
      disk.rename(file, file.resolveSibling(FILE_NAME + ".damaged"));
      return new Loaded(
          new RaisedConditions(disk, file, spool),
          file + " was unreadable and is set aside; conditions that still hold are raised again.");
    }
    return new Loaded(loaded, null);
  }

  private boolean read(List<String> lines) {
    try {
      boolean sameSpool = false;
      for (String line : lines) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "spool" -> sameSpool = words[1].equals(spool.id().toString());
          case "raised" ->
              raised.put(RaisedKey.parse(words[1], words[2], words[3]), Long.parseLong(words[4]));
          default -> {
            var key = RaisedKey.parse(words[3], words[4], words[5]);
            long position = Long.parseLong(words[1]);
            // Under another spool id positions mean nothing; the alert was made, and most likely
            // sent.
            if (!sameSpool || spool.isAccepted(Lane.ALERTS, position)) {
              new Change(position, words[2].equals("begin"), key, Long.parseLong(words[6]))
                  .applyTo(raised);
            }
          }
        }
      }
      base.putAll(raised);
      return true;
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
      return false;
    }
  }

  /** What holds, with the wall clock of its beginning, milliseconds since the Unix epoch. */
  Map<RaisedKey, Long> raised() {
    return new LinkedHashMap<>(raised);
  }

  boolean holds(RaisedKey key) {
    return raised.containsKey(key);
  }

  /**
   * Enters a change and saves it.
   *
   * @param position where its alert stands
   * @throws IOException when it could not be saved; it holds in memory all the same
   */
  void change(boolean begin, RaisedKey key, long sinceMillis, long position) throws IOException {
    settle();
    var change = new Change(position, begin, key, sinceMillis);
    change.applyTo(raised);
    changes.add(change);
    SmallFile.replace(disk, file, encode());
  }

  /** Folds the changes whose alerts are on disk into the base. */
  private void settle() {
    while (!changes.isEmpty() && spool.isAccepted(Lane.ALERTS, changes.get(0).position())) {
      changes.remove(0).applyTo(base);
    }
  }

  private byte[] encode() {
    var lines = new ArrayList<String>();
    lines.add("spool " + spool.id());
    base.forEach((key, since) -> lines.add("raised " + key.text() + " " + since));
    changes.forEach(change -> lines.add(change.line()));
    return CheckedText.encode(TITLE, lines);
  }
}
