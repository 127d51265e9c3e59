package dev.kiosk.agent.device.usb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who has a node of the device open, as a detail for people. Looking through all processes is far
 * dearer than all other questions of this driver, so an answer is kept for ten minutes, or until
 * the device is plugged in again.
 */
final class NodeHolder {

  private static final long KEPT_NANOS = Duration.ofMinutes(10).toNanos();

  private final UsbTree tree;
  private final Function<Path, Optional<String>> holders;
  private @Nullable String askedAbout;
  private long askedNanos;
  private @Nullable String answer;

  NodeHolder(UsbTree tree, Function<Path, Optional<String>> holders) {
    this.tree = tree;
    this.holders = holders;
  }

  /** For instance {@code /dev/ttyACM0 is in use by kiosk-app (812)}, or null when by nobody. */
  @Nullable String of(UsbDevice device, long nowNanos) {
    String plugged = device.port() + " " + device.address();
    if (!plugged.equals(askedAbout) || nowNanos - askedNanos > KEPT_NANOS) {
      askedAbout = plugged;
      askedNanos = nowNanos;
      answer = ask(device.port());
    }
    return answer;
  }

  private @Nullable String ask(String port) {
    for (Path node : tree.nodes(port)) {
      Optional<String> who = holders.apply(node);
      if (who.isPresent()) {
        return node + " is in use by " + who.get();
      }
    }
    return null;
  }
}
