package dev.kiosk.agent.host;

import dev.kiosk.agent.telemetry.Metric;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How full the file system is that holds a folder, as {@code df} counts: what is reserved for the
 * superuser counts neither as used nor as free.
 *
 * <p>Not through OSHI: its list of file systems leaves some kinds out and must be searched for the
 * one that holds a path, while the JDK asks the kernel about exactly that path.
 */
final class DiskProbe implements HostProbe {

  private final Path folder;
  private @Nullable FileStore store;

  /**
   * A probe that looks at nothing yet.
   *
   * @param folder need not exist yet; its nearest existing parent is looked at then
   */
  DiskProbe(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  @Override
  public Metric metric() {
    return Metric.DISK;
  }

  @Override
  public OptionalDouble read() {
    try {
      FileStore current = store;
      if (current == null) {
        Path nearest = nearestExisting(folder);
        current = Files.getFileStore(nearest); // searches the mount table: done once
        store = nearest.equals(folder) ? current : null; // until then a mount may still appear
      }
      long used = current.getTotalSpace() - current.getUnallocatedSpace();
      long whole = used + current.getUsableSpace();
      return whole <= 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * used / whole);
    } catch (IOException gone) {
      store = null; // looked for anew next time
      return OptionalDouble.empty();
    }
  }

  private static Path nearestExisting(Path folder) {
    Path candidate = folder;
    while (!Files.exists(candidate)) {
      Path parent = candidate.getParent();
      if (parent == null) {
        return candidate;
      }
      candidate = parent;
    }
    return candidate;
  }
}
