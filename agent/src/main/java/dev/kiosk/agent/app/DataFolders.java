package dev.kiosk.agent.app;

import dev.kiosk.agent.app.Mounts.Mount;
import dev.kiosk.agent.config.Settings;
import dev.kiosk.agent.status.Spans;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at the folders where the agent keeps its data, for {@code config check}. */
final class DataFolders {

  private final Mounts mounts;
  private final Room room;
  private final String user;

  /**
   * A look with these eyes.
   *
   * @param user who asks; rights are judged only for the one to whom a folder belongs
   */
  DataFolders(Mounts mounts, Room room, String user) {
    this.mounts = mounts;
    this.room = room;
    this.user = user;
  }

  /** A look at this machine. */
  static DataFolders of(Path system) {
    return new DataFolders(
        Mounts.read(system), DataFolders::spaceAt, System.getProperty("user.name", ""));
  }

  /** How large a file system is. */
  interface Room {
    /** The space where an existing file or folder is. */
    Space at(Path existing) throws IOException;
  }

  /** Bytes of a file system, and how many of them this user may still fill. */
  record Space(long wholeBytes, long freeBytes) {}

  private static Space spaceAt(Path existing) throws IOException {
    FileStore store = Files.getFileStore(existing);
    return new Space(store.getTotalSpace(), store.getUsableSpace());
  }

  /** Notes what keeps the folders from holding what they are there for. */
  void check(ConfigReader.Held held) {
    Settings kiosk = held.root().table("kiosk");
    Settings spool = held.root().table("spool");
    Path stateDir = held.config().stateDir();
    Path spoolDir = held.config().spool().dir();
    place(kiosk, "state_dir", stateDir);
    boolean apart =
        spool.has("dir")
            || !Objects.equals(mounts.of(nearest(stateDir)), mounts.of(nearest(spoolDir)));
    if (apart) {
      place(spool, "dir", spoolDir);
    }
    rights(kiosk, "state_dir", stateDir);
    rights(spool, "dir", spoolDir);
    if (!kept(nearest(spoolDir)).equals(Mounts.Keeps.NO)) {
      room(spool, held.config().spool().maxBytes(), spoolDir);
    }
  }

  private Mounts.Keeps kept(Path place) {
    Mount mount = mounts.of(place);
    return mount == null ? Mounts.Keeps.UNKNOWN : mounts.keeps(mount);
  }

  private void place(Settings table, String key, Path folder) {
    Mount mount = mounts.of(nearest(folder));
    if (mount == null) {
      return;
    }
    if (mounts.keeps(mount) == Mounts.Keeps.NO) {
      table.note(
          key,
          folder
              + " is in memory ("
              + mount.words()
              + "): all of it is lost with each restart or power cut; choose a folder on a disk");
    } else if (mounts.keeps(mount) == Mounts.Keeps.UNKNOWN) {
      table.note(
          key,
          folder
              + " is on an overlay ("
              + mount.words()
              + "), as of a container or a read-only system: what is written may be lost with it;"
              + " choose a folder on a disk or volume of its own");
    }
    if (mount.readOnly()) {
      table.note(
          key,
          folder + " is on a read-only file system (" + mount.words() + "); choose another folder");
    }
  }

  private void rights(Settings table, String key, Path folder) {
    if (!Files.exists(folder)) {
      return; // the service or its manager makes it
    }
    if (!Files.isDirectory(folder)) {
      table.problem(key, folder + " is a file; expected a folder, or nothing yet");
      return;
    }
    if (belongsToUs(folder) && !Files.isWritable(folder)) {
      table.note(
          key, folder + " belongs to " + user + ", who may not write it: chmod u+rwx " + folder);
    }
  }

  private boolean belongsToUs(Path folder) {
    try {
      return Files.getOwner(folder).getName().equals(user);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  private void room(Settings spool, long mostBytes, Path folder) {
    try {
      Space space = room.at(nearest(folder));
      if (space.wholeBytes() > 0 && mostBytes > space.wholeBytes()) {
        spool.note(
            "max_size",
            "%s is more than the whole file system of %s (%s): the disk would be full before the spool is; give a lower one"
                .formatted(Spans.size(mostBytes), folder, Spans.size(space.wholeBytes())));
        return;
      }
      long left = mostBytes - used(folder);
      if (left > space.freeBytes()) {
        spool.note(
            "max_size",
            "the spool may grow by %s more, and %s has only %s free: the disk would be full before the spool is; make room, or give a lower one"
                .formatted(Spans.size(left), folder, Spans.size(space.freeBytes())));
      }
    } catch (IOException unknown) {
      // then there is nothing to say about it
    }
  }

  private static long used(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
    }
    return bytes;
  }

  /** The folder itself, or what it would be made in; without links. */
  static Path nearest(Path folder) {
    @Nullable Path candidate = folder.toAbsolutePath().normalize();
    while (candidate != null && !Files.exists(candidate)) {
      candidate = candidate.getParent();
    }
    Path existing = candidate == null ? Path.of("/") : candidate;
    try {
      return existing.toRealPath();
    } catch (IOException gone) {
      return existing;
    }
  }
}
