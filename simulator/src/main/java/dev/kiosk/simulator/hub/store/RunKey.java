package dev.kiosk.simulator.hub.store;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Where a run stands within its stream: the runs of a stream stand together, by position.
 *
 * @param stream the number of the stream, see {@link StreamState}
 * @param first the position of the run's first event
 */
record RunKey(long stream, long first) {

  /** In the file: both as variable-length integers. */
  static final class Type extends BasicDataType<RunKey> {

    private static final int MEMORY = 32;

    @Override
    public int compare(RunKey one, RunKey other) {
      int byStream = Long.compare(one.stream, other.stream);
      return byStream != 0 ? byStream : Long.compare(one.first, other.first);
    }

    @Override
    public int getMemory(RunKey key) {
      return MEMORY;
    }

    @Override
    public void write(WriteBuffer buffer, RunKey key) {
      buffer.putVarLong(key.stream).putVarLong(key.first);
    }

    @Override
    public RunKey read(ByteBuffer buffer) {
      long stream = DataUtils.readVarLong(buffer);
      return new RunKey(stream, DataUtils.readVarLong(buffer));
    }

    @Override
    public RunKey[] createStorage(int size) {
      return new RunKey[size];
    }
  }
}
