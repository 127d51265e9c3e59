package dev.kiosk.simulator.surface;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that plays {@code /sys}. Each file and each folder appears and disappears whole: it is
 * built beside and renamed, so a reader never meets half of one.
 */
final class SysFolder {

  /** Tells a folder of ours from one that must not be touched. */
  private static final String MARKER = ".simulated-sys";

  private static final String STAGING = ".staging";

  private final Path root;
  private final Path staging;
  private int staged;

  private SysFolder(Path root) {
    this.root = root;
    this.staging = root.resolve(STAGING);
  }

  /**
   * Takes a folder and empties it.
   *
   * @throws IOException if it cannot be written, or holds files that a simulator did not put there
   */
  static SysFolder open(Path root) throws IOException {
    try {
      Files.createDirectories(root);
      if (!Files.exists(root.resolve(MARKER)) && !isEmpty(root)) {
        throw new IOException(
            "it is not empty and not of a simulator's making; nothing was changed");
      }
      Files.writeString(root.resolve(MARKER), "");
      var folder = new SysFolder(root);
      folder.clear();
      Files.createDirectories(folder.staging);
      return folder;
    } catch (IOException failed) {
      throw new IOException(
          "cannot put the simulated /sys into %s: %s.".formatted(root, failed.getMessage()),
          failed);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  Path root() {
    return root;
  }

  /** Writes a file as the kernel shows an attribute: the text and a line end. */
  void write(Path file, Object value) throws IOException {
    Path beside = beside();
    Files.writeString(beside, value + "\n");
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Makes a folder with files in it appear at once.
   *
   * @param files names, below the folder with slashes, and their text
   * @param links names and what they point to, relative to their place
   */
  void put(Path folder, Map<String, ?> files, Map<String, String> links) throws IOException {
    Path beside = Files.createDirectory(beside());
    for (var file : files.entrySet()) {
      Path path = beside.resolve(file.getKey());
      Files.createDirectories(parent(path));
      Files.writeString(path, file.getValue() + "\n");
    }
    for (var link : links.entrySet()) {
      Path path = beside.resolve(link.getKey());
      Files.createDirectories(parent(path));
      Files.createSymbolicLink(path, Path.of(link.getValue()));
    }
    Files.createDirectories(parent(folder));
    Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Makes a link to a file or folder, relative, so that the whole may be looked at from anywhere.
   */
  void link(Path link, Path target) throws IOException {
    Files.createDirectories(parent(link));
    Files.createSymbolicLink(link, parent(link).relativize(target));
  }

  /** Makes a link, file or folder disappear at once. Nothing happens if it is not there. */
  void remove(Path path) throws IOException {
    Path beside = beside();
    try {
      Files.move(path, beside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException gone) {
      return;
    }
    delete(beside);
  }

  /** Removes all but the marker, which keeps the folder ours. */
  void clear() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      for (Path file : files.filter(each -> !each.endsWith(MARKER)).toList()) {
        delete(file);
      }
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private Path beside() {
    return staging.resolve(Integer.toString(staged++));
  }

  private static Path parent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IOException(path + " has no folder");
    }
    return parent;
  }

  /** Deletes a tree. Does not follow links out of it. */
  private static void delete(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
