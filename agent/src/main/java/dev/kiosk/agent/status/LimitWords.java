package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Threshold;

/** Says which limit holds, who set it, and whether it is exceeded. */
final class LimitWords {

  private LimitWords() {}

  /** "above 85 % for 10 s, ends below 75 %; from the configuration". */
  static String of(Threshold threshold, Clock clock) {
    String unit = " " + threshold.metric().unit().symbol();
    var words = new StringBuilder("above ");
    words.append(Spans.number(threshold.limit())).append(unit);
    words.append(" for ").append(Spans.words(threshold.forMillis()));
    words.append(", ends below ").append(Spans.number(threshold.clear())).append(unit);
    if (threshold.cid() == null) {
      words.append("; from the configuration");
    } else {
      words.append("; set by the server");
      if (threshold.setMillis() != null) {
        words.append(" at ").append(clock.at(threshold.setMillis()));
      }
      words.append(" (command ").append(threshold.cid()).append(')');
    }
    if (threshold.exceeded()) {
      words.append("; alarm on");
      if (threshold.exceededSinceMillis() != null) {
        String span = Spans.since(threshold.exceededSinceMillis(), clock.nowMillis());
        words.append(" for ").append(span);
      }
    }
    return words.toString();
  }
}
