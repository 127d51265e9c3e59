package dev.kiosk.agent.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Knows which thread waits for the disk. A thread that the kernel holds there cannot be mended from
 * outside, so it must be told from one that hangs by a mistake of ours.
 */
public final class DiskWaits {

  /** No operation. */
  public static final long NONE = 0;

  private final Map<Thread, Long> waiting = new ConcurrentHashMap<>();
  private final AtomicLong begun = new AtomicLong(NONE);

  /** The same disk, seen by this. */
  public Disk seen(Disk disk) {
    return new SeenDisk(disk);
  }

  /**
   * The number of the operation that the thread waits for, {@link #NONE} when it waits for none. No
   * two operations have the same.
   */
  public long operation(@Nullable Thread thread) {
    return thread == null ? NONE : waiting.getOrDefault(thread, NONE);
  }

  private interface Operation<T> {
    T run() throws IOException;
  }

  private interface Deed {
    void run() throws IOException;
  }

  private <T> T during(Operation<T> operation) throws IOException {
    Thread thread = Thread.currentThread();
    waiting.put(thread, begun.incrementAndGet());
    try {
      return operation.run();
    } finally {
      waiting.remove(thread);
    }
  }

  private void doing(Deed deed) throws IOException {
    during(
        () -> {
          deed.run();
          return true;
        });
  }

  private final class SeenDisk implements Disk {

    private final Disk disk;

    SeenDisk(Disk disk) {
      this.disk = disk;
    }

    @Override
    public void createDirectories(Path dir) throws IOException {
      doing(() -> disk.createDirectories(dir));
    }

    @Override
    public List<String> list(Path dir) throws IOException {
      return during(() -> disk.list(dir));
    }

    @Override
    public boolean exists(Path path) throws IOException {
      return during(() -> disk.exists(path));
    }

    @Override
    public long size(Path file) throws IOException {
      return during(() -> disk.size(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
      return new SeenFile(during(() -> disk.open(file)));
    }

    @Override
    public DiskFile openRead(Path file) throws IOException {
      return new SeenFile(during(() -> disk.openRead(file)));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      doing(() -> disk.rename(from, to));
    }

    @Override
    public void delete(Path file) throws IOException {
      doing(() -> disk.delete(file));
    }

    @Override
    public void syncDirectory(Path dir) throws IOException {
      doing(() -> disk.syncDirectory(dir));
    }

    @Override
    public Closeable lock(Path file) throws IOException {
      return during(() -> disk.lock(file));
    }
  }

  private final class SeenFile implements DiskFile {

    private final DiskFile file;

    SeenFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return during(() -> file.read(target, position));
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      doing(() -> file.write(source, position));
    }

    @Override
    public void force() throws IOException {
      doing(file::force);
    }

    @Override
    public void truncate(long size) throws IOException {
      doing(() -> file.truncate(size));
    }

    @Override
    public long size() throws IOException {
      return during(file::size);
    }

    @Override
    public void close() throws IOException {
      doing(file::close);
    }
  }
}
