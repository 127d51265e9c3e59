package dev.kiosk.agent.spool.real;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.nio.file.Path;

/** Calls of Linux to a mounted file system that no command line tool offers, or not fast enough. */
final class Kernel {

  /** Linux include/uapi/linux/fs.h: FIFREEZE and FITHAW. */
  private static final long FREEZE = 0xC0045877L;

  private static final long THAW = 0xC0045878L;

  /** Linux fs/ext4/ext4.h: EXT4_IOC_SHUTDOWN, and the flag that drops what is in the log only. */
  private static final long SHUTDOWN = 0x8004587DL;

  private static final int DROP_LOG = 2;

  private final LibC libC = Native.load("c", LibC.class);

  /** What is needed of libc. */
  interface LibC extends Library {
    int open(String path, int flags) throws LastErrorException;

    int ioctl(int file, NativeLong request, Object... argument) throws LastErrorException;

    int close(int file) throws LastErrorException;
  }

  /** Stops all writing to the file system; reading goes on. Writers wait. */
  void freeze(Path mountPoint) throws IOException {
    call(mountPoint, FREEZE, 0);
  }

  /** Ends {@link #freeze}. */
  void thaw(Path mountPoint) throws IOException {
    call(mountPoint, THAW, 0);
  }

  /** From now on nothing reaches the disk any more: not even what the log holds. */
  void shutDown(Path mountPoint) throws IOException {
    call(mountPoint, SHUTDOWN, DROP_LOG);
  }

  private void call(Path mountPoint, long request, int argument) throws IOException {
    try {
      int file = libC.open(mountPoint.toString(), 0);
      try {
        libC.ioctl(file, new NativeLong(request), new IntByReference(argument));
      } finally {
        libC.close(file);
      }
    } catch (LastErrorException refused) {
      throw new IOException("%s: %s".formatted(mountPoint, refused.getMessage()), refused);
    }
  }
}
