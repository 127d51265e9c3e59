package dev.kiosk.agent.device.snmp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Reads a community or a pass phrase from its file. */
final class SecretFile {

  private static final int LONGEST_BYTES = 1024;

  private SecretFile() {}

  /**
   * The secret in a file, without the line end behind it.
   *
   * <p>A file that everybody on the machine may read is refused: the same phrase usually opens all
   * printers of a site, and one that is told is not secret any more.
   *
   * @param what what it is, for messages: {@code auth_file}
   * @param leastLength the shortest that the protocol allows
   * @throws SnmpException with a sentence that names the file and what to do
   */
  static String read(String what, Path file, int leastLength) throws SnmpException {
    String secret;
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        throw new SnmpException(
            what + " " + file + " can be read by everybody; take that right away (chmod o-r)");
      }
      if (Files.size(file) > LONGEST_BYTES) {
        throw new SnmpException(what + " " + file + " holds more than " + LONGEST_BYTES + " bytes");
      }
      secret = Files.readString(file, StandardCharsets.UTF_8).replaceAll("[\r\n]+$", "");
    } catch (IOException unreadable) {
      throw new SnmpException(
          what + " " + file + " cannot be read (" + unreadable.getClass().getSimpleName() + ")");
    }
    if (secret.length() < leastLength) {
      throw new SnmpException(
          what + " " + file + " holds fewer than " + leastLength + " characters");
    }
    return secret;
  }
}
