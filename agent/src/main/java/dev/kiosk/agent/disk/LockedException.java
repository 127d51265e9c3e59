package dev.kiosk.agent.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Another process, or another agent in this one, holds the lock that a file stands for. */
public final class LockedException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Says who holds it, as far as that is known. */
  public LockedException(Path file, String holder) {
    super(file + " is locked by " + holder);
  }
}
