package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.ShownEndpoint;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Checks and finds the path of a device node. */
final class NodePath {

  private static final Pattern FORM = Pattern.compile("/[^\\p{Cntrl}?]{1,255}");
  private static final Pattern UNFIT = Pattern.compile(".*/(\\.\\.?|\\.#[^/]*)?(/.*)?");

  private NodePath() {}

  /**
   * Accepts an absolute path without steps back.
   *
   * @param endpoint the whole endpoint, for the message
   * @param example of an endpoint that would be right
   * @throws IllegalArgumentException with one sentence
   */
  static void check(String endpoint, String path, String example) {
    if (!FORM.matcher(path).matches() || UNFIT.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "endpoint \""
              + ShownEndpoint.of(endpoint)
              + "\": \""
              + ShownEndpoint.of(path)
              + "\" is not the path of a device; expected for instance "
              + example);
    }
  }

  /** Where it is on a machine with that root. A path that begins with the root stays as it is. */
  static Path below(Path root, String path) {
    Path absolute = Path.of(path);
    return absolute.startsWith(root) ? absolute : root.resolve(path.substring(1));
  }
}
