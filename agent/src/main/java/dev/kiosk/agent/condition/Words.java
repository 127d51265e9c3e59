package dev.kiosk.agent.condition;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/** What to tell a technician about each condition: what is wrong, and what to do next. */
public final class Words {

  private static final String CATALOGUE = "words.properties";

  private final Map<Condition, Advice> advice;

  private record Advice(String wrong, String next) {}

  private Words(Map<Condition, Advice> advice) {
    this.advice = advice;
  }

  /**
   * Loads the catalogue that ships with the agent.
   *
   * @throws IllegalStateException when the catalogue is missing or lacks a sentence: a broken build
   */
  public static Words load() {
    Properties sentences = read();
    Map<Condition, Advice> advice = new EnumMap<>(Condition.class);
    for (Condition condition : Condition.values()) {
      advice.put(
          condition,
          new Advice(
              sentence(sentences, condition + ".wrong"), sentence(sentences, condition + ".next")));
    }
    return new Words(advice);
  }

  /** What is wrong, as one sentence. */
  public String wrong(Condition condition) {
    return of(condition).wrong();
  }

  /** What to do next, as one sentence. */
  public String next(Condition condition) {
    return of(condition).next();
  }

  private Advice of(Condition condition) {
    Advice found = advice.get(condition);
    if (found == null) {
      throw new IllegalStateException("no words for " + condition);
    }
    return found;
  }

  private static Properties read() {
    var sentences = new Properties();
    try (InputStream in = Words.class.getResourceAsStream(CATALOGUE)) {
      if (in == null) {
        throw new IllegalStateException(CATALOGUE + " is missing beside " + Words.class.getName());
      }
      sentences.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(CATALOGUE + " cannot be read", unreadable);
    }
    return sentences;
  }

  private static String sentence(Properties sentences, String key) {
    String text = sentences.getProperty(key);
    if (text == null) {
      throw new IllegalStateException(CATALOGUE + " has no " + key);
    }
    return text;
  }
}
