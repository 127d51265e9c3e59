package dev.kiosk.simulator.hub.store;

import dev.kiosk.simulator.hub.store.Store.Kept;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Events at successive positions of one stream that arrived together. Immutable.
 *
 * @param stream the number of the stream, see {@link StreamState}
 * @param arrivedMillis when, by the hub's clock, in milliseconds since the Unix epoch
 * @param events not empty
 */
record Run(long stream, long arrivedMillis, List<Kept> events) {

  /** What an event weighs beside its text: its share of the keys, its time, its length. */
  private static final int EVENT_BYTES = 12;

  RunKey key() {
    return new RunKey(stream, events.get(0).position());
  }

  /** What it takes up, near enough for {@link Retention}. */
  long bytes() {
    long bytes = 0;
    for (Kept event : events) {
      bytes += event.json().length() + EVENT_BYTES;
    }
    return bytes;
  }

  /**
   * In the file, as variable-length integers: stream, arrivedMillis, first position, count; then
   * for each event ts, the length, and the text in UTF-8.
   */
  static final class Type extends BasicDataType<Run> {

    private static final int MEMORY = 72;

    @Override
    public int getMemory(Run run) {
      return MEMORY + (int) run.bytes() + MEMORY * run.events.size();
    }

    @Override
    public void write(WriteBuffer buffer, Run run) {
      buffer.putVarLong(run.stream).putVarLong(run.arrivedMillis);
      buffer.putVarLong(run.events.get(0).position()).putVarInt(run.events.size());
      for (Kept event : run.events) {
        byte[] bytes = event.json().getBytes(StandardCharsets.UTF_8);
        buffer.putVarLong(event.ts()).putVarInt(bytes.length).put(bytes);
      }
    }

    @Override
    public Run read(ByteBuffer buffer) {
      long stream = DataUtils.readVarLong(buffer);
      long arrivedMillis = DataUtils.readVarLong(buffer);
      long first = DataUtils.readVarLong(buffer);
      int count = DataUtils.readVarInt(buffer);
      List<Kept> events = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        long ts = DataUtils.readVarLong(buffer);
        byte[] bytes = new byte[DataUtils.readVarInt(buffer)];
        buffer.get(bytes);
        events.add(new Kept(first + i, ts, new String(bytes, StandardCharsets.UTF_8)));
      }
      return new Run(stream, arrivedMillis, events);
    }

    @Override
    public Run[] createStorage(int size) {
      return new Run[size];
    }
  }
}
