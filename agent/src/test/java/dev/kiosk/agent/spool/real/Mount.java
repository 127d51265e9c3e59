package dev.kiosk.agent.spool.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A mounted file system, which goes with the test, also when the test fails or is interrupted. */
final class Mount implements AutoCloseable {

  private final Path point;
  private final Thread hook;

  private Mount(Path point) {
    this.point = point;
    this.hook = new Thread(this::letGo, "unmount");
  }

  /**
   * Mounts.
   *
   * @param point is created
   * @param arguments of mount(8), without the mount point
   */
  static Mount at(Path point, String... arguments) throws IOException {
    Files.createDirectories(point);
    var command = new String[arguments.length + 2];
    command[0] = "mount";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    command[command.length - 1] = point.toString();
    Shell.run(command);
    var mount = new Mount(point);
    Runtime.getRuntime().addShutdownHook(mount.hook); // for an interrupted build
    return mount;
  }

  /**
   * An ext4 image on a loop device, whose journal commits only when it is told to, and which turns
   * read-only when it finds itself broken.
   */
  static Mount ext4(Path image, Path point) throws IOException {
    return at(point, "-o", "loop,noatime,commit=300,errors=remount-ro", image.toString());
  }

  static Mount tmpfs(Path point, String options) throws IOException {
    return at(point, "-t", "tmpfs", "-o", options, "tmpfs");
  }

  /** Skips the test where mounting is not allowed or a tool is missing. */
  static void assumeAllowed() throws IOException {
    try (Folder home = Folder.create("assume")) {
      Path image = home.path().resolve("image");
      makeExt4(image, "4M");
      ext4(image, home.path().resolve("point")).close();
    } catch (IOException refused) {
      Assumptions.abort("needs root, mount, mkfs.ext4 and loop devices: " + refused.getMessage());
    }
  }

  /** Makes an image with an empty file system in it. */
  static void makeExt4(Path image, String size) throws IOException {
    Shell.run("truncate", "-s", size, image.toString());
    Shell.run("mkfs.ext4", "-q", "-F", image.toString());
  }

  Path point() {
    return point;
  }

  /** Mounts again with other options. */
  void remount(String options) throws IOException {
    Shell.run("mount", "-o", "remount," + options, point.toString());
  }

  private void letGo() {
    try {
      Shell.run("umount", "-l", point.toString());
    } catch (IOException gone) {
      System.err.println(gone.getMessage()); // nobody is left to be told otherwise
    }
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(hook);
    try {
      Shell.run("umount", point.toString());
    } catch (IOException busy) {
      letGo();
      throw busy;
    }
  }
}
