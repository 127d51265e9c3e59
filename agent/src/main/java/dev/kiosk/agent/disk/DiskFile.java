package dev.kiosk.agent.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Not safe for use by several threads at once. */
public interface DiskFile extends Closeable {

  /**
   * Reads until the buffer is full or the file ends.
   *
   * @return the number of bytes read; less than the buffer's room only at the end of the file
   */
  int read(ByteBuffer target, long position) throws IOException;

  /** Writes all of the buffer at the position. Not durable before {@link #force()}. */
  void write(ByteBuffer source, long position) throws IOException;

  /**
   * Makes the file's bytes and length durable. After a failure nothing may be assumed of what was
   * unforced.
   */
  void force() throws IOException;

  /** Cuts the file to that many bytes. */
  void truncate(long size) throws IOException;

  /** The length in bytes. */
  long size() throws IOException;
}
