package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.DiskFile;
import dev.kiosk.agent.disk.LockedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A disk in memory, as small as what is on it. It keeps all that was written, as a real one does
 * for a process that is killed; it knows no power cuts.
 *
 * <p>Used by one thread at a time.
 */
final class MemoryDisk implements Disk {

  private final Map<Path, Content> files = new HashMap<>();
  private final Set<Path> locks = new HashSet<>(2);

  private static final class Content {
    private byte[] bytes = {};
    private int size;
  }

  /** What its files take up. */
  long bytes() {
    return files.values().stream().mapToLong(file -> file.bytes.length).sum();
  }

  /** The process is gone: the operating system takes its locks back. */
  void processGone() {
    locks.clear();
  }

  @Override
  public void createDirectories(Path dir) {
    // a folder is there as soon as there is something in it
  }

  @Override
  public List<String> list(Path dir) {
    var names = new ArrayList<String>();
    for (Path file : files.keySet()) {
      if (dir.equals(file.getParent())) {
        names.add(String.valueOf(file.getFileName()));
      }
    }
    names.sort(null);
    return names;
  }

  @Override
  public boolean exists(Path path) {
    return files.containsKey(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return content(file).size;
  }

  @Override
  public DiskFile open(Path file) {
    return new Handle(files.computeIfAbsent(file, absent -> new Content()));
  }

  @Override
  public DiskFile openRead(Path file) throws IOException {
    return new Handle(content(file));
  }

  private Content content(Path file) throws NoSuchFileException {
    Content found = files.get(file);
    if (found == null) {
      throw new NoSuchFileException(file.toString());
    }
    return found;
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    files.put(to, content(from));
    files.remove(from);
  }

  @Override
  public void delete(Path file) {
    files.remove(file);
  }

  @Override
  public void syncDirectory(Path dir) {
    // nothing can be lost
  }

  @Override
  public Closeable lock(Path file) throws LockedException {
    if (!locks.add(file)) {
      throw new LockedException(file, "another agent");
    }
    return () -> locks.remove(file);
  }

  private static final class Handle implements DiskFile {

    private final Content content;

    Handle(Content content) {
      this.content = content;
    }

    @Override
    public int read(ByteBuffer target, long position) {
      int from = (int) Math.min(position, content.size);
      int count = Math.min(target.remaining(), content.size - from);
      target.put(content.bytes, from, count);
      return count;
    }

    @Override
    public void write(ByteBuffer source, long position) {
      int from = Math.toIntExact(position);
      int end = Math.addExact(from, source.remaining());
      if (end > content.bytes.length) {
        // a quarter more: most files here are written once, the others grow by small records
        content.bytes = Arrays.copyOf(content.bytes, end + end / 4);
      }
      source.get(content.bytes, from, end - from);
      content.size = Math.max(content.size, end);
    }

    @Override
    public void force() {
      // nothing can be lost
    }

    @Override
    public void truncate(long size) {
      if (size < content.size) {
        content.size = (int) size;
        content.bytes = Arrays.copyOf(content.bytes, content.size);
      }
    }

    @Override
    public long size() {
      return content.size;
    }

    @Override
    public void close() {
      // the bytes belong to the disk
    }
  }
}
