package dev.kiosk.agent.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Something that is measured. */
public interface Figure {

  /**
   * Measures and prints.
   *
   * @param dir an empty folder on a real file system, which is deleted afterwards
   */
  void measure(Path dir, Report report) throws IOException, InterruptedException;
}
