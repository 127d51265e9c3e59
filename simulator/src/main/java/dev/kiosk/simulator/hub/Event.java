package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.Coverage.Range;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
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
    boolean live) {

  /**
   * A range for which nothing more will come.
   *
   * @param lane whose positions are meant
   */
  record Gap(String lane, Range range) {}

  /** Whether the plain contract knows this type; operators are shown only these. */
  boolean isPlain() {
    return type.equals("cpu") || type.equals("error");
  }

  /**
   * What is kept of an event.
   *
   * @param ts milliseconds since the Unix epoch, to merge streams by
   * @param json the event's own text
   */
  record Kept(long ts, String json) {

    /** In the file: ts and the length as variable-length integers, then the text in UTF-8. */
    static final class Type extends BasicDataType<Kept> {

      private static final int MEMORY = 72;

      @Override
      public int getMemory(Kept kept) {
        return MEMORY + kept.json.length();
      }

      @Override
      public void write(WriteBuffer buffer, Kept kept) {
        byte[] bytes = kept.json.getBytes(StandardCharsets.UTF_8);
        buffer.putVarLong(kept.ts).putVarInt(bytes.length).put(bytes);
      }

      @Override
      public Kept read(ByteBuffer buffer) {
        long ts = DataUtils.readVarLong(buffer);
        byte[] bytes = new byte[DataUtils.readVarInt(buffer)];
        buffer.get(bytes);
        return new Kept(ts, new String(bytes, StandardCharsets.UTF_8));
      }

      @Override
      public Kept[] createStorage(int size) {
        return new Kept[size];
      }
    }
  }
}
