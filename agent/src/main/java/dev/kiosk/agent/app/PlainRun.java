package dev.kiosk.agent.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a service: {@code run --config FILE}, nothing else. It is understood without
 * picocli, whose two hundred classes would live as long as the agent; whatever a person may have
 * meant otherwise is left to picocli.
 *
 * @param config the file
 */
record PlainRun(Path config) {

  /** The plain run that these arguments ask for; null when they ask for anything else. */
  static @Nullable PlainRun of(String... args) {
    boolean plain =
        args.length == 3
            && args[0].equals("run")
            && args[1].equals("--config")
            && !args[2].startsWith("-");
    try {
      return plain ? new PlainRun(Path.of(args[2])) : null;
    } catch (InvalidPathException noPath) {
      return null;
    }
  }
}
