package dev.kiosk.agent.spool;

import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** The writers of both lanes. */
final class Writers implements Closeable {

  private final Map<Lane, SegmentWriter> writers = new EnumMap<>(Lane.class);

  Writers(Function<Lane, SegmentWriter> make) {
    for (Lane lane : Lane.values()) {
      writers.put(lane, make.apply(lane));
    }
  }

  SegmentWriter of(Lane lane) {
    SegmentWriter writer = writers.get(lane);
    if (writer == null) {
      throw new IllegalStateException("no writer for " + lane);
    }
    return writer;
  }

  /** Ends the newest segments; the next write of each lane begins another. */
  @Override
  public void close() throws IOException {
    IOException first = null;
    for (SegmentWriter writer : writers.values()) {
      try {
        writer.close();
      } catch (IOException failure) {
        first = first == null ? failure : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
