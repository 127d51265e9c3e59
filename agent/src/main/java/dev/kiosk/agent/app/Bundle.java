package dev.kiosk.agent.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * The texts of a bundle for support. Every text passes the mask for secrets on its way in; one that
 * cannot be had becomes a problem, and the others are collected all the same.
 */
final class Bundle {

  private final Secrets secrets;
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  Bundle(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * One file of a bundle.
   *
   * @param what it is, in a few words
   */
  record Entry(String name, String what, String content) {

    /** The content as it is written. */
    byte[] bytes() {
      return content.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * Collects one text.
   *
   * @param most the longest it may take
   */
  void add(Entry empty, Duration most, Callable<String> text) throws InterruptedException {
    String content;
    try {
      content = Bounded.call("bundle", most, text);
    } catch (IOException missing) {
      String reason = Messages.reason(missing);
      problems.add(empty.name() + ": " + reason);
      content = "This is missing: " + reason + "\n";
    }
    put(empty, content);
  }

  /** Tells that something could not be had. */
  void problem(String sentence) {
    problems.add(sentence);
  }

  private void put(Entry empty, String content) {
    entries.add(new Entry(empty.name(), empty.what(), secrets.scrub(content)));
  }

  /** All entries, with the problems at the end. */
  List<Entry> entries() {
    var all = new Bundle(secrets);
    all.entries.addAll(entries);
    String told = problems.isEmpty() ? "none\n" : String.join("\n", problems) + "\n";
    all.put(new Entry("problems.txt", "what could not be collected, and why", ""), told);
    return List.copyOf(all.entries);
  }

  /** What is inside, a line each: name, size in bytes, what it is. */
  static String list(List<Entry> entries) {
    var text = new StringBuilder();
    for (Entry entry : entries) {
      text.append(
          String.format(
              Locale.US,
              "  %-12s %8d bytes  %s%n",
              entry.name(),
              entry.bytes().length,
              entry.what()));
    }
    return text.toString();
  }
}
