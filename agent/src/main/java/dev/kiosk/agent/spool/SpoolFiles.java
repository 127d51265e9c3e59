package dev.kiosk.agent.spool;

import dev.kiosk.agent.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A look at the files of a spool without opening it: nothing is written, no lock is taken, so it
 * works while the agent runs and on a copy. It shows what is on disk; what a running agent holds in
 * memory is not there, and events that the server has may still be.
 */
public final class SpoolFiles {

  private final Disk disk;
  private final Path dir;

  /** A look at that folder. */
  public SpoolFiles(Disk disk, Path dir) {
    this.disk = disk;
    this.dir = dir;
  }

  /** Receives events; may throw to stop. */
  public interface Receiver {
    /** Takes one event. */
    void take(long position, byte[] payload) throws IOException;
  }

  /**
   * Reads all events of a lane, oldest first.
   *
   * @return sentences about what could not be read
   * @throws IOException when the folder is no spool, or the disk refuses
   */
  public List<String> read(Lane lane, Receiver to) throws IOException {
    var damage = new ArrayList<String>();
    long at = 0;
    for (String name : names()) {
      if (Segment.baseOf(lane, name) < 0) {
        continue;
      }
      Path file = dir.resolve(name);
      try (SegmentReader reader = SegmentReader.open(disk, file)) {
        SegmentFormat.Group group;
        while ((group = reader.next(disk.size(file))) != null) {
          for (int i = 0; i < group.payloads().size(); i++) {
            long position = group.first() + i;
            if (position >= at) {
              to.take(position, group.payloads().get(i));
              at = position + 1;
            }
          }
        }
      } catch (SegmentReader.DamagedException damaged) {
        damage.add(String.valueOf(damaged.getMessage()));
      } catch (NoSuchFileException gone) {
        damage.add(name + " went away while it was read; the agent is running");
      }
    }
    return damage;
  }

  /** The loss ledger; empty when it cannot be read. */
  public Losses losses() throws IOException {
    Ledger ledger = Ledger.read(disk, dir);
    if (ledger == null) {
      return new Losses(false, List.of(), List.of());
    }
    var sums = new ArrayList<String>();
    for (Lane lane : Lane.values()) {
      ledger
          .lost(lane)
          .forEach(
              (reason, loss) -> {
                String what = lane.wireName() + " " + reason.wireName();
                sums.add(what + " " + loss.count());
              });
    }
    return new Losses(true, sums, ledger.open());
  }

  /**
   * What the ledger says.
   *
   * @param readable whether it could be read
   * @param sums lane, reason and count since the spool began
   * @param open gaps that the server does not know of yet
   */
  public record Losses(boolean readable, List<String> sums, List<Gap> open) {}

  /** Bytes of all files of the spool. */
  public long bytes() throws IOException {
    long sum = 0;
    for (String name : names()) {
      sum += disk.size(dir.resolve(name));
    }
    return sum;
  }

  private List<String> names() throws IOException {
    List<String> names = disk.list(dir);
    if (!names.contains(Positions.FILE_NAME)) {
      throw new NoSuchFileException(
          dir.toString(),
          null,
          "this folder is no spool: it has no file '" + Positions.FILE_NAME + "'");
    }
    return names.stream().filter(name -> !name.startsWith("set-aside")).toList();
  }
}
