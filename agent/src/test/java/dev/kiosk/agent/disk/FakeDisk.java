package dev.kiosk.agent.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A strict disk in memory. Content that was not forced and names whose folder was not synced are
 * kept apart; at a power cut any subset of them is there: a name without its content, content
 * without its name, a write torn at a sector. A force that fails takes what it should have forced
 * with it, as Linux does: it can still be read, and is gone after a power cut. The disk can be told
 * to refuse, to fail one operation, or to lose power before one.
 */
public final class FakeDisk implements Disk {

  private final Map<Path, FakeFile> names = new TreeMap<>();
  private final Map<Path, FakeFile> durableNames = new TreeMap<>();
  private final List<NameChange> unsynced = new ArrayList<>();
  private final Set<Path> folders = new HashSet<>();
  private final Set<Path> locks = new HashSet<>();
  private int generation;
  private int openHandles;
  private long operations;
  private long failAt = -1;
  private Errno failWith = Errno.EIO;
  private long cutAt = -1;
  private @Nullable String refusal;
  private long capacity = Long.MAX_VALUE;
  private Runnable duringForce = () -> {};
  private @Nullable String readRefusal;

  /** A name that came ({@code inode}), went (null), or took another's place ({@code from}). */
  private record NameChange(Path path, @Nullable FakeFile inode, @Nullable Path from) {}

  /** All operations fail with this message until {@link #heal}. */
  public void refuse(String message) {
    refusal = message;
  }

  /** Nothing can be read until {@link #heal}. */
  public void refuseReads(String message) {
    readRefusal = message;
  }

  /** Bytes of all files together; what does not fit fails with ENOSPC. */
  public void capacity(long bytes) {
    capacity = bytes;
  }

  /** Bytes of all files together. */
  public long used() {
    return names.values().stream().mapToLong(FakeFile::size).sum();
  }

  /** What happens while a file is being forced: time may pass, others may look. */
  public void duringForce(Runnable happens) {
    duringForce = happens;
  }

  /** Operations succeed again. */
  public void heal() {
    refusal = null;
    readRefusal = null;
    failAt = -1;
  }

  /** How a disk refuses, in the words of the C library. */
  public enum Errno {
    ENOSPC("No space left on device"),
    EIO("Input/output error"),
    EROFS("Read-only file system");

    private final String words;

    Errno(String words) {
      this.words = words;
    }
  }

  /** The power went; thrown out of the operation that it went before, and of all later ones. */
  public static final class PowerCutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PowerCutException(String before) {
      super("the power goes before: " + before);
    }
  }

  /** The operation with this number, counted from now on from 1, fails once. */
  public void failOperation(long n) {
    failOperation(n, Errno.EIO);
  }

  /** The operation with this number, counted from now on from 1, fails once in that way. */
  public void failOperation(long n, Errno how) {
    failAt = operations + n;
    failWith = how;
  }

  /** The power goes before the operation with this number, counted from now on from 1. */
  public void cutPowerBefore(long n) {
    cutAt = operations + n;
  }

  /** What another run of the machine finds: of what was not durable any subset. */
  public FakeDisk afterPowerCut(Random random) {
    var found = new FakeDisk();
    var copies = new IdentityHashMap<FakeFile, FakeFile>();
    durableNames.forEach((path, inode) -> found.durableNames.put(path, copy(inode, copies)));
    for (NameChange change : unsynced) {
      FakeFile inode = change.inode;
      found.unsynced.add(
          new NameChange(change.path, inode == null ? null : copy(inode, copies), change.from));
    }
    found.folders.addAll(folders);
    found.cutPower(random);
    return found;
  }

  private static FakeFile copy(FakeFile file, Map<FakeFile, FakeFile> copies) {
    return copies.computeIfAbsent(file, FakeFile::copy);
  }

  /** How many changing operations there were. */
  public long operations() {
    return operations;
  }

  /** Files and locks that are open. */
  public int openHandles() {
    return openHandles;
  }

  /** The power goes: open files are void, and of what was not durable any subset survives. */
  public void cutPower(Random random) {
    generation++;
    openHandles = 0;
    locks.clear();
    for (NameChange change : unsynced) {
      if (random.nextBoolean()) {
        apply(durableNames, change);
      }
    }
    unsynced.clear();
    names.clear();
    names.putAll(durableNames);
    new HashSet<>(names.values()).forEach(file -> file.cutPower(random));
    durableNames.clear();
    durableNames.putAll(names);
  }

  /** The process ends, the machine goes on: all that was written is there. */
  public void killProcess() {
    generation++;
    openHandles = 0;
    locks.clear();
  }

  /** Flips one bit of a file. */
  public void flipBit(Path file, int bit) throws IOException {
    FakeFile inode = inode(file);
    byte[] flipped = inode.content();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    inode.become(flipped);
  }

  /** Cuts a file. */
  public void cut(Path file, int size) throws IOException {
    FakeFile inode = inode(file);
    inode.become(Arrays.copyOf(inode.content(), size));
  }

  /** All files with their current sizes. */
  public Map<Path, Integer> files() {
    var sizes = new LinkedHashMap<Path, Integer>();
    names.forEach((path, inode) -> sizes.put(path, inode.size()));
    return sizes;
  }

  private static void apply(Map<Path, FakeFile> to, NameChange change) {
    if (change.from != null) {
      to.remove(change.from);
    }
    if (change.inode == null) {
      to.remove(change.path);
    } else {
      to.put(change.path, change.inode);
    }
  }

  private void changes(String what) throws IOException {
    operations++;
    if (cutAt >= 0 && operations >= cutAt) {
      throw new PowerCutException(what);
    }
    if (refusal != null) {
      throw new IOException(refusal + ": " + what);
    }
    if (operations == failAt) {
      throw new IOException(failWith.words + ": " + what);
    }
  }

  private FakeFile inode(Path file) throws IOException {
    FakeFile inode = names.get(file);
    if (inode == null) {
      throw new NoSuchFileException(file.toString());
    }
    return inode;
  }

  private void rename(NameChange change) {
    apply(names, change);
    unsynced.add(change);
  }

  @Override
  public void createDirectories(Path dir) throws IOException {
    changes("mkdir " + dir);
    folders.add(dir);
  }

  @Override
  public List<String> list(Path dir) {
    var all = new TreeSet<Path>(names.keySet());
    all.addAll(folders);
    return all.stream()
        .filter(path -> dir.equals(path.getParent()))
        .map(path -> String.valueOf(path.getFileName()))
        .toList();
  }

  @Override
  public boolean exists(Path path) {
    return names.containsKey(path) || folders.contains(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return inode(file).size();
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    changes("open " + file);
    FakeFile inode = names.get(file);
    if (inode == null) {
      inode = new FakeFile();
      rename(new NameChange(file, inode, null));
    }
    return new Handle(inode, generation);
  }

  @Override
  public DiskFile openRead(Path file) throws IOException {
    return new Handle(inode(file), generation);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    changes("rename " + from);
    rename(new NameChange(to, inode(from), from));
  }

  @Override
  public void delete(Path file) throws IOException {
    changes("delete " + file);
    folders.remove(file);
    if (names.containsKey(file)) {
      rename(new NameChange(file, null, null));
    }
  }

  @Override
  public void syncDirectory(Path dir) throws IOException {
    changes("sync " + dir);
    for (NameChange change : List.copyOf(unsynced)) {
      if (dir.equals(change.path.getParent())) {
        apply(durableNames, change);
        unsynced.remove(change);
      }
    }
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    changes("lock " + file);
    if (!locks.add(file)) {
      throw new LockedException(file, "this process");
    }
    openHandles++;
    int born = generation;
    return () -> {
      if (born == generation && locks.remove(file)) {
        openHandles--;
      }
    };
  }

  private final class Handle implements DiskFile {
    private final FakeFile inode;
    private final int born;
    private boolean closed;

    Handle(FakeFile inode, int born) {
      this.inode = inode;
      this.born = born;
      openHandles++;
    }

    private void alive() throws IOException {
      if (closed || born != generation) {
        throw new IOException("this handle is void");
      }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      alive();
      if (readRefusal != null) {
        throw new IOException(readRefusal);
      }
      int count = inode.read(target, position);
      return count;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      alive();
      byte[] bytes = new byte[source.remaining()];
      source.get(bytes);
      try {
        changes("write");
        long growth = Math.max(0, position + bytes.length - inode.size());
        if (growth > 0 && used() + growth > capacity) {
          throw new IOException(Errno.ENOSPC.words + ": write");
        }
      } catch (IOException failure) {
        inode.write(Arrays.copyOf(bytes, bytes.length / 2), position); // ENOSPC halfway
        throw failure;
      }
      inode.write(bytes, position);
    }

    @Override
    public void truncate(long size) throws IOException {
      alive();
      changes("truncate");
      inode.truncate(size);
    }

    @Override
    public void force() throws IOException {
      alive();
      duringForce.run();
      try {
        changes("force");
      } catch (IOException failure) {
        inode.loseUnforced();
        throw failure;
      }
      inode.force();
    }

    @Override
    public long size() throws IOException {
      alive();
      return inode.size();
    }

    @Override
    public void close() {
      if (!closed && born == generation) {
        openHandles--;
      }
      closed = true;
    }
  }
}
