package dev.kiosk.agent.status;

import java.time.ZoneId;

/** What the parts of the page are drawn from, and how they tell moments. */
record View(StatusSnapshot snapshot, Assessment assessment, Clock clock) {

  /**
   * A view of a snapshot.
   *
   * @param zone for times of day
   */
  static View of(StatusSnapshot snapshot, ZoneId zone) {
    return new View(snapshot, Assessment.of(snapshot), new Clock(zone, snapshot.takenMillis()));
  }

  /** The moment of the snapshot, milliseconds since the Unix epoch. */
  long now() {
    return snapshot.takenMillis();
  }

  /** "since 10:41:09 (1 d 2 h)". */
  void since(Html html, long then) {
    html.text("since ").element("span class=\"at\"", clock.at(then));
    html.text(" (").ago(then, now()).text(")");
  }

  /** "for 12 min" or, of what is over, "12 min ago", in brackets; nothing when it is not known. */
  void when(Html html, Assessment.Trouble problem) {
    Long since = problem.sinceMillis();
    if (since != null) {
      html.text(problem.lasts() ? " (for " : " (").ago(since, now());
      html.text(problem.lasts() ? ")" : " ago)");
    }
  }

  /** A sign for those who do not see the colour. */
  static String mark(Health health) {
    return switch (health) {
      case HEALTHY -> "\u2713";
      case WARNING -> "!";
      case CRITICAL -> "\u2715";
    };
  }

  /** With a capital in front. */
  static String capital(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
