package dev.kiosk.agent.app;

import dev.kiosk.agent.config.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Names of files and folders in a configuration. */
final class ConfigPath {

  private ConfigPath() {}

  /** The path that a key names, or else the fallback. */
  static Path of(Settings table, String key, Path fallback) {
    Path named = optional(table, key);
    return named == null ? fallback : named;
  }

  /** The path that a key names; null when it is not given, or after a problem. */
  static @Nullable Path optional(Settings table, String key) {
    String text = table.optionalText(key);
    try {
      return text == null ? null : Path.of(text);
    } catch (InvalidPathException impossible) { // a NUL, or letters that the locale does not have
      table.problem(
          key,
          "expected the name of a file or folder that this machine can have ("
              + impossible.getReason()
              + ")");
      return null;
    }
  }
}
