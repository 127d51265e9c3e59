package dev.kiosk.agent.spool.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * An ext4 disk whose power can be cut at any moment, also in the middle of an fsync.
 *
 * <p>The disk is an image in a file, and a cut is a copy of that file. For the copy to be what a
 * disk held at one moment, nothing may be written to the image while it is read: a copy that has
 * its front from before and its back from after a journal checkpoint is a disk that never was, and
 * ext4 promises nothing for it. Freezing the file system itself (fsfreeze) would be no cut at all,
 * since it first writes out everything that is in memory. So the image lies on a second ext4, the
 * ground, and that one is frozen: at once the disk's blocks stop in the air, whichever of them have
 * arrived, while what its file system still holds in memory stays there and is lost to the copy.
 *
 * <p>Kinder than a real disk in one point: what it has taken it keeps, in the order in which it
 * came, also without a flush.
 */
final class CutDisk implements AutoCloseable {

  private final Folder home;
  private final Mount ground;
  private final Kernel kernel = new Kernel();
  private @Nullable Mount disk;

  private CutDisk(Folder home, Mount ground) {
    this.home = home;
    this.ground = ground;
  }

  static CutDisk create() throws IOException {
    Folder home = Folder.create("disk");
    try {
      Mount.makeExt4(home.path().resolve("ground.img"), "160M");
      Mount ground =
          Mount.at(
              home.path().resolve("ground"),
              "-o",
              "loop,noatime",
              home.path().resolve("ground.img").toString());
      var disk = new CutDisk(home, ground);
      try {
        Mount.makeExt4(disk.image(), "64M");
        disk.powerOn();
      } catch (IOException failure) {
        ground.close();
        throw failure;
      }
      return disk;
    } catch (IOException failure) {
      home.close();
      throw failure;
    }
  }

  private Path image() {
    return ground.point().resolve("disk.img");
  }

  private Path copy() {
    return home.path().resolve("cut.img");
  }

  /** Where the disk is mounted. */
  Path point() {
    return home.path().resolve("disk");
  }

  private void powerOn() throws IOException {
    disk = Mount.ext4(image(), point());
  }

  /** Keeps what the disk holds at this moment, for {@link #restart}. Writers wait meanwhile. */
  void cut() throws IOException {
    kernel.freeze(ground.point());
    try {
      Files.copy(image(), copy(), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      kernel.thaw(ground.point());
    }
  }

  /** The disk, with what it held at the {@link #cut}. Nobody may use it any more. */
  void restart() throws IOException {
    powerOff();
    Files.copy(copy(), image(), StandardCopyOption.REPLACE_EXISTING);
    powerOn();
  }

  /** The disk fails at once, and with it all that was not forced. */
  void fail() throws IOException {
    kernel.shutDown(point());
  }

  /** The disk after it {@link #fail failed}. Nobody may use it any more. */
  void replug() throws IOException {
    powerOff();
    powerOn();
  }

  private void powerOff() throws IOException {
    Mount mounted = disk;
    disk = null;
    if (mounted != null) {
      mounted.close();
    }
  }

  @Override
  public void close() throws IOException {
    try (home;
        ground) {
      powerOff();
    }
  }
}
