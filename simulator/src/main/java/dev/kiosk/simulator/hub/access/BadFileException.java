package dev.kiosk.simulator.hub.access;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of the hub's owner that cannot be used; the message names it and says what is wrong. */
public final class BadFileException extends Exception {

  BadFileException(String message) {
    super(message);
  }

  /** A file that cannot be read. */
  BadFileException(String what, Path file, IOException cause) {
    super("%s %s cannot be read: %s".formatted(what, file, words(cause)), cause);
  }

  private static String words(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    return String.valueOf(cause.getMessage());
  }

  /** The sentence. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
