package dev.kiosk.agent.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.kiosk.agent.command.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * The one place where messages become frames and frames become messages.
 *
 * <p>Frames are JSON (RFC 8259) in UTF-8, without line breaks, their fields always in the same
 * order. {@code type} is the first field of an event and {@code kind} the first of any other frame.
 * Safe for use by several threads.
 */
public final class Codec {

  /** No encoded event is longer, whatever its texts hold. */
  public static final int MAX_EVENT_BYTES = 20 * 1024;

  private static final int SENTENCE_CHARS = 1024;
  private static final byte[] CPU = "{\"type\":\"cpu\",".getBytes(US_ASCII);
  private static final byte[] ERROR = "{\"type\":\"error\",".getBytes(US_ASCII);

  private final Sender sender;
  // Without the feature, characters beyond the BMP would go out as two escapes of six bytes each.
  private final JsonFactory json =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();
  private final FrameReader reader = new FrameReader();

  /** A codec whose events carry that tenant and host. */
  public Codec(Sender sender) {
    this.sender = sender;
  }

  /** The event as it is spooled, and as it is sent when it stands alone in a frame. */
  public byte[] encode(Event event) {
    return object(
        out -> {
          out.text("type", event.type());
          out.whole("ts", event.ts());
          out.text("tenantId", sender.tenantId());
          out.text("host", sender.host());
          event.writeTo(out);
        });
  }

  /** The first frame of a session. */
  public byte[] hello(Hello hello) {
    return object(
        out -> {
          out.text("kind", "hello");
          out.text("tenantId", hello.sender().tenantId());
          out.text("host", hello.sender().host());
          out.text("agent", hello.agentVersion());
          out.text("spool", hello.spoolId());
          out.whole("ts", hello.ts());
          out.beginObject("lanes");
          next(out, WireLane.ALERTS, hello.alertsNext());
          next(out, WireLane.READINGS, hello.readingsNext());
          out.endObject();
        });
  }

  /**
   * The answer to a command: an ack, always with the limit that was replaced or null, or a nack.
   *
   * @param cid as the command gave it; valid text, as every cid is that came out of {@link #decode}
   */
  public byte[] reply(String cid, Outcome outcome) {
    return object(
        out -> {
          out.text("kind", outcome instanceof Outcome.Ack ? "ack" : "nack");
          out.text("cid", cid);
          if (outcome instanceof Outcome.Ack ack) {
            previous(out, ack);
          } else if (outcome instanceof Outcome.Nack nack) {
            out.text("reason", Text.bounded(nack.text(), SENTENCE_CHARS));
          }
        });
  }

  /**
   * Puts encoded events into one frame, without looking into them.
   *
   * @param lane the lane that they were spooled in
   * @param first the position of the first; the others follow without a hole
   * @param events at least one, each from {@link #encode}
   * @throws IllegalArgumentException if there is no event or {@code first} is negative
   */
  public byte[] batch(WireLane lane, long first, List<byte[]> events) {
    if (events.isEmpty() || first < 0) {
      throw new IllegalArgumentException(
          "a batch holds events from position 0 on, not %d events from %d"
              .formatted(events.size(), first));
    }
    String lead = "{\"kind\":\"batch\",\"lane\":\"" + lane.wireName();
    byte[] head = (lead + "\",\"first\":" + first + ",\"events\":").getBytes(US_ASCII);
    int length = head.length + events.size() + 2; // a bracket or comma each, and what closes both
    for (byte[] event : events) {
      length += event.length;
    }
    byte[] frame = Arrays.copyOf(head, length);
    int at = head.length;
    byte before = '[';
    for (byte[] event : events) {
      frame[at++] = before;
      System.arraycopy(event, 0, frame, at, event.length);
      at += event.length;
      before = ',';
    }
    frame[at++] = ']';
    frame[at] = '}';
    return frame;
  }

  /**
   * Whether an encoded event may travel over the plain contract, which knows cpu and error only.
   *
   * @param event from {@link #encode}, of this or an earlier agent
   */
  public static boolean isPlain(byte[] event) {
    return startsWith(event, CPU) || startsWith(event, ERROR);
  }

  /** What a text frame of the server says. Never throws, whatever the text. */
  public ServerMessage decode(String text) {
    return reader.read(text);
  }

  private static void next(FieldWriter out, WireLane lane, long position) throws IOException {
    out.beginObject(lane.wireName());
    out.whole("next", position);
    out.endObject();
  }

  private static void previous(FieldWriter out, Outcome.Ack ack) throws IOException {
    Double previous = ack.previous();
    if (previous == null) {
      out.nothing("previous");
    } else {
      out.exact("previous", previous); // not rounded: it is what a rollback sends back
    }
  }

  private byte[] object(Fields fields) {
    var bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator generator = json.createGenerator(bytes, JsonEncoding.UTF8)) {
      generator.writeStartObject();
      fields.writeTo(new FieldWriter(generator));
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a stream in memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** The fields of one object. */
  private interface Fields {
    void writeTo(FieldWriter out) throws IOException;
  }
}
