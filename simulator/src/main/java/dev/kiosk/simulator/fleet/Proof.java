package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.spool.Lane;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares, event by event, what the kiosks appended with what the server says that it stored.
 *
 * <p>Each kiosk's {@link Book} knows which event the agent's spool took under which identity
 * (tenant, host, spool, lane, position). Each line of {@code /api/events} must stand at such an
 * identity and tell that event, and each event must be told by exactly one line. An event may be
 * missing when its kiosk was killed before it was on disk, or its disk was taken away, or when a
 * {@code gap} tells that a full spool dropped it; those are counted apart.
 */
final class Proof {

  private static final int MOST_EXAMPLES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, Ledger> ledgers = new HashMap<>();
  private final List<String> examples = new ArrayList<>();
  private long stored;
  private long twice;
  private long strange;
  private long lost;
  private long excused;
  private long dropped;

  /** What is known of one kiosk. */
  private static final class Ledger {
    private final String host;
    private final List<Book> books;
    private final Map<Lane, BitSet> seen = new EnumMap<>(Lane.class);
    private final Map<String, List<StoredLine.Gap>> drops = new HashMap<>();

    Ledger(String host, List<Book> books) {
      this.host = host;
      this.books = books;
      for (Lane lane : Lane.values()) {
        seen.put(lane, new BitSet());
      }
    }

    @Nullable Book book(String spool) {
      return books.stream().filter(book -> book.knows(spool)).findFirst().orElse(null);
    }

    BitSet seen(Lane lane) {
      return seen.getOrDefault(lane, new BitSet());
    }

    boolean isDropped(Book book, Place place) {
      return drops.entrySet().stream()
          .filter(told -> book.knows(told.getKey()))
          .flatMap(told -> told.getValue().stream())
          .anyMatch(
              gap ->
                  gap.lane() == place.lane
                      && place.position >= gap.first()
                      && place.position < gap.first() + gap.count());
    }
  }

  /**
   * What came of it.
   *
   * @param stored events that the server has once
   * @param lost events that it should have and has not
   * @param twice lines that tell an event again
   * @param strange lines under an identity of the fleet's that tell something else
   * @param excused events that a kill or a lost disk took before anybody promised that they arrive
   * @param dropped events that a full spool dropped, and told so
   * @param examples of what is wrong, for people
   */
  record Result(
      long stored,
      long lost,
      long twice,
      long strange,
      long excused,
      long dropped,
      List<String> examples) {

    boolean isWell() {
      return lost == 0 && twice == 0 && strange == 0;
    }
  }

  private Proof(Map<String, List<Book>> books) {
    books.forEach((host, kept) -> ledgers.put(host, new Ledger(host, kept)));
  }

  /**
   * Asks the server for all that it has of the fleet's tenant.
   *
   * @param books by the names of kiosks, which have stopped
   * @throws FleetException when it does not answer
   */
  static Result of(FleetConfig config, Map<String, List<Book>> books) throws FleetException {
    var proof = new Proof(books);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(config.http("/api/events?tenant=" + config.tenant()));
    String token = config.tokens().operator();
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<Stream<String>> answer =
          config.httpClient(PATIENCE).send(request.build(), HttpResponse.BodyHandlers.ofLines());
      try (Stream<String> lines = answer.body()) {
        if (answer.statusCode() != 200) {
          throw new FleetException(
              "the server does not tell what it stored: HTTP " + answer.statusCode());
        }
        for (String line : (Iterable<String>) lines::iterator) {
          proof.line(StoredLine.parse(line));
        }
      }
    } catch (IOException | java.io.UncheckedIOException failure) {
      throw new FleetException("what the server stored cannot be read: " + failure.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new FleetException("interrupted while reading what the server stored");
    }
    return proof.result();
  }

  private void line(StoredLine line) {
    Ledger ledger = ledgers.get(line.host());
    Book book = ledger == null ? null : ledger.book(line.spool());
    if (ledger == null || book == null) {
      return; // of an earlier run
    }
    long number = book.number(line.lane(), line.position());
    if (number < 0) {
      if (!line.isNotice()) {
        strange++;
        example("nobody appended it: " + line);
      }
      note(ledger, line);
    } else if (!line.tells(number)) {
      strange++;
      example("expected was event %d: %s".formatted(number, line));
    } else if (ledger.seen(line.lane()).get((int) number)) {
      twice++;
      example("twice: " + line);
    } else {
      ledger.seen(line.lane()).set((int) number);
      stored++;
    }
  }

  private static void note(Ledger ledger, StoredLine line) {
    StoredLine.Gap gap = line.gap();
    if (gap != null && (gap.reason().equals("full") || gap.reason().equals("expired"))) {
      ledger.drops.computeIfAbsent(line.spool(), spool -> new ArrayList<>()).add(gap);
    }
  }

  private Result result() {
    for (Ledger ledger : ledgers.values()) {
      for (Book book : ledger.books) {
        for (Lane lane : Lane.values()) {
          book.read(
              lane, (position, number) -> look(ledger, book, new Place(lane, position, number)));
        }
      }
    }
    return new Result(stored, lost, twice, strange, excused, dropped, List.copyOf(examples));
  }

  /** Where an event was appended. */
  private record Place(Lane lane, long position, long number) {}

  private void look(Ledger ledger, Book book, Place place) {
    if (ledger.seen(place.lane).get((int) place.number)) {
      return;
    }
    if (book.isExcused(place.lane, place.number)) {
      excused++;
    } else if (ledger.isDropped(book, place)) {
      dropped++;
    } else {
      lost++;
      example(
          "lost: %s, lane %s, position %d, event %d"
              .formatted(ledger.host, place.lane.wireName(), place.position, place.number));
    }
  }

  private void example(String words) {
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(words);
    }
  }
}
