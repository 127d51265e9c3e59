package dev.kiosk.agent.spool;

import dev.kiosk.agent.disk.Disk;
import java.io.Closeable;
import java.io.IOException;

/**
 * The spool's folder while it is ours: the lock that keeps other agents out, the file of reserved
 * positions, and what was found there.
 */
final class SpoolFolder implements Closeable {

  private final Closeable lock;
  private final Positions.Opened found;
  private final String incident;

  private SpoolFolder(Closeable lock, Positions.Opened found, String incident) {
    this.lock = lock;
    this.found = found;
    this.incident = incident;
  }

  /**
   * Takes the folder, creating it where it is missing.
   *
   * @throws dev.kiosk.agent.disk.LockedException when another agent has it
   * @throws IOException when the disk refuses
   */
  static SpoolFolder open(SpoolConfig config, Disk disk) throws IOException {
    disk.createDirectories(config.dir());
    Closeable lock = disk.lock(config.dir().resolve("lock"));
    try {
      String incident = Owner.claim(config, disk);
      return new SpoolFolder(lock, Positions.open(disk, config.dir()), incident);
    } catch (IOException | RuntimeException failure) {
      lock.close();
      throw failure;
    }
  }

  Positions positions() {
    return found.positions();
  }

  /** The positions as the last run left them. */
  Positions.Opened found() {
    return found;
  }

  /** What people must hear of whose folder it is; empty when there is nothing to tell. */
  String incident() {
    return incident;
  }

  @Override
  public void close() throws IOException {
    try {
      found.positions().close();
    } finally {
      lock.close();
    }
  }
}
