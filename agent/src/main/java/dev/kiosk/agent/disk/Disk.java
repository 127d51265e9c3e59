package dev.kiosk.agent.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the agent needs of a file system, and no more. A port: tests put a strict fake behind it
 * that loses what was not forced and refuses on demand.
 *
 * <p>What POSIX promises holds here too: a file's bytes are durable after {@link DiskFile#force()},
 * its name only after {@link #syncDirectory} of its folder.
 */
public interface Disk {

  /** Creates the folder and its parents where they are missing. */
  void createDirectories(Path dir) throws IOException;

  /** The names in a folder, sorted; empty when the folder does not exist. */
  List<String> list(Path dir) throws IOException;

  /** Whether a file or folder of that name exists. */
  boolean exists(Path path) throws IOException;

  /** The size of a file in bytes. */
  long size(Path file) throws IOException;

  /** Opens a file for reading and writing; creates it, empty, where it is missing. */
  DiskFile open(Path file) throws IOException;

  /** Opens an existing file for reading. */
  DiskFile openRead(Path file) throws IOException;

  /** Renames, replacing the target atomically. Durable after {@link #syncDirectory}. */
  void rename(Path from, Path to) throws IOException;

  /** Deletes a file; does nothing when it is not there. */
  void delete(Path file) throws IOException;

  /** Makes the names in a folder durable. */
  void syncDirectory(Path dir) throws IOException;

  /**
   * Takes the exclusive lock that a file stands for.
   *
   * @throws LockedException when another process, or another agent in this one, holds it
   * @throws IOException when the disk refuses
   */
  Closeable lock(Path file) throws IOException;

  /** The disk of this machine. */
  static Disk real() {
    return new RealDisk();
  }
}
