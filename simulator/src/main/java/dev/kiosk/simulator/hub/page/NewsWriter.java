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
   */
  record News(
      long nowMillis,
      List<String> hosts,
      boolean complete,
      @Nullable String watched,
      boolean limits,
      List<String> recent,
      EventWindow.Taken taken) {}

  /** The frame as text. */
  String frame(News news) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = json.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("kind", "news");
      out.writeNumberField("now", news.nowMillis());
      out.writeArrayFieldStart("hosts");
      for (String host : news.hosts()) {
        Summary.of(feed.fleet().find(tenant, host), feed.raised().of(tenant, host))
            .write(out, host);
      }
      out.writeEndArray();
      flag(out, "complete", news.complete());
      if (news.watched() != null) {
        kiosk(out, news.watched());
      }
      flag(out, "limits", news.limits());
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

  private void kiosk(JsonGenerator out, String host) throws IOException {
    Fleet.Kiosk kiosk = feed.fleet().find(tenant, host);
    out.writeObjectFieldStart("kiosk");
    out.writeStringField("host", host);
    out.writeBooleanField("connected", kiosk != null && kiosk.connected());
    if (kiosk != null) {
      out.writeNumberField("since", kiosk.sinceMillis());
      out.writeNumberField("heard", kiosk.heardMillis());
      out.writeStringField("level", kiosk.level());
      out.writeStringField("agent", kiosk.agent());
      String heartbeat = kiosk.heartbeat();
      if (heartbeat != null && heartbeat.length() <= MAX_STATE_CHARS) {
        out.writeFieldName("heartbeat");
        out.writeRawValue(heartbeat);
      }
      events(
          out,
          "devices",
          kiosk.devices().stream().filter(each -> each.length() <= MAX_STATE_CHARS).toList());
    }
    out.writeArrayFieldStart("raised");
    for (Alert alert : feed.raised().of(tenant, host)) {
      alert.write(out);
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
