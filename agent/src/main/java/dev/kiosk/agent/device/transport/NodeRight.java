package dev.kiosk.agent.device.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which right to a node below {@code /dev} the agent lacks, and who can give it. */
public final class NodeRight {

  /** What a unit with PrivateDevices=yes makes of {@code /dev} (systemd.exec(5)). */
  private static final String READ_ONLY = "ro";

  private NodeRight() {}

  /**
   * What the rights of a node lack (EACCES).
   *
   * @return a clause for people with what to do, without a full stop
   */
  public static String missing(Path node) {
    String user = System.getProperty("user.name");
    try {
      PosixFileAttributes of = Files.readAttributes(node, PosixFileAttributes.class);
      return missing(node, user, of);
    } catch (IOException | UnsupportedOperationException unknown) {
      return "the agent may not open %s; give its user %s the right to it and restart the agent"
          .formatted(node, user);
    }
  }

  static String missing(Path node, String user, PosixFileAttributes of) {
    String group = of.group().getName();
    return group.equals("root") || !opensToItsGroup(of.permissions())
        ? ("the agent may not open %s, only %s may; let a rule of udev give it to the group of the"
                + " agent's user (GROUP=\"%s\", MODE=\"0660\")")
            .formatted(node, of.owner().getName(), user)
        : "the agent may not open %s; add the agent's user to its group (usermod -aG %s %s) and restart the agent"
            .formatted(node, group, user);
  }

  /**
   * The service manager does not let the service have the device, whatever the rights of its node
   * (EPERM).
   *
   * @return a clause for people with what to do, without a full stop
   */
  static String forbidden(Path node) {
    return ("the agent's unit does not allow it %1$s; systemctl daemon-reload and restart the agent;"
            + " if that is not enough, systemctl edit kiosk-agent and add DeviceAllow=%1$s rw to"
            + " [Service]")
        .formatted(node);
  }

  /**
   * Whether there is no such node. One whose device the service manager denies cannot even be
   * looked for (EPERM), and is there all the same.
   */
  static boolean isAbsent(Path node) {
    return Files.notExists(node);
  }

  private static boolean opensToItsGroup(Set<PosixFilePermission> permissions) {
    return permissions.containsAll(
        List.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE));
  }

  /** There is no such node; or there may be one, and the agent is not shown it. */
  static TransportException noNode(String endpoint, String path, Path root) {
    String hidden = hidden(root);
    return hidden == null
        ? OpenNode.absent(endpoint, "there is no device " + path, null)
        : TransportException.denied(endpoint, hidden, null);
  }

  /**
   * Why no device can be seen at all; null where they can. A service that is to open none has a
   * {@code /dev} of its own. It is recognised by its being mounted read-only, as no other one is.
   *
   * @param root where {@code /proc} is found
   * @return a clause for people with what to do, without a full stop
   */
  public static @Nullable String hidden(Path root) {
    String options = "";
    try {
      for (String line : Files.readAllLines(root.resolve("proc/self/mounts"))) {
        String[] fields = line.split(" ");
        if (fields.length > 3 && fields[1].equals("/dev")) {
          options = fields[3]; // a later mount covers an earlier one
        }
      }
    } catch (IOException unknown) {
      return null;
    }
    return List.of(options.split(",")).contains(READ_ONLY)
        ? "the agent is shown no devices, as its unit had none to allow when it started:"
            + " systemctl daemon-reload, and restart the agent"
        : null;
  }
}
