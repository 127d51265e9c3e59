package dev.kiosk.agent.device.transport;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Structure;

/**
 * What the C library offers for device nodes (POSIX.1-2017; cfmakeraw and cfsetspeed of glibc and
 * musl). All numbers are those of Linux on x86-64 and Arm. Every call throws the error number.
 */
interface LibC extends Library {

  int O_RDWR = 2;
  int O_NOCTTY = 0x100;
  int O_NONBLOCK = 0x800;
  int O_CLOEXEC = 0x80000;

  short POLLIN = 0x01;
  short POLLOUT = 0x04;
  short POLLERR = 0x08;
  short POLLHUP = 0x10;
  short POLLNVAL = 0x20;

  int EPERM = 1;
  int ENOENT = 2;
  int EINTR = 4;
  int EIO = 5;
  int ENXIO = 6;
  int EAGAIN = 11;
  int EACCES = 13;
  int EBUSY = 16;
  int ENODEV = 19;
  int ENOTDIR = 20;
  int EINVAL = 22;
  int ENOTTY = 25;

  int TCSANOW = 0;
  int TCOFLUSH = 1;

  int LOCK_SH = 1;
  int LOCK_NB = 4;
  int LOCK_UN = 8;

  int open(String path, int flags) throws LastErrorException;

  int close(int fd) throws LastErrorException;

  NativeLong read(int fd, byte[] into, NativeLong count) throws LastErrorException;

  NativeLong write(int fd, byte[] from, NativeLong count) throws LastErrorException;

  int poll(PollFd which, NativeLong count, int timeoutMillis) throws LastErrorException;

  int ioctl(int fd, NativeLong request, Object... argument) throws LastErrorException;

  int flock(int fd, int operation) throws LastErrorException;

  int tcgetattr(int fd, Memory termios) throws LastErrorException;

  int tcsetattr(int fd, int when, Memory termios) throws LastErrorException;

  int tcflush(int fd, int queue) throws LastErrorException;

  void cfmakeraw(Memory termios);

  int cfsetspeed(Memory termios, int speed) throws LastErrorException;

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
