package dev.kiosk.simulator.hub;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Where an event stands in the store: the events of a stream stand together, by position.
 *
 * @param stream the number of the stream, see {@link StreamState}
 * @param position its position within the stream
 */
record EventKey(long stream, long position) {

  /** In the file: both as variable-length integers. */
  static final class Type extends BasicDataType<EventKey> {

    private static final int MEMORY = 32;

    @Override
    public int compare(EventKey one, EventKey other) {
      int byStream = Long.compare(one.stream, other.stream);
      return byStream != 0 ? byStream : Long.compare(one.position, other.position);
    }

    @Override
    public int getMemory(EventKey key) {
      return MEMORY;
    }

    @Override
    public void write(WriteBuffer buffer, EventKey key) {
      buffer.putVarLong(key.stream).putVarLong(key.position);
    }

    @Override
    public EventKey read(ByteBuffer buffer) {
      long stream = DataUtils.readVarLong(buffer);
      return new EventKey(stream, DataUtils.readVarLong(buffer));
    }

    @Override
    public EventKey[] createStorage(int size) {
      return new EventKey[size];
    }
  }
}
