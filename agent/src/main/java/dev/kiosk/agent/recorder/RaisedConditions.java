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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The set of raised conditions, kept on disk so that each is raised once and ended once across
 * restarts.
 *
 * <p>A change is saved before its alert is written, together with the alert's position. At a start,
 * changes whose alert did not make it to the disk are undone, since nobody was told of them. Of
 * another owner's conditions the server was never told under this name, so they do not count. The
 * file:
 *
 * <pre>
 * kiosk-raised 1
 * owner TENANT/HOST
 * spool ID
 * raised DEVICE|- CONDITION SUBJECT|- SINCE SEVERITY [service]   as of the oldest change below
 * change POSITION begin|end DEVICE|- CONDITION SUBJECT|- SINCE SEVERITY [service]
 * crc HEX
 * </pre>
 *
 * <p>A change may begin what holds: then it was told to be worse, or told anew after the kiosk was
 * serviced. With {@code service} it was told during that at last. Files of earlier versions have
 * neither that word nor SEVERITY.
 *
 * <p>Changed by the recorder's thread, saved by the spool's.
 */
final class RaisedConditions {

  static final String FILE_NAME = "raised";
  private static final String TITLE = "kiosk-raised 1";
  private static final int MOST_BYTES = 4 << 20;

  /** While the disk refuses, no alert is accepted; of more changes the oldest count as told. */
  private static final int MOST_CHANGES = 1000;

  private final Disk disk;
  private final Path stateDir;
  private final Path file;
  private final Spool spool;

  /** What holds now. */
  private final Map<RaisedKey, Told> raised = new LinkedHashMap<>();

  /** What held before the changes whose alerts may not be on disk yet. */
  private final Map<RaisedKey, Told> base = new LinkedHashMap<>();

  private final List<Change> changes = new ArrayList<>();
  private boolean unsaved;

  private record Change(Spool.Place alert, boolean begin, RaisedKey key, Told told) {
    void applyTo(Map<RaisedKey, Told> set) {
      if (begin) {
        set.put(key, told);
      } else {
        set.remove(key);
      }
    }

    String line() {
      return "change %d %s %s %s"
          .formatted(alert.position(), begin ? "begin" : "end", key.text(), told.text());
    }
  }

  private RaisedConditions(Disk disk, Path stateDir, Spool spool) {
    this.disk = disk;
    this.stateDir = stateDir;
    this.file = stateDir.resolve(FILE_NAME);
    this.spool = spool;
  }

  /** The set and what people must know about it. */
  record Loaded(RaisedConditions conditions, @Nullable String incident) {}

  static Loaded load(Disk disk, Path stateDir, Spool spool) {
    Path file = stateDir.resolve(FILE_NAME);
    var loaded = new RaisedConditions(disk, stateDir, spool);
    try {
      byte[] content = SmallFile.read(disk, file, MOST_BYTES);
      List<String> lines = content == null ? List.of() : CheckedText.decode(TITLE, content);
      if (lines != null && loaded.read(lines)) {
        return new Loaded(loaded, null);
      }
      disk.rename(file, file.resolveSibling(FILE_NAME + ".damaged"));
      return new Loaded(
          new RaisedConditions(disk, stateDir, spool),
          file + " was unreadable and is set aside; conditions that still hold are raised again.");
    } catch (IOException refusing) {
      return new Loaded(
          new RaisedConditions(disk, stateDir, spool),
          "%s could not be read (%s); conditions that still hold are raised again, and the server may show some that are over."
              .formatted(file, refusing.getMessage()));
    }
  }

  private boolean read(List<String> lines) {
    try {
      UUID written = spool.id();
      for (String line : lines) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "owner" -> {
            if (!line.equals(ownerLine())) {
              return true;
            }
          }
          case "spool" -> written = UUID.fromString(words[1]);
          case "raised" -> {
            var key = RaisedKey.parse(words[1], words[2], words[3]);
            raised.put(key, Told.parse(words, 4, key.condition()));
          }
          default -> {
            var key = RaisedKey.parse(words[3], words[4], words[5]);
            unsaved = true; // positions can be asked for in the next run only
            var alert = new Spool.Place(written, Lane.ALERTS, Long.parseLong(words[1]));
            if (spool.isAccepted(alert)) {
              Told told = Told.parse(words, 6, key.condition());
              new Change(alert, words[2].equals("begin"), key, told).applyTo(raised);
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

  private String ownerLine() {
    return "owner " + spool.owner();
  }

  /** What holds, with what was told of it. */
  synchronized Map<RaisedKey, Told> raised() {
    return new LinkedHashMap<>(raised);
  }

  synchronized boolean holds(RaisedKey key) {
    return raised.containsKey(key);
  }

  /** What was told of it; null if it does not hold. */
  synchronized @Nullable Told told(RaisedKey key) {
    return raised.get(key);
  }

  /**
   * The wall clock of its beginning, milliseconds since the Unix epoch; null if it does not hold.
   */
  @Nullable Long since(RaisedKey key) {
    Told told = told(key);
    return told == null ? null : Long.valueOf(told.sinceMillis());
  }

  /** Enters a change and appends its alert; the alert is not written before the change is saved. */
  synchronized void change(boolean begin, RaisedKey key, Told told, byte[] alert) {
    settle();
    var change = new Change(spool.append(Lane.ALERTS, alert), begin, key, told);
    change.applyTo(raised);
    changes.add(change);
    unsaved = true;
  }

  /**
   * Saves what was changed.
   *
   * @throws IOException when the disk refuses; all holds in memory all the same
   */
  void save() throws IOException {
    byte[] content;
    synchronized (this) {
      if (!unsaved) {
        return;
      }
      settle();
      content = encode();
      unsaved = false;
    }
    try {
      disk.createDirectories(stateDir);
      SmallFile.replace(disk, file, content);
    } catch (IOException refusing) {
      synchronized (this) {
        unsaved = true;
      }
      throw refusing;
    }
  }

  /** Folds the changes whose alerts are on disk into the base. */
  private void settle() {
    while (!changes.isEmpty()
        && (spool.isAccepted(changes.get(0).alert()) || changes.size() > MOST_CHANGES)) {
      changes.remove(0).applyTo(base);
    }
  }

  private byte[] encode() {
    var lines = new ArrayList<String>();
    lines.add(ownerLine());
    lines.add("spool " + spool.id());
    base.forEach((key, told) -> lines.add("raised " + key.text() + " " + told.text()));
    changes.forEach(change -> lines.add(change.line()));
    return CheckedText.encode(TITLE, lines);
  }
}
