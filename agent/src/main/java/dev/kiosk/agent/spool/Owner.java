package dev.kiosk.agent.spool;

import dev.kiosk.agent.disk.CheckedText;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.SmallFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose events are in the folder: a file with tenant and host, as {@link CheckedText}.
 *
 * <pre>
 * kiosk-spool-owner 1
 * TENANT/HOST
 * crc HEX
 * </pre>
 */
final class Owner {

  private static final String FILE_NAME = "owner";
  private static final String TITLE = "kiosk-spool-owner 1";
  private static final int MOST_BYTES = 4096;
  private static final String FORMER = "former";

  private Owner() {}

  /**
   * Makes the folder the configured owner's. What another tenant or host spooled there becomes a
   * spool of its own in a folder inside, see {@link #formers}. A file that cannot be read names
   * nobody; the folder is then ours, as it most likely was.
   *
   * @return a sentence when the file was unreadable, else an empty text
   */
  static String claim(SpoolConfig config, Disk disk) throws IOException {
    Path file = config.dir().resolve(FILE_NAME);
    String found = read(disk, config.dir());
    if (config.owner().equals(found)) {
      return "";
    }
    String told = "";
    if (found == null && disk.exists(file)) {
      told = "The spool's file '%s' was unreadable; its events are taken for those of %s.";
      told = told.formatted(FILE_NAME, config.owner());
    } else if (found != null) {
      move(disk, config.dir(), unfinished(config.dir(), FORMER, disk));
    }
    SmallFile.replace(disk, file, CheckedText.encode(TITLE, List.of(config.owner())));
    return told;
  }

  /** The spools of earlier owners in a spool's folder, whose events are to be sent. */
  static List<SpoolConfig> formers(SpoolConfig own, Disk disk) throws IOException {
    var formers = new ArrayList<SpoolConfig>();
    for (String name : disk.list(own.dir())) {
      Path dir = own.dir().resolve(name);
      String owner = name.startsWith(FORMER) ? read(disk, dir) : null;
      if (owner != null) {
        formers.add(new SpoolConfig(dir, own.maxBytes(), own.maxAge(), own.flushInterval(), owner));
      }
    }
    return formers;
  }

  /** Puts the files of a former owner's spool out of the way. */
  static Path setAside(SpoolConfig former, Disk disk) throws IOException {
    Path parent = former.dir().toAbsolutePath().getParent();
    Path aside = unfinished(parent == null ? former.dir() : parent, "set-aside", disk);
    move(disk, former.dir(), aside);
    disk.delete(former.dir());
    return aside;
  }

  /** Removes a former owner's spool. */
  static void remove(SpoolConfig former, Disk disk) throws IOException {
    for (String name : disk.list(former.dir())) {
      disk.delete(former.dir().resolve(name));
    }
    disk.delete(former.dir());
  }

  /**
   * A folder that is not there yet, or that a move which was cut short began: it has no owner,
   * whose file is moved last.
   */
  private static Path unfinished(Path dir, String prefix, Disk disk) throws IOException {
    int n = 1;
    Path folder = dir.resolve(prefix + "-" + n);
    while (disk.exists(folder.resolve(FILE_NAME))) {
      n++;
      folder = dir.resolve(prefix + "-" + n);
    }
    return folder;
  }

  private static void move(Disk disk, Path from, Path to) throws IOException {
    disk.createDirectories(to);
    for (String name : disk.list(from)) {
      boolean ours = name.endsWith(".segment") || name.contains(SetAside.SUFFIX);
      if (ours || name.equals(Positions.FILE_NAME) || name.equals(Ledger.FILE_NAME)) {
        disk.rename(from.resolve(name), to.resolve(name));
      }
    }
    disk.syncDirectory(to);
    disk.syncDirectory(from); // only then: as long as the owner's file stands, this is done again
    disk.rename(from.resolve(FILE_NAME), to.resolve(FILE_NAME));
    disk.syncDirectory(to);
    disk.syncDirectory(from);
  }

  /** Whose a folder is; null when its file is missing or unreadable. */
  static @Nullable String read(Disk disk, Path dir) throws IOException {
    Path file = dir.resolve(FILE_NAME);
    if (!disk.exists(file) || disk.size(file) > MOST_BYTES) {
      return null;
    }
    byte[] bytes = SmallFile.read(disk, file, MOST_BYTES);
    List<String> lines = bytes == null ? null : CheckedText.decode(TITLE, bytes);
    return lines == null || lines.size() != 1 ? null : lines.get(0);
  }
}
