package dev.kiosk.simulator.hub.store;

import dev.kiosk.simulator.hub.store.Coverage.Range;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * What the store knows of one stream. Immutable.
 *
 * @param number stands for the stream in the keys of its events
 * @param coverage which positions are settled
 * @param stored how many events are held
 */
record StreamState(long number, Coverage coverage, long stored) {

  /**
   * In the file, all as variable-length integers: number, stored, next, count, (first, length)*.
   */
  static final class Type extends BasicDataType<StreamState> {

    /** A rough figure: MVStore sizes its pages by it. */
    private static final int MEMORY = 120;

    @Override
    public int getMemory(StreamState state) {
      return MEMORY + 40 * state.coverage().islands().size();
    }

    @Override
    public void write(WriteBuffer buffer, StreamState state) {
      List<Range> islands = state.coverage().islands();
      buffer.putVarLong(state.number()).putVarLong(state.stored());
      buffer.putVarLong(state.coverage().next()).putVarInt(islands.size());
      for (Range island : islands) {
        buffer.putVarLong(island.first()).putVarLong(island.end() - island.first());
      }
    }

    @Override
    public StreamState read(ByteBuffer buffer) {
      long number = DataUtils.readVarLong(buffer);
      long stored = DataUtils.readVarLong(buffer);
      long next = DataUtils.readVarLong(buffer);
      int count = DataUtils.readVarInt(buffer);
      List<Range> islands = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        long first = DataUtils.readVarLong(buffer);
        islands.add(new Range(first, first + DataUtils.readVarLong(buffer)));
      }
      return new StreamState(number, new Coverage(next, islands), stored);
    }

    @Override
    public StreamState[] createStorage(int size) {
      return new StreamState[size];
    }
  }
}
