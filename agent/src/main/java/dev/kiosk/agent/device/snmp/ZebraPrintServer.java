package dev.kiosk.agent.device.snmp;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;

/**
 * What a Zebra print server tells below its own number (enterprise 10642): the answers of its
 * command language as text, "ok" or what is wrong, and "?" for what the model does not have. Such
 * print servers have no Printer MIB.
 */
final class ZebraPrintServer {

  private static final String WELL = "ok";

  private static final Map<String, Condition> LATCH = Map.of("open", Condition.COVER_OPEN);

  private static final Map<String, Condition> MEDIA =
      Map.of("out", Condition.MEDIA_OUT, "low", Condition.MEDIA_LOW);

  private final Mib mib;

  ZebraPrintServer(Mib mib) {
    this.mib = mib;
  }

  /** What to ask for. */
  static List<OID> objects() {
    return List.of(
        Oids.ZEBRA_HEAD_LATCH,
        Oids.ZEBRA_MEDIA_STATUS,
        Oids.ZEBRA_PAPER_SUPPLY,
        Oids.ZEBRA_DEVICE_STATUS);
  }

  /** Whether it told anything that has a meaning. */
  boolean tells() {
    return objects().stream().anyMatch(object -> word(object) != null);
  }

  /** What its words show. One that is not known is told as such: it may be anything. */
  List<Finding> findings() {
    List<Finding> found = new ArrayList<>();
    add(found, Oids.ZEBRA_HEAD_LATCH, "head latch", LATCH);
    add(found, Oids.ZEBRA_MEDIA_STATUS, "media status", MEDIA);
    add(found, Oids.ZEBRA_PAPER_SUPPLY, "paper supply", MEDIA);
    if (found.isEmpty()) {
      add(found, Oids.ZEBRA_DEVICE_STATUS, "device status", Map.of());
    }
    return found;
  }

  /** What these words do not show: a word that is missing, or not known, tells nothing. */
  Set<Condition> unobservable() {
    Set<Condition> conditions = EnumSet.allOf(Condition.class);
    conditions.removeIf(Condition::isAboutTheWayThere);
    if (judges(LATCH, Oids.ZEBRA_HEAD_LATCH)) {
      conditions.removeAll(LATCH.values());
    }
    if (judges(MEDIA, Oids.ZEBRA_MEDIA_STATUS, Oids.ZEBRA_PAPER_SUPPLY)) {
      conditions.removeAll(MEDIA.values());
    }
    findings().forEach(finding -> conditions.remove(finding.condition()));
    return conditions;
  }

  /** Whether one of these words at least was told, and none that is not known. */
  private boolean judges(Map<String, Condition> meanings, OID... objects) {
    List<String> words =
        Arrays.stream(objects).map(this::word).flatMap(Stream::ofNullable).toList();
    return !words.isEmpty()
        && words.stream().allMatch(word -> word.equals(WELL) || meanings.containsKey(word));
  }

  private void add(List<Finding> found, OID object, String name, Map<String, Condition> meanings) {
    String word = word(object);
    if (word != null && !word.equals(WELL)) {
      Condition condition = meanings.getOrDefault(word, Condition.STATUS_UNKNOWN);
      found.add(Finding.of(condition, "Zebra " + name + " \"" + word + "\""));
    }
  }

  private @Nullable String word(OID object) {
    String text = mib.text(object);
    return text == null || text.equals("?") ? null : text.toLowerCase(Locale.ROOT);
  }
}
