package dev.kiosk.agent.config;

/**
 * One mistake in a configuration file.
 *
 * @param file the file's name as it was given
 * @param line from 1; 0 when the mistake is something that is not there
 * @param column from 1; 0 when the line is 0
 * @param key the dotted key, for instance {@code device[2].endpoint} for the second {@code
 *     [[device]]}; empty when the mistake concerns the file as a whole
 * @param message what was found, what is expected; one line, never a secret
 */
public record Problem(String file, int line, int column, String key, String message) {

  /** The mistake as one line: {@code agent.toml:12:1: spool.max_size: found …; expected …}. */
  public String text() {
    var text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(": ");
    if (!key.isEmpty()) {
      text.append(key).append(": ");
    }
    return text.append(message).toString();
  }
}
