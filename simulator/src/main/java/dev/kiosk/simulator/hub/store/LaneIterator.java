package dev.kiosk.simulator.hub.store;

import dev.kiosk.simulator.hub.store.Store.Known;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** The lanes whose key begins with a prefix, in the order of their keys. */
final class LaneIterator implements Iterator<Known> {

  private final MVMap<String, StreamState> streams;
  private final Iterator<String> keys;
  private final String prefix;
  private @Nullable Known ahead;

  LaneIterator(MVMap<String, StreamState> streams, String prefix) {
    this.streams = streams;
    this.keys = streams.keyIterator(prefix);
    this.prefix = prefix;
  }

  @Override
  public boolean hasNext() {
    while (ahead == null && keys.hasNext()) {
      String key = keys.next();
      if (!key.startsWith(prefix)) {
        return false;
      }
      StreamState state = streams.get(key);
      ahead = state == null ? null : known(StreamKey.parse(key), state);
    }
    return ahead != null;
  }

  private static Known known(StreamKey stream, StreamState state) {
    Coverage coverage = state.coverage();
    return new Known(
        stream.spool(), stream.lane(), coverage.next(), state.stored(), coverage.missing());
  }

  @Override
  public Known next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException();
    }
    Known next = ahead;
    ahead = null;
    return next;
  }
}
