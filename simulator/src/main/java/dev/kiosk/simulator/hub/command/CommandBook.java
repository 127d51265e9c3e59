package dev.kiosk.simulator.hub.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiosk.simulator.hub.HostId;
import dev.kiosk.simulator.hub.HubTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Who set what, on which host, when and with which outcome, and which limits hold by that; kept
 * across restarts in {@code audit.jsonl}.
 *
 * <p>Each line of the file is an {@link AuditEntry} as it stood after a change, or what was known
 * of a {@link Limit} when the file was last written anew; the last line of a number or limit
 * counts. So the file begins, is read and goes on the same way after any crash. It is written anew
 * when it has become much longer than what it says.
 */
public final class CommandBook implements AutoCloseable {

  /** How many lines are more than what they say before the file is written anew. */
  private static final int SLACK_LINES = 20_000;

  /** A disk that takes longer for a line is behind. Commands must be answered within 5 s. */
  private static final long PATIENCE_MILLIS = 2_000;

  /** What is answered when a command cannot be put down. */
  static final String UNSENT =
      "storage-failed: the hub cannot write down who asks; nothing was sent";

  private static final List<String> USUAL_METRICS = List.of("cpu", "memory", "disk", "temperature");

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Journal journal;
  private final HubTime time;
  private final Audit audit = new Audit();
  private final Thresholds thresholds = new Thresholds();
  private final Map<Long, Long> begunNanos = new HashMap<>();
  private long nextNumber;
  private long lines;
  private long linesAfterRewrite;

  /** A line that says what is known of a limit. */
  private record LimitLine(String tenant, String limitOf, String metric, Limit limit) {}

  private CommandBook(Journal journal, HubTime time) {
    this.journal = journal;
    this.time = time;
  }

  /**
   * Opens the book of a data folder, which is made when it is absent.
   *
   * @throws IOException when its file cannot be read or written
   */
  public static CommandBook open(Path dataDir, HubTime time) throws IOException {
    var thread = Executors.newSingleThreadExecutor(CommandBook::thread);
    return open(dataDir, time, new Backlog(thread, time, PATIENCE_MILLIS));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "hub-audit");
    thread.setDaemon(true); // it may hang with its disk
    return thread;
  }

  static CommandBook open(Path dataDir, HubTime time, Backlog disk) throws IOException {
    Files.createDirectories(dataDir);
    CommandBook book = new CommandBook(Journal.open(dataDir.resolve("audit.jsonl"), disk), time);
    book.read();
    return book;
  }

  private void read() throws IOException {
    int unreadable = 0;
    for (String line : journal.lines()) {
      lines++;
      try {
        readLine(line);
      } catch (JsonProcessingException damaged) {
        unreadable++;
      }
    }
    if (unreadable > 0) {
      Logger.warn("{} lines of audit.jsonl are damaged and were passed over", unreadable);
    }
    for (AuditEntry entry : audit.all()) {
      if (entry.isWaiting()) {
        keep(entry.abandoned());
        add(entry.abandoned());
      }
    }
    rewriteIfLong();
  }

  private void readLine(String line) throws JsonProcessingException {
    if (line.contains("\"limitOf\":")) {
      LimitLine limit = JSON.readValue(line, LimitLine.class);
      HostId host = new HostId(limit.tenant(), limit.limitOf());
      thresholds.change(host, limit.metric(), before -> limit.limit());
      return;
    }
    AuditEntry entry = JSON.readValue(line, AuditEntry.class);
    keep(entry);
    nextNumber = Math.max(nextNumber, entry.number() + 1);
  }

  /**
   * Puts down a command that is about to be sent; returns its number.
   *
   * @throws IOException when it is not written down, and so must not be sent
   */
  synchronized long begun(Command command, String who) throws IOException {
    long number = nextNumber++;
    AuditEntry entry = AuditEntry.begun(number, time.wallMillis().getAsLong(), who, command);
    try {
      add(entry); // first, since what cannot be written is not sent
    } catch (Backlog.LateException late) {
      AuditEntry unsent = entry.ended(Answer.nack(command.cid(), UNSENT), 0L);
      keep(
          unsent); // for the line may come to be written, and would tell of a command that was sent
      note(unsent);
      throw late;
    }
    keep(entry);
    begunNanos.put(number, time.nanos().getAsLong());
    rewriteIfLong();
    return number;
  }

  /** Puts down a command that the hub did not send. */
  synchronized void refused(Command command, String who, Answer answer) throws IOException {
    long number = nextNumber++;
    AuditEntry entry = AuditEntry.begun(number, time.wallMillis().getAsLong(), who, command);
    keep(entry.ended(answer, 0L));
    add(entry.ended(answer, 0L));
    rewriteIfLong();
  }

  /**
   * Puts down an outcome.
   *
   * @param late whether a timeout was put down before
   */
  synchronized void ended(long number, Answer answer, boolean late) throws IOException {
    AuditEntry entry = audit.find(number);
    if (entry == null) {
      begunNanos.remove(number);
      return; // so many came since that it is no longer kept
    }
    long now = time.nanos().getAsLong();
    long took = TimeUnit.NANOSECONDS.toMillis(now - begunNanos.getOrDefault(number, now));
    if (late || !answer.word().equals("timeout")) {
      begunNanos.remove(number);
    }
    AuditEntry done = late ? entry.answeredLate(answer, took) : entry.ended(answer, took);
    keep(done); // first, since it happened even if the disk refuses it
    note(done);
    rewriteIfLong();
  }

  /**
   * Takes note of an answer that nobody waits for. When it is an ack of something that was not
   * asked for here, some limit of that host is another one now.
   */
  synchronized void unasked(HostId host, Answer answer) throws IOException {
    if (answer.reason() != null || audit.knows(host, answer.cid())) {
      return;
    }
    for (Map.Entry<String, Limit> known : List.copyOf(thresholds.of(host).entrySet())) {
      if (known.getValue().isKnown()) {
        Limit doubted = known.getValue().inDoubt();
        thresholds.change(host, known.getKey(), before -> doubted);
        journal.note(
            JSON.writeValueAsString(
                new LimitLine(host.tenantId(), host.host(), known.getKey(), doubted)));
        lines++;
      }
    }
    rewriteIfLong();
  }

  private void add(AuditEntry entry) throws IOException {
    journal.add(JSON.writeValueAsString(entry));
    lines++;
  }

  private void note(AuditEntry entry) throws IOException {
    journal.note(JSON.writeValueAsString(entry));
    lines++;
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
      thresholds.change(host, now.metric(), limit -> limit.acked(acked(now), first));
    } else if (newlyAcked || isRefused(now)) {
      thresholds.changeKnown(host, now.metric(), limit -> limit.refused(now.number()));
    }
  }

  private static boolean isRefused(AuditEntry entry) {
    String word = entry.late() != null ? entry.late().outcome() : entry.outcome();
    return !List.of("ack", "timeout", "unknown", "waiting").contains(word);
  }

  private static Limit.Acked acked(AuditEntry entry) {
    boolean set = entry.kind().equals(Command.SET);
    Double previous = entry.late() != null ? entry.late().previous() : entry.previous();
    return new Limit.Acked(
        entry.number(), entry.at(), entry.who(), entry.cid(), set ? entry.pct() : null, previous);
  }

  private void rewriteIfLong() {
    if (lines < 2 * linesAfterRewrite + SLACK_LINES) {
      return;
    }
    try {
      rewrite();
    } catch (IOException disk) {
      Logger.warn("audit.jsonl cannot be written anew, and goes on growing: {}", disk.toString());
    }
    linesAfterRewrite = lines; // after a failure, not again at each line
    begunNanos.keySet().removeIf(number -> audit.find(number) == null);
  }

  private void rewrite() throws IOException {
    List<String> kept = new ArrayList<>();
    for (AuditEntry entry : audit.all()) {
      kept.add(JSON.writeValueAsString(entry));
    }
    List<LimitLine> limits = new ArrayList<>();
    thresholds.forEach(
        null,
        (host, known) ->
            known.forEach(
                (metric, limit) ->
                    limits.add(new LimitLine(host.tenantId(), host.host(), metric, limit))));
    for (LimitLine limit : limits) {
      kept.add(JSON.writeValueAsString(limit));
    }
    journal.rewrite(kept);
    lines = kept.size();
  }

  /**
   * The audit list as JSON, newest first.
   *
   * @param tenant of this one only, or null for all
   * @param host of this one only, or null for all
   */
  public synchronized String audit(@Nullable String tenant, @Nullable String host, int most) {
    ObjectNode body = JSON.createObjectNode();
    var list = body.putArray("entries");
    for (AuditEntry entry : audit.last(tenant, host, most)) {
      ObjectNode told = JSON.valueToTree(entry);
      told.remove("number"); // would tell how much the other tenants command
      list.add(told);
    }
    return body + "\n";
  }

  /** The limits that are known, as JSON; of one host always those of the four usual metrics. */
  public synchronized String thresholds(@Nullable String tenant, @Nullable String host) {
    ObjectNode body = JSON.createObjectNode();
    var list = body.putArray("thresholds");
    if (tenant != null && host != null) {
      HostId id = new HostId(tenant, host);
      Map<String, Limit> known = new TreeMap<>(thresholds.of(id));
      USUAL_METRICS.forEach(metric -> known.putIfAbsent(metric, Limit.UNKNOWN));
      known.forEach((metric, limit) -> list.add(limit(id, metric, limit)));
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
    ObjectNode node = JSON.createObjectNode();
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
    return entry != null && entry.isWaiting();
  }

  /**
   * For how long the disk has not taken what should be written down, milliseconds; 0 while all is
   * well. Commands are refused meanwhile, and outcomes wait in memory.
   */
  public long behindMillis() {
    return journal.behindMillis();
  }

  /** Makes all that was put down safe from a power cut; may take as long as the disk does. */
  public void sync() {
    try {
      journal.sync();
    } catch (IOException disk) {
      Logger.error("the audit list is not safe on disk: {}", disk.toString());
    }
  }

  @Override
  public synchronized void close() {
    try {
      journal.close();
    } catch (IOException disk) {
      Logger.error("the last lines of the audit list may be missing: {}", disk.toString());
    }
  }
}
