package dev.kiosk.simulator.surface.serial;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Structure;

/**
 * What the C library offers for pseudo terminals (POSIX; ptsname_r and cfmakeraw of glibc, musl).
 */
interface LibC extends Library {

  int posix_openpt(int flags) throws LastErrorException;

  int grantpt(int fd) throws LastErrorException;

  int unlockpt(int fd) throws LastErrorException;

  int ptsname_r(int fd, byte[] name, long size);

  int open(String path, int flags) throws LastErrorException;

  int close(int fd);

  long read(int fd, byte[] into, long count) throws LastErrorException;

  long write(int fd, byte[] from, long count) throws LastErrorException;

  int poll(PollFd which, long count, int timeoutMillis) throws LastErrorException;

  int tcgetattr(int fd, Memory termios) throws LastErrorException;

  void cfmakeraw(Memory termios);

  int tcsetattr(int fd, int when, Memory termios) throws LastErrorException;

  /** What to wait for at one file, and what came ({@code struct pollfd}). */
  @Structure.FieldOrder({"fd", "events", "revents"})
  final class PollFd extends Structure {

    /** An open file. */
    public int fd;

    /** What to wait for. */
    public short events;

    /** What came. */
    public short revents;
  }
}
