package dev.kiosk.agent.bench;

import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The disk of this machine, with something done to each forced write. */
public final class WrappedDisk implements Disk {

  private final Disk disk = Disk.real();
  private final Forcing forcing;

  /** The disk of this machine, whose forced writes go through that. */
  public WrappedDisk(Forcing forcing) {
    this.forcing = forcing;
  }

  /** What stands between the spool and a forced write. */
  public interface Forcing {

    /**
     * Called for each.
     *
     * @param really does it
     */
    void force(Force really) throws IOException;
  }

  /** A forced write of a file or of a folder. */
  public interface Force {

    /** Does it. */
    void run() throws IOException;
  }

  /**
   * Forces nothing: for writing in seconds what takes a kiosk days. All else is done as ever, so
   * the files and the memory are the same.
   */
  public static WrappedDisk unforced() {
    return new WrappedDisk(really -> {});
  }

  @Override
  public void createDirectories(Path dir) throws IOException {
    disk.createDirectories(dir);
  }

  @Override
  public List<String> list(Path dir) throws IOException {
    return disk.list(dir);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return disk.exists(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return disk.size(file);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new WrappedFile(disk.open(file));
  }

  @Override
  public DiskFile openRead(Path file) throws IOException {
    return disk.openRead(file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  @Override
  public void syncDirectory(Path dir) throws IOException {
    forcing.force(() -> disk.syncDirectory(dir));
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    return disk.lock(file);
  }

  private final class WrappedFile implements DiskFile {

    private final DiskFile file;

    WrappedFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      file.write(source, position);
    }

    @Override
    public void force() throws IOException {
      forcing.force(file::force);
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
