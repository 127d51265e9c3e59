package dev.kiosk.simulator.hub.store;

import dev.kiosk.simulator.hub.store.Store.Batch;
import dev.kiosk.simulator.hub.store.Store.Entry;
import dev.kiosk.simulator.hub.store.Store.Gap;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Batches as the hub appends them. */
final class Batches {

  private Batches() {}

  record Plain(long ts, String json, @Nullable Gap gap) implements Entry {}

  /** Successive events, each saying its position. */
  static Batch of(SpoolId spool, String lane, long first, int count) {
    List<Plain> entries =
        LongStream.range(first, first + count)
            .mapToObj(position -> new Plain(position, "{\"at\":" + position + "}", null))
            .toList();
    return new Batch(spool, lane, first, entries);
  }

  /** A gap among the alerts. */
  static Batch gap(SpoolId spool, long position, Gap gap) {
    return new Batch(
        spool, SpoolId.ALERTS, position, List.of(new Plain(position, "{\"type\":\"gap\"}", gap)));
  }
}
