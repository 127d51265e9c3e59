package dev.kiosk.simulator.hub;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Why the hub could not start, in one line for the person who started it. */
public final class HubException extends IOException {

  HubException(String message) {
    super(message);
  }

  HubException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What could not be done, and the cause in words. */
  HubException(String message, IOException cause) {
    super(message + ": " + words(cause), cause);
  }

  private static String words(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "it is a file";
    }
    return String.valueOf(cause.getMessage());
  }
}
