package dev.kiosk.agent.device.zpl;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.condition.Severity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the flags of one look show, and parts causes from what they bring about: an open
 * head also reads as paper out, ribbon out and paused, and every fault pauses the printer.
 */
final class Signs {

  /** What an open head makes meaningless: the sensors hang in the air. */
  private static final Set<Condition> FROZEN_BY_HEAD =
      Set.of(
          Condition.MEDIA_LOW,
          Condition.MEDIA_OUT,
          Condition.MEDIA_JAM,
          Condition.MEDIA_FEED_FAULT,
          Condition.MEDIA_NOT_TAKEN,
          Condition.MEDIA_MISMATCH,
          Condition.SUPPLY_OUT);

  private record Sign(Set<String> subjects, @Nullable Severity severity) {}

  private final Map<Condition, Sign> signs = new LinkedHashMap<>();
  private boolean faulty;
  private boolean paused;

  /** Adds what stops the printer, if it is so. */
  void fault(boolean so, Condition condition, String subject) {
    if (so) {
      faulty = true;
      add(condition, subject, null);
    }
  }

  /** Adds what does not stop the printer, if it is so. */
  void note(boolean so, Condition condition, String subject) {
    note(so, condition, subject, null);
  }

  /** Adds what does not stop the printer and is as bad as that, if it is so. */
  void note(boolean so, Condition condition, String subject, @Nullable Severity severity) {
    if (so) {
      add(condition, subject, severity);
    }
  }

  /** Adds that the printer is paused, if it is so. */
  void paused(boolean so) {
    paused |= so;
  }

  /** A condition is as bad as the worst of its signs: null is its usual badness. */
  private void add(Condition condition, String subject, @Nullable Severity severity) {
    Sign had = signs.get(condition);
    Set<String> subjects = had == null ? new LinkedHashSet<>() : had.subjects();
    subjects.add(subject);
    Severity known = had == null ? severity : worse(condition, had.severity(), severity);
    signs.put(condition, new Sign(subjects, known));
  }

  private static @Nullable Severity worse(
      Condition condition, @Nullable Severity one, @Nullable Severity other) {
    Severity first = one == null ? condition.severity() : one;
    Severity second = other == null ? condition.severity() : other;
    return first.compareTo(second) >= 0 ? one : other;
  }

  /** Whether something stops the printer. */
  boolean faulty() {
    return faulty;
  }

  /** The causes, each with this as what was seen. */
  List<Finding> findings(String raw) {
    List<Finding> found = new ArrayList<>();
    signs.forEach(
        (condition, sign) -> {
          if (!hidden().contains(condition)) {
            String subject = String.join(", ", sign.subjects());
            found.add(new Finding(condition, subject, raw, sign.severity()));
          }
        });
    if (paused && !faulty) {
      found.add(Finding.of(Condition.DEVICE_PAUSED, raw));
    }
    return List.copyOf(found);
  }

  /** What cannot be judged while these causes hold. */
  Set<Condition> hidden() {
    Set<Condition> hidden = EnumSet.noneOf(Condition.class);
    if (signs.containsKey(Condition.COVER_OPEN)) {
      hidden.addAll(FROZEN_BY_HEAD);
    }
    if (paused && faulty) {
      hidden.add(Condition.DEVICE_PAUSED);
    }
    return hidden;
  }
}
