package dev.kiosk.agent.device.zpl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.json.JsonTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a printer's JSON settings channel answers (Zebra ZPL II Programming Guide, JSON; the
 * settings are those of its SGD chapters). A setting that is null is asked for; any other value
 * would set it, so the request holds nothing but nulls.
 */
final class JsonSettings {

  private static final String STATUS = "zpl.system_status";
  private static final String HEAD = "head.latch";
  private static final String MEDIA = "media.status";
  private static final String MODEL = "device.product_name";
  private static final String SERIAL = "device.unique_id";

  /** The question: the channel's empty object first, then each setting with the value null. */
  static final String REQUEST =
      List.of(STATUS, HEAD, MEDIA, MODEL, SERIAL).stream()
          .map(name -> '"' + name + "\":null")
          .collect(Collectors.joining(",", "{}{", "}"));

  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST_TEXT = 128;

  private final @Nullable ZplStatus status;
  private final @Nullable String head;
  private final @Nullable String media;
  private final @Nullable String model;
  private final @Nullable String serial;

  private JsonSettings(JsonNode answer) throws ZplException {
    String flags = text(answer, STATUS);
    this.status = flags == null ? null : ZplStatus.of(null, ErrorStatus.ofSetting(flags));
    this.head = text(answer, HEAD);
    this.media = text(answer, MEDIA);
    this.model = text(answer, MODEL);
    this.serial = text(answer, SERIAL);
  }

  /**
   * Reads an answer: the first object that is not empty.
   *
   * @throws ZplException when there is none
   */
  static JsonSettings parse(byte[] answer) throws ZplException {
    try (JsonParser parser = JSON.createParser(new String(answer, StandardCharsets.ISO_8859_1))) {
      for (JsonNode value = JsonTree.next(parser);
          !value.isMissingNode();
          value = JsonTree.next(parser)) {
        if (value.isObject() && !value.isEmpty()) {
          return new JsonSettings(value);
        }
      }
    } catch (IOException notJson) {
      throw new ZplException("the settings channel answers with something that is no JSON");
    }
    throw new ZplException("the settings channel answers without any setting");
  }

  /** A setting that the printer does not have is missing, null, or a question mark. */
  private static @Nullable String text(JsonNode answer, String name) {
    String value = answer.path(name).textValue();
    if (value == null || value.isBlank() || value.equals("?") || value.length() > LONGEST_TEXT) {
      return null;
    }
    return value.chars().allMatch(each -> each >= ' ' && each <= '~') ? value : null;
  }

  /** What the settings show; empty when all is well, or when they tell nothing. */
  List<Finding> findings() {
    return status == null ? latches().findings(raw()) : status.findings();
  }

  /** Whether something stops the printer. */
  boolean faulty() {
    return status == null ? latches().faulty() : status.faulty();
  }

  /** The conditions on which the settings have no say. */
  Set<Condition> unobservable() {
    if (status != null) {
      return status.unobservable(false);
    }
    Set<Condition> blind = EnumSet.allOf(Condition.class);
    blind.removeIf(Condition::isAboutTheWayThere);
    if (isOneOf(head, "ok", "open")) {
      blind.remove(Condition.COVER_OPEN);
    }
    if (isOneOf(media, "ok", "out")) {
      blind.remove(Condition.MEDIA_OUT);
    }
    blind.addAll(latches().hidden());
    return blind;
  }

  /** Whether they tell anything of the printer's state. */
  boolean tellsState() {
    return status != null || isOneOf(head, "ok", "open") || isOneOf(media, "ok", "out");
  }

  private Signs latches() {
    var signs = new Signs();
    signs.fault(isOneOf(head, "open"), Condition.COVER_OPEN, "head");
    signs.fault(isOneOf(media, "out"), Condition.MEDIA_OUT, "roll");
    return signs;
  }

  private static boolean isOneOf(@Nullable String value, String... words) {
    return value != null && List.of(words).contains(value);
  }

  /** The printer's model, if it told. */
  @Nullable String model() {
    return model;
  }

  /** The printer's serial number, if it told. */
  @Nullable String serial() {
    return serial;
  }

  /** What came of the state, for an engineer. */
  String raw() {
    return status == null
        ? HEAD + " " + said(head) + ", " + MEDIA + " " + said(media)
        : status.raw();
  }

  private static String said(@Nullable String value) {
    return value == null ? "not told" : value;
  }
}
