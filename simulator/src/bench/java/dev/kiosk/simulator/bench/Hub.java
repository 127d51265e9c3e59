package dev.kiosk.simulator.bench;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real hub in a process of its own, asked over HTTP as anybody asks it.
 *
 * @param agentUri where agents connect to
 */
record Hub(Child child, URI agentUri) implements Closeable {

  private static final Pattern AGENTS = Pattern.compile("ws://[^\"]*");
  private static final Pattern DUPLICATES = Pattern.compile("\"duplicates\":(\\d+)");

  /** Reads where it listens from what it prints. */
  static Hub of(Child child) throws IOException {
    Matcher agents = AGENTS.matcher(child.read());
    while (!agents.find()) {
      agents.reset(child.read());
    }
    return new Hub(child, URI.create(agents.group()));
  }

  /**
   * What it holds of a number of events.
   *
   * @param stored how many of the numbers it holds
   * @param storedTwice how many events it holds whose number it holds already
   * @param firstMissing the lowest number that it does not hold
   */
  record Held(int stored, int storedTwice, int firstMissing) {}

  /** Reads all readings that it holds; their numbers are below {@code numbers}. */
  Held held(int numbers) throws IOException {
    var seen = new java.util.BitSet(numbers);
    int twice = 0;
    try (BufferedReader lines =
        get("/api/events?tenant=%s&lane=readings".formatted(Events.TENANT))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int number = Events.number(line);
        twice += number >= 0 && seen.get(number) ? 1 : 0;
        seen.set(Math.max(0, number));
      }
    }
    return new Held(seen.cardinality(), twice, seen.nextClearBit(0));
  }

  /** How many events came that it held already, since it was started. */
  long duplicates() throws IOException {
    try (BufferedReader hosts = get("/api/hosts")) {
      var found = new StringBuilder();
      hosts.lines().forEach(found::append);
      Matcher duplicates = DUPLICATES.matcher(found);
      if (!duplicates.find()) {
        throw new IOException("the hub knows of no host: " + found);
      }
      return Long.parseLong(duplicates.group(1));
    }
  }

  private BufferedReader get(String path) throws IOException {
    URI uri = URI.create("http://%s:%d%s".formatted(agentUri.getHost(), agentUri.getPort(), path));
    URLConnection connection = uri.toURL().openConnection();
    return new BufferedReader(
        new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    child.close();
  }
}
