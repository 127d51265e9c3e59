package dev.kiosk.agent.host;

import dev.kiosk.agent.log.Log;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code /sys}, where the kernel shows its devices. A container or a service manager may hide it;
 * then the agent does without what stands there.
 */
final class SysFolder {

  private SysFolder() {}

  /** Says what cannot be read, if so. */
  static void tell(Path sys) {
    String trouble = trouble(sys);
    if (trouble != null) {
      Log.warn(
          "{} {}: no temperature is read, and nothing is known of USB devices; all else goes on",
          sys,
          trouble);
    }
  }

  private static @Nullable String trouble(Path sys) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(sys)) {
      return entries.iterator().hasNext() ? null : "is empty";
    } catch (NoSuchFileException | NotDirectoryException absent) {
      return "is not there";
    } catch (AccessDeniedException denied) {
      return "may not be read by this user";
    } catch (IOException unreadable) {
      return "cannot be read (" + unreadable.getMessage() + ")";
    }
  }
}
