package dev.kiosk.agent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders for the files that a figure writes. */
public final class Folder {

  private Folder() {}

  /** An empty folder; what was in it is deleted. */
  public static Path empty(Path dir) throws IOException {
    delete(dir);
    return Files.createDirectories(dir);
  }

  /** Deletes a folder and all that is in it. */
  public static void delete(Path dir) throws IOException {
    if (!Files.exists(dir)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(dir)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }

  /** The lengths of all files in it, in bytes. */
  public static long bytes(Path dir) throws IOException {
    long sum = 0;
    try (Stream<Path> all = Files.list(dir)) {
      for (Path file : all.toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }
}
