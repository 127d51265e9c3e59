package dev.kiosk.agent.spool.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A fresh folder under the build's own, which goes with the test. */
record Folder(Path path) implements AutoCloseable {

  static Folder create(String name) throws IOException {
    Path target = Files.createDirectories(Path.of("target", "spool-real").toAbsolutePath());
    return new Folder(Files.createTempDirectory(target, name + "-"));
  }

  /**
   * A copy of a spool, to be opened and changed without any effect on the original.
   *
   * @param from a folder that nobody writes to; the copy is empty when it is missing
   */
  static Folder copyOf(Path from) throws IOException {
    Folder copy = create("copy");
    if (!Files.exists(from)) {
      return copy;
    }
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.path.resolve(from.relativize(file).toString());
        Files.createDirectories(to.resolveSibling(""));
        Files.copy(file, to);
      }
    }
    return copy;
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.walk(path)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException failure) {
                  throw new UncheckedIOException(failure);
                }
              });
    }
  }
}
