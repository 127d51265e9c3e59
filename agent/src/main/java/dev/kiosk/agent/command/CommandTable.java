package dev.kiosk.agent.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers of the last 1,000 commands and the limits that they left in force. Immutable: a
 * change makes another table, which holds once it is saved.
 */
final class CommandTable {

  /** How many answers are remembered; the oldest goes first. */
  static final int MOST_ANSWERS = 1000;

  static final CommandTable EMPTY = new CommandTable(Map.of(), Map.of());

  private final Map<String, Outcome> answers;
  private final Map<String, PushedLimit> limits;

  CommandTable(Map<String, Outcome> answers, Map<String, PushedLimit> limits) {
    this.answers =
        Collections.unmodifiableMap(new LinkedHashMap<>(answers)); // keeps the order of arrival
    this.limits = Map.copyOf(limits);
  }

  /** By cid, oldest first. */
  Map<String, Outcome> answers() {
    return answers;
  }

  /** By metric. */
  Map<String, PushedLimit> limits() {
    return limits;
  }

  @Nullable Outcome answer(String cid) {
    return answers.get(cid);
  }

  CommandTable with(String cid, Carrier.Decision decision) {
    var more = new LinkedHashMap<>(answers);
    more.put(cid, decision.outcome());
    while (more.size() > MOST_ANSWERS) {
      more.remove(more.keySet().iterator().next());
    }
    return new CommandTable(more, decision.limits());
  }
}
