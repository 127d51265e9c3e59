package dev.kiosk.agent.spool;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words why a disk refused. */
final class Refusal {

  private Refusal() {}

  /** The reason and, where it is known, the file. */
  static String words(IOException failure) {
    if (!(failure instanceof FileSystemException refused)) {
      return String.valueOf(failure.getMessage());
    }
    String reason = refused.getReason();
    if (failure instanceof AccessDeniedException) {
      reason = "Permission denied";
    } else if (failure instanceof NoSuchFileException) {
      reason = "No such file or folder";
    } else if (failure instanceof FileAlreadyExistsException) {
      reason = "A file is in the place of a folder";
    }
    String kind = reason == null ? failure.getClass().getSimpleName() : reason;
    return kind + ": " + refused.getFile();
  }
}
