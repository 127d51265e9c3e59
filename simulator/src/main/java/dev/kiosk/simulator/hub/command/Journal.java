package dev.kiosk.simulator.hub.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of lines that only grows, until it is written anew. A line that {@link #add} has taken
 * survives kill -9; a power cut can take the last second of them. A disk that hangs holds up nobody
 * for longer than a {@link Backlog} waits. Used by one thread at a time, but for {@link #sync}.
 */
final class Journal implements AutoCloseable {

  private final Path file;
  private final Backlog backlog;
  private volatile FileChannel channel;
  private volatile boolean dirty;

  private Journal(Path file, FileChannel channel, Backlog backlog) {
    this.file = file;
    this.channel = channel;
    this.backlog = backlog;
  }

  /**
   * Opens a file, made when it is absent. What stands behind its last line break was torn by a
   * crash and is cut off.
   */
  static Journal open(Path file, Backlog backlog) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    long end = channel.size();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (end > 0) {
      one.clear();
      if (channel.read(one, end - 1) == 1 && one.get(0) == '\n') {
        break;
      }
      end--;
    }
    channel.truncate(end);
    channel.position(end);
    return new Journal(file, channel, backlog);
  }

  /** All lines, oldest first. */
  List<String> lines() throws IOException {
    return Files.readAllLines(file);
  }

  /**
   * Adds a line, which holds no line break. It is in the file when this returns.
   *
   * @throws Backlog.LateException when it may or may not come to be in the file
   * @throws IOException when it is not
   */
  void add(String line) throws IOException {
    backlog.addAndWait(() -> write(line));
  }

  /**
   * Adds a line behind all others; while the disk is behind this returns before it is in the file.
   *
   * @throws IOException when it does not come into the file
   */
  void note(String line) throws IOException {
    backlog.addAndTryToWait(() -> write(line));
  }

  private void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    long before = channel.position();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException | RuntimeException | Error full) {
      channel.truncate(before); // half a line would spoil the next one
      throw full;
    }
    dirty = true;
  }

  /**
   * Puts other lines in place of all, when those before are written: the old file or the new one is
   * there at any time. It is told to the log when that fails, and the file goes on growing.
   */
  void rewrite(List<String> lines) throws IOException {
    backlog.addLater(() -> replace(lines));
  }

  private void replace(List<String> lines) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedWriter out = Files.newBufferedWriter(next)) {
      for (String line : lines) {
        out.write(line);
        out.write('\n');
      }
    }
    FileChannel fresh = FileChannel.open(next, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      fresh.force(true);
      fresh.position(fresh.size());
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException | Error refused) {
      fresh.close();
      throw refused;
    }
    FileChannel old = channel;
    channel = fresh;
    old.close();
  }

  /**
   * Makes all lines safe from a power cut, unless they are; may take as long as the disk does.
   *
   * @throws IOException when the disk refuses; the next call tries again then
   */
  void sync() throws IOException {
    if (!dirty) {
      return;
    }
    dirty = false; // first, for the lines that come meanwhile
    try {
      channel.force(false);
    } catch (ClosedChannelException rewritten) {
      return; // what took its place was made safe before
    } catch (IOException refused) {
      dirty = true;
      throw refused;
    }
  }

  /** For how long the disk has not taken what should be in the file; 0 while it is in time. */
  long behindMillis() {
    return backlog.behindMillis();
  }

  /**
   * Waits for what is to be written, but not for ever.
   *
   * @throws IOException when not all of it is in the file
   */
  @Override
  public void close() throws IOException {
    backlog.close(
        () -> {
          channel.force(false);
          channel.close();
        });
  }
}
