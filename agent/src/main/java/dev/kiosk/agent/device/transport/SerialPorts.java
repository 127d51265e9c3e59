package dev.kiosk.agent.device.transport;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The serial ports with names that stay: those that udev links below {@code /dev/serial/by-id}
 * (maker, model and serial number of the adapter or device) and {@code by-path} (the plug). Nothing
 * is opened.
 */
public final class SerialPorts {

  private static final List<String> FOLDERS = List.of("by-id", "by-path");
  private static final int MOST = 256;

  private final Path root;

  /**
   * One port.
   *
   * @param name the path by which to configure it, for instance {@code
   *     /dev/serial/by-id/usb-FTDI_FT232R_A1-if00-port0}
   * @param node where it leads now, for instance {@code /dev/ttyUSB0}
   */
  public record Port(String name, String node) {

    /** The endpoint to configure. */
    public String endpoint() {
      return SerialEndpoint.parse(SerialEndpoint.SCHEME + name).toString();
    }
  }

  /**
   * Reads nothing yet.
   *
   * @param root the file system's root; another folder in tests
   */
  public SerialPorts(Path root) {
    this.root = root;
  }

  /**
   * The ports that are there now, by name. Each node is told once: by its id, or by its path where
   * it has no id. Names that udev is still making, and links that lead nowhere, are left out.
   */
  public List<Port> list() {
    List<Port> ports = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (String folder : FOLDERS) {
      for (Path link : links(root.resolve("dev/serial").resolve(folder))) {
        String node = node(link);
        if (node != null && told.add(node)) {
          ports.add(new Port("/dev/serial/" + folder + "/" + link.getFileName(), node));
        }
      }
    }
    ports.sort((one, other) -> one.name().compareTo(other.name()));
    return Collections.unmodifiableList(ports);
  }

  private static List<Path> links(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(folder, link -> !isUnfinished(link))) {
      for (Path link : all) {
        if (found.size() < MOST) {
          found.add(link);
        }
      }
    } catch (IOException | DirectoryIteratorException noneAtAll) {
      return List.of();
    }
    Collections.sort(found);
    return found;
  }

  private static boolean isUnfinished(Path link) {
    return String.valueOf(link.getFileName()).startsWith(Holders.UNFINISHED);
  }

  /** Where a link leads on this machine, or null when nowhere: just unplugged. */
  private @Nullable String node(Path link) {
    try {
      Path real = link.toRealPath();
      Path below = root.toRealPath();
      return real.startsWith(below) ? "/" + below.relativize(real) : real.toString();
    } catch (IOException leadsNowhere) {
      return null;
    }
  }
}
