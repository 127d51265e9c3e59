package dev.kiosk.agent.spool;

import dev.kiosk.agent.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A look at the files of a spool without opening it: nothing is written, no lock is taken, so it
 * works while the agent runs and on a copy. It shows what is on disk. What a running agent holds in
 * memory is not there, and it may know of more receipts than it has saved.
 */
public final class SpoolFiles {

  private final Disk disk;
  private final Path dir;

  /** A look at that folder. */
  public SpoolFiles(Disk disk, Path dir) {
    this.disk = disk;
    this.dir = dir;
  }

  /**
   * Where an event stands on disk.
   *
   * @param wallMillis about when it happened, milliseconds since the Unix epoch: never later
   * @param waits whether the server does not have it, as far as the files know
   */
  public record Stored(Lane lane, long position, long wallMillis, boolean waits) {}

  /** Receives events; may throw to stop. */
  public interface Receiver {
    /** Takes one event. */
    void take(Stored event, byte[] payload) throws IOException;
  }

  /**
   * Reads all events of a lane, oldest first.
   *
   * @return sentences about what could not be read
   * @throws IOException when the folder is no spool, or the disk refuses
   */
  public List<String> read(Lane lane, Receiver to) throws IOException {
    var damage = new ArrayList<String>();
    long receipted = receipted(lane);
    long at = 0;
    for (String name : segments(lane)) {
      try (SegmentReader reader = SegmentReader.open(disk, dir.resolve(name))) {
        long size = disk.size(dir.resolve(name));
        SegmentFormat.Group group;
        while ((group = next(reader, size, damage)) != null) {
          for (int i = 0; i < group.payloads().size(); i++) {
            long position = group.first() + i;
            if (position >= at) {
              boolean waits = position >= receipted;
              var stored = new Stored(lane, position, group.wallMillis(), waits);
              to.take(stored, group.payloads().get(i));
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

  /** The rest of a write that was cut short, or is under way, is no damage. */
  private static SegmentFormat.@Nullable Group next(
      SegmentReader reader, long size, List<String> damage) throws IOException {
    try {
      return reader.next(size);
    } catch (SegmentReader.DamagedException unreadable) {
      if (reader.lookBehind(size).wasForced()) {
        damage.add(String.valueOf(unreadable.getMessage()));
      }
      return null;
    }
  }

  /** Behind the last position that is known to be receipted: by the positions, or by a record. */
  private long receipted(Lane lane) throws IOException {
    Positions.Slot slot = Positions.peek(disk, dir);
    long receipted = slot == null ? 0 : slot.of(lane).receipted();
    List<String> names = segments(lane);
    if (names.isEmpty()) {
      return receipted;
    }
    Path newest = dir.resolve(names.get(names.size() - 1));
    try (SegmentReader reader = SegmentReader.open(disk, newest)) {
      SegmentFormat.Group group;
      while ((group = next(reader, disk.size(newest), new ArrayList<>())) != null) {
        receipted = Math.max(receipted, group.receipted());
      }
    } catch (SegmentReader.DamagedException | NoSuchFileException unreadable) {
      return receipted;
    }
    return receipted;
  }

  /** Whose spool it is, "tenant/host"; null when that cannot be read. */
  public @Nullable String owner() throws IOException {
    return Owner.read(disk, dir);
  }

  /** The loss ledger; not readable when it is damaged. */
  public Losses losses() throws IOException {
    Ledger ledger = Ledger.read(disk, dir);
    if (ledger == null) {
      return new Losses(false, List.of(), List.of());
    }
    var sums = new ArrayList<Sum>();
    for (Lane lane : Lane.values()) {
      for (Map.Entry<LossReason, Ledger.Loss> loss : ledger.lost(lane).entrySet()) {
        Ledger.Loss sum = loss.getValue();
        sums.add(new Sum(lane, loss.getKey(), sum.count(), sum.lastMillis()));
      }
    }
    return new Losses(true, sums, ledger.open());
  }

  /**
   * What was lost for one reason since the spool began.
   *
   * @param count events; for {@link LossReason#RESTART} the number of restarts
   * @param lastMillis when it was found last, milliseconds since the Unix epoch
   */
  public record Sum(Lane lane, LossReason reason, long count, long lastMillis) {}

  /**
   * What the ledger says.
   *
   * @param readable whether it could be read
   * @param sums since the spool began
   * @param open gaps that the server does not know of yet
   */
  public record Losses(boolean readable, List<Sum> sums, List<Gap> open) {}

  /** Bytes of the files that hold events. */
  public long bytes() throws IOException {
    long sum = 0;
    for (Lane lane : Lane.values()) {
      for (String name : segments(lane)) {
        sum += disk.size(dir.resolve(name));
      }
    }
    return sum;
  }

  /** Names of files and folders that were set aside: damaged ones, and other owners'. */
  public List<String> setAside() throws IOException {
    return disk.list(dir).stream()
        .filter(name -> name.startsWith("set-aside") || name.contains(SetAside.SUFFIX))
        .toList();
  }

  private List<String> segments(Lane lane) throws IOException {
    List<String> names = disk.list(dir);
    if (!names.contains(Positions.FILE_NAME)) {
      throw new NoSuchFileException(
          dir.toString(),
          null,
          "this folder is no spool: it has no file '" + Positions.FILE_NAME + "'");
    }
    return names.stream().filter(name -> Segment.baseOf(lane, name) >= 0).toList();
  }
}
