package dev.kiosk.simulator.hub.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the frames that {@link PageView} describes. */
final class NewsWriter {

  /** A device whose state is longer, which no agent of ours writes, is left out. */
  private static final int MAX_STATE_CHARS = 16 << 10;

  private final JsonFactory json = new JsonFactory();
  private final PageFeed feed;
  private final String tenant;

  /** A writer for pages of a tenant. */
  NewsWriter(PageFeed feed, String tenant) {
    this.feed = feed;
    this.tenant = tenant;
  }

  /**
   * What a frame tells.
   *
   * @param nowMillis milliseconds since the Unix epoch
   * @param hosts the kiosks to sum up
   * @param complete whether all kiosks are told with it
   * @param watched the kiosk to be told in full, or null
   * @param limits whether that one answered a command
   * @param recent alerts from before the page was opened
   * @param taken the events since the last frame
   * @param unseen since when not all other hubs are seen, or null
   */
  record News(
      long nowMillis,
      List<String> hosts,
      boolean complete,
      @Nullable Watched watched,
      boolean limits,
      List<String> recent,
      EventWindow.Taken taken,
      @Nullable Long unseen) {}

  /**
   * A kiosk that the page names.
   *
   * @param listed whether there is such a one, as far as the page was told
   */
  record Watched(String host, boolean listed) {}

  /** The frame as text. */
  String frame(News news) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = json.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("kind", "news");
      out.writeNumberField("now", news.nowMillis());
      out.writeArrayFieldStart("hosts");
      for (String host : news.hosts()) {
        Shown shown = feed.fleet().find(tenant, host);
        Summary.of(shown.kiosk(), shown.raised()).write(out, host);
      }
      out.writeEndArray();
      flag(out, "complete", news.complete());
      if (news.watched() != null) {
        kiosk(out, news.watched(), news.nowMillis());
      }
      flag(out, "limits", news.limits());
      if (news.unseen() != null) {
        out.writeNumberField("unseen", news.unseen());
      }
      if (!news.recent().isEmpty()) {
        events(out, "recent", news.recent());
      }
      events(out, "events", news.taken().events());
      out.writeNumberField("skipped", news.taken().skipped());
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("nothing is written but to memory", impossible);
    }
    return text.toString();
  }

  private static void flag(JsonGenerator out, String name, boolean value) throws IOException {
    if (value) {
      out.writeBooleanField(name, true);
    }
  }

  private static void events(JsonGenerator out, String name, List<String> events)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (String event : events) {
      out.writeRawValue(event);
    }
    out.writeEndArray();
  }

  private void kiosk(JsonGenerator out, Watched watched, long nowMillis) throws IOException {
    String host = watched.host();
    Shown shown = feed.fleet().look(tenant, host, watched.listed(), nowMillis);
    Fleet.Kiosk kiosk = shown.kiosk();
    out.writeObjectFieldStart("kiosk");
    out.writeStringField("host", host);
    out.writeBooleanField("connected", kiosk != null && kiosk.connected());
    if (kiosk != null) {
      fields(out, withoutWhatIsTooLong(kiosk, true));
    }
    out.writeArrayFieldStart("raised");
    for (Alert alert : shown.raised()) {
      alert.write(out);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void fields(JsonGenerator out, Fleet.Kiosk kiosk) throws IOException {
    out.writeNumberField("since", kiosk.sinceMillis());
    out.writeNumberField("heard", kiosk.heardMillis());
    out.writeStringField("level", kiosk.level());
    out.writeStringField("agent", kiosk.agent());
    if (kiosk.heartbeat() != null) {
      out.writeFieldName("heartbeat");
      out.writeRawValue(kiosk.heartbeat());
    }
    events(out, "devices", kiosk.devices());
  }

  /** A kiosk as it is told; its heartbeat only if that is wanted. */
  static Fleet.Kiosk withoutWhatIsTooLong(Fleet.Kiosk kiosk, boolean heartbeat) {
    String beat = kiosk.heartbeat();
    boolean told = heartbeat && beat != null && beat.length() <= MAX_STATE_CHARS;
    return new Fleet.Kiosk(
        kiosk.connected(),
        kiosk.level(),
        kiosk.agent(),
        kiosk.sinceMillis(),
        kiosk.heardMillis(),
        told ? beat : null,
        kiosk.devices().stream().filter(each -> each.length() <= MAX_STATE_CHARS).toList());
  }
}
