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
 * survives kill -9; a power cut can take the last second of them. Used by one thread at a time, but
 * for {@link #sync}.
 */
final class Journal implements AutoCloseable {

  private final Path file;
  private volatile FileChannel channel;
  private volatile boolean dirty;

  private Journal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a file, made when it is absent. What stands behind its last line break was torn by a
   * crash and is cut off.
   */
  static Journal open(Path file) throws IOException {
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
    return new Journal(file, channel);
  }

  /** All lines, oldest first. */
  List<String> lines() throws IOException {
    return Files.readAllLines(file);
  }

  /** Adds a line, which holds no line break. */
  void add(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    long before = channel.position();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException full) {
      channel.truncate(before); // half a line would spoil the next one
      throw full;
    }
    dirty = true;
  }

  /** Puts other lines in place of all: the old file or the new one is there at any time. */
  void rewrite(Iterable<String> lines) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedWriter out = Files.newBufferedWriter(next)) {
      for (String line : lines) {
        out.write(line);
        out.write('\n');
      }
    }
    FileChannel fresh = FileChannel.open(next, StandardOpenOption.READ, StandardOpenOption.WRITE);
    fresh.force(true);
    try {
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException refused) {
      fresh.close();
      throw refused;
    }
    fresh.position(fresh.size());
    FileChannel old = channel;
    channel = fresh;
    old.close();
  }

  /** Makes all lines safe from a power cut, unless they are; may take as long as the disk does. */
  void sync() throws IOException {
    if (dirty) {
      dirty = false;
      try {
        channel.force(false);
      } catch (ClosedChannelException rewritten) {
        return; // what took its place was made safe before
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.force(false);
      channel.close();
    }
  }
}
