package dev.kiosk.simulator.hub.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Why a store cannot be used, in one line for the person who started the hub. */
public final class StoreException extends IOException {

  /** What could not be done. */
  public StoreException(String message) {
    super(message);
  }

  /** The same, with what failed. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What could not be done, and the cause in words. */
  static StoreException of(String message, IOException cause) {
    return new StoreException(message + ": " + words(cause), cause);
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
