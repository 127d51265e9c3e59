package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.store.Store;
import dev.kiosk.simulator.hub.store.Store.Gap;
import org.jspecify.annotations.Nullable;

/**
 * An event as it was decoded, once; {@code json} goes on unchanged to the store and to operators.
 *
 * @param type cpu, error, metric, device, gap, heartbeat, or one that this hub does not know
 * @param ts milliseconds since the Unix epoch, UTC
 * @param host who says that it happened there
 * @param json the event's own text, as it stood in the frame
 * @param gap what it settles, when it is a gap
 * @param device whose state it tells, when it is a device event
 * @param live whether it is marked as told live, that is not spooled
 */
record Event(
    String type,
    long ts,
    HostId host,
    String json,
    @Nullable Gap gap,
    @Nullable String device,
    boolean live)
    implements Store.Entry {

  /** Whether the plain contract knows this type; operators are shown only these. */
  boolean isPlain() {
    return type.equals("cpu") || type.equals("error");
  }
}
