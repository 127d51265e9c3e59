package dev.kiosk.simulator.hub.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiosk.simulator.hub.HostId;
import dev.kiosk.simulator.hub.HubTime;
import dev.kiosk.simulator.hub.command.Ledger.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Who set what, on which host, when and with which outcome, and which limits hold by that; kept in
 * a {@link Ledger}, so across restarts, and where hubs share it, by all of them together.
 *
 * <p>Each line is an {@link AuditEntry} as it stood after a change, or what is known of a {@link
 * Limit} beyond that; the last line of a number or limit counts. What is known here follows from
 * the lines in their order alone. So the book begins, is read and goes on the same way after any
 * crash, and at each hub.
 */
public final class CommandBook implements AutoCloseable {

  /** A shared command without an outcome for so long has lost the hub that waited for it. */
  private static final long GIVEN_UP_MILLIS = 30_000;

  /** Of how many commands at most it is known when they began, before those no longer kept go. */
  private static final int MAX_BEGUN = 20_000;

  /** What is answered when a command cannot be put down. */
  static final String UNSENT =
      "storage-failed: the hub cannot write down who asks; nothing was sent";

  private final Ledger ledger;
  private final HubTime time;
  private final Consumer<HostId> told;
  private final Audit audit = new Audit();
  private final Thresholds thresholds = new Thresholds();
  private final Map<Long, Long> begunNanos = new HashMap<>();
  private long nextNumber;
  private int unreadable;
  private boolean read;

  private CommandBook(Ledger ledger, HubTime time, Consumer<HostId> told) {
    this.ledger = ledger;
    this.time = time;
    this.told = told;
  }

  /**
   * Opens the book of a data folder, which is made when it is absent.
   *
   * @throws IOException when its file cannot be read or written
   */
  public static CommandBook open(Path dataDir, HubTime time) throws IOException {
    return open(FileLedger.in(dataDir, time), time, host -> {});
  }

  static CommandBook open(Path dataDir, HubTime time, Backlog disk) throws IOException {
    return open(FileLedger.in(dataDir, disk), time, host -> {});
  }

  /**
   * Opens the book that a ledger keeps.
   *
   * @param told of each host at which something came to its end, from any thread
   * @throws IOException when it cannot be read or written
   */
  public static CommandBook open(Ledger ledger, HubTime time, Consumer<HostId> told)
      throws IOException {
    CommandBook book = new CommandBook(ledger, time, told);
    ledger.open(book.new Lines());
    book.begin();
    return book;
  }

  private synchronized void begin() {
    read = true;
    if (unreadable > 0) {
      Logger.warn("{} lines of the audit list are damaged and were passed over", unreadable);
    }
    if (ledger.isShared()) {
      return; // other hubs may be waiting for these
    }
    for (AuditEntry entry : audit.all()) {
      if (entry.isWaiting()) {
        CompletableFuture<?> unused = keepAnyway(entry.abandoned());
      }
    }
  }

  private final class Lines implements Ledger.Reader {
    @Override
    public void line(long position, String line) {
      HostId host = null;
      boolean tells;
      synchronized (CommandBook.this) {
        tells = read;
        try {
          host = take(position, line);
        } catch (JsonProcessingException damaged) {
          unreadable++;
        }
      }
      if (tells && host != null) {
        told.accept(host);
      }
    }

    @Override
    public void startOver() {
      synchronized (CommandBook.this) {
        audit.clear();
        thresholds.clear();
        begunNanos.clear();
      }
    }

    @Override
    public void wasGivenUp(long position) { // nobody sent what it tells of
      synchronized (CommandBook.this) {
        unsent(audit.find(position));
      }
    }

    @Override
    public List<String> kept() {
      return CommandBook.this.kept();
    }
  }

  /** Takes a line in; the host of which it says what holds, or null while that is open. */
  private @Nullable HostId take(long position, String line) throws JsonProcessingException {
    if (line.contains("\"limitOf\":")) {
      LimitLine limit = Json.MAPPER.readValue(line, LimitLine.class);
      HostId host = new HostId(limit.tenant(), limit.limitOf());
      thresholds.change(
          host,
          limit.metric(),
          before -> ledger.isShared() ? before.merged(limit.limit()) : limit.limit());
      return host;
    }
    AuditEntry entry = Json.MAPPER.readValue(line, AuditEntry.class);
    boolean unnumbered = ledger.isShared() && entry.number() == 0;
    keep(unnumbered ? entry.numbered(position) : entry);
    nextNumber = Math.max(nextNumber, entry.number() + 1);
    return entry.isWaiting() ? null : new HostId(entry.tenant(), entry.host());
  }

  /** How far behind the book may be of what other hubs put down, in milliseconds. */
  long lagMillis() {
    return ledger.lagMillis();
  }

  /**
   * Puts down a command that is about to be sent.
   *
   * @return its number, once it is kept
   */
  synchronized CompletableFuture<Long> begun(Command command, String who) {
    AuditEntry entry = entry(command, who);
    long nanos = time.nanos().getAsLong();
    return add(entry) // first, since what cannot be written is not sent
        .whenComplete((position, failed) -> mayStillBeWritten(entry, failed))
        .thenApply(position -> begun(ledger.isShared() ? position : entry.number(), nanos));
  }

  private void mayStillBeWritten(AuditEntry entry, @Nullable Throwable failed) {
    if (failed instanceof Backlog.LateException) {
      unsent(entry);
    }
  }

  /** A line that comes to be written after all would tell something else than was answered. */
  private void unsent(@Nullable AuditEntry entry) {
    if (entry != null && entry.isWaiting()) {
      CompletableFuture<?> unused = keepAnyway(entry.ended(Answer.nack(entry.cid(), UNSENT), 0L));
    }
  }

  private synchronized Long begun(long number, long nanos) {
    if (begunNanos.size() >= MAX_BEGUN) {
      begunNanos.keySet().removeIf(each -> audit.find(each) == null);
    }
    begunNanos.put(number, nanos);
    return number;
  }

  /**
   * A command without a number gets its position for it, which others may be waiting for too. A
   * number given here is not given again, for its line may come to be written after all.
   */
  private AuditEntry entry(Command command, String who) {
    long number = ledger.isShared() ? 0 : nextNumber++;
    return AuditEntry.begun(number, time.wallMillis().getAsLong(), who, command);
  }

  /** Puts down a command that the hub did not send. */
  synchronized CompletableFuture<?> refused(Command command, String who, Answer answer) {
    AuditEntry entry = entry(command, who);
    return add(entry.ended(answer, 0L))
        .whenComplete((position, failed) -> mayStillBeWritten(entry, failed));
  }

  /**
   * Puts down an outcome.
   *
   * @param late whether a timeout was put down before
   */
  synchronized CompletableFuture<?> ended(long number, Answer answer, boolean late) {
    AuditEntry entry = audit.find(number);
    if (entry == null || !entry.cid().equals(answer.cid())) {
      begunNanos.remove(number);
      return CompletableFuture.completedFuture(null); // so many came since that it is not kept
    }
    long now = time.nanos().getAsLong();
    long took = TimeUnit.NANOSECONDS.toMillis(now - begunNanos.getOrDefault(number, now));
    if (late || !answer.word().equals("timeout")) {
      begunNanos.remove(number);
    }
    return keepAnyway(late ? entry.answeredLate(answer, took) : entry.ended(answer, took));
  }

  /** Adds what happened even if it cannot be written down. */
  private CompletableFuture<?> keepAnyway(AuditEntry done) {
    return ledger
        .note(subject(done), Json.line(done))
        .whenComplete(
            (position, failed) -> {
              if (failed != null) {
                synchronized (this) {
                  keep(done);
                }
              }
            });
  }

  /**
   * Takes note of an answer that nobody waits for. When it is an ack of something that was not
   * asked for here, some limit of that host is another one now.
   */
  synchronized CompletableFuture<?> unasked(HostId host, Answer answer) {
    List<CompletableFuture<?>> all = new ArrayList<>();
    if (answer.reason() != null || audit.knows(host, answer.cid())) {
      return CompletableFuture.completedFuture(null);
    }
    for (Map.Entry<String, Limit> known : List.copyOf(thresholds.of(host).entrySet())) {
      if (known.getValue().isKnown()) {
        String metric = known.getKey();
        Limit doubted = known.getValue().inDoubt();
        thresholds.change(host, metric, before -> doubted);
        var line = new LimitLine(host.tenantId(), host.host(), metric, doubted);
        all.add(ledger.note(new Subject(host.tenantId(), host.host(), metric), Json.line(line)));
      }
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Long> add(AuditEntry entry) {
    return ledger.add(subject(entry), Json.line(entry));
  }

  private static Subject subject(AuditEntry entry) {
    return new Subject(entry.tenant(), entry.host(), entry.metric());
  }

  /** Takes an entry in, and what it tells of a limit. */
  private void keep(AuditEntry now) {
    AuditEntry before = audit.find(now.number());
    HostId host = new HostId(now.tenant(), now.host());
    boolean repeated = audit.wasAcked(host, now.cid());
    long first = audit.firstOf(host, now.cid(), now.number());
    audit.put(now);
    boolean newlyAcked = now.isAcked() && (before == null || !before.isAcked());
    if (now.isWaiting()) {
      thresholds.change(host, now.metric(), limit -> limit.sent(now.number(), now.cid()));
    } else if (newlyAcked && !repeated) {
      thresholds.change(host, now.metric(), limit -> limit.acked(Limit.Acked.of(now), first));
    } else if (newlyAcked || now.isRefused()) {
      thresholds.changeKnown(host, now.metric(), limit -> limit.refused(now.number()));
    }
  }

  private synchronized List<String> kept() {
    List<String> kept = new ArrayList<>();
    audit.all().forEach(entry -> kept.add(Json.line(entry)));
    thresholds.forEach(
        null,
        (host, known) ->
            known.forEach(
                (metric, limit) ->
                    kept.add(
                        Json.line(new LimitLine(host.tenantId(), host.host(), metric, limit)))));
    return kept;
  }

  /**
   * The audit list as JSON, newest first.
   *
   * @param tenant of this one only, or null for all
   * @param host of this one only, or null for all
   */
  public synchronized String audit(@Nullable String tenant, @Nullable String host, int most) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    var list = body.putArray("entries");
    for (AuditEntry entry : audit.last(tenant, host, most)) {
      ObjectNode shown = Json.MAPPER.valueToTree(isGivenUp(entry) ? entry.abandoned() : entry);
      shown.remove("number"); // would tell how much the other tenants command
      list.add(shown);
    }
    return body + "\n";
  }

  /** The limits that are known, as JSON; of one host always those of the four usual metrics. */
  public synchronized String thresholds(@Nullable String tenant, @Nullable String host) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    var list = body.putArray("thresholds");
    if (tenant != null && host != null) {
      HostId id = new HostId(tenant, host);
      thresholds.withUsual(id).forEach((metric, limit) -> list.add(limit(id, metric, limit)));
    } else {
      thresholds.forEach(
          tenant,
          (id, known) ->
              known.forEach(
                  (metric, limit) -> {
                    if (host == null || host.equals(id.host())) {
                      list.add(limit(id, metric, limit));
                    }
                  }));
    }
    return body + "\n";
  }

  private ObjectNode limit(HostId host, String metric, Limit limit) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("tenant", host.tenantId()).put("host", host.host()).put("metric", metric);
    List<String> unanswered = new ArrayList<>();
    limit.open().keySet().stream()
        .filter(number -> !isWaiting(number))
        .forEach(number -> unanswered.add(limit.open().get(number)));
    Limit.Acked last = limit.last();
    boolean known = limit.isKnown() && unanswered.isEmpty();
    String state = last != null && last.pct() != null ? "set" : "configured";
    node.put("state", known ? state : "unknown");
    if (last != null) {
      node.put("pct", last.pct()).put("previous", last.previous());
      node.put("who", last.who()).put("at", last.at()).put("cid", last.cid());
    }
    if (!unanswered.isEmpty()) {
      unanswered.forEach(node.putArray("unanswered")::add);
    }
    return node;
  }

  private boolean isWaiting(long number) {
    AuditEntry entry = audit.find(number);
    return entry != null && entry.isWaiting() && !isGivenUp(entry);
  }

  /** Whether nobody waits for the answer any more: the hub that did is gone. */
  private boolean isGivenUp(AuditEntry entry) {
    return entry.isWaiting()
        && !begunNanos.containsKey(entry.number())
        && time.wallMillis().getAsLong() - entry.at() > GIVEN_UP_MILLIS;
  }

  /**
   * For how long the disk has not taken what should be written down, milliseconds; 0 while all is
   * well. Commands are refused meanwhile, and outcomes wait in memory.
   */
  public long behindMillis() {
    return ledger.behindMillis();
  }

  /** Makes all that was put down safe from a power cut; may take as long as the disk does. */
  public void sync() {
    try {
      ledger.sync();
    } catch (IOException disk) {
      Logger.error("the audit list is not safe on disk: {}", disk.toString());
    }
  }

  @Override
  public void close() {
    try {
      ledger.close();
    } catch (IOException disk) {
      Logger.error("the last lines of the audit list may be missing: {}", disk.toString());
    }
  }
}
