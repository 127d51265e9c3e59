package dev.kiosk.simulator.hub.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command and what became of it: a line of the audit list, in memory, in the file and at {@code
 * /api/audit}. Immutable.
 *
 * @param number counts up over all tenants; names the entry; 0 in a line that begins one and stands
 *     where hubs share a ledger, as its position is its number then
 * @param at when it was sent, milliseconds since the Unix epoch, UTC
 * @param who the name of the token
 * @param metric whose limit
 * @param pct the limit asked for; absent when there is none
 * @param outcome {@code waiting}, {@code ack}, the word of the nack, or {@code unknown} when the
 *     hub was stopped before an answer
 * @param reason the nack in words
 * @param previous what an ack says was replaced; absent when there was none
 * @param tookMillis from sending to the outcome
 * @param late what the kiosk answered after a timeout
 */
@JsonInclude(Include.NON_NULL)
@JsonPropertyOrder({"number", "at", "who", "tenant", "host", "cid", "kind", "metric", "pct"})
record AuditEntry(
    long number,
    long at,
    String who,
    String tenant,
    String host,
    String cid,
    String kind,
    String metric,
    @Nullable Double pct,
    String outcome,
    @Nullable String reason,
    @Nullable Double previous,
    @Nullable Long tookMillis,
    @Nullable Late late) {

  static final String WAITING = "waiting";
  static final String ACK = "ack";

  /** An answer after a timeout. */
  @JsonInclude(Include.NON_NULL)
  record Late(
      String outcome, @Nullable String reason, @Nullable Double previous, long tookMillis) {}

  /** A command that is about to be sent. */
  static AuditEntry begun(long number, long at, String who, Command command) {
    return new AuditEntry(
        number,
        at,
        who,
        command.host().tenantId(),
        command.host().host(),
        command.cid(),
        command.kind(),
        command.metric(),
        command.pct(),
        WAITING,
        null,
        null,
        null,
        null);
  }

  /** The same under a number. */
  AuditEntry numbered(long given) {
    return new AuditEntry(
        given,
        at,
        who,
        tenant,
        host,
        cid,
        kind,
        metric,
        pct,
        outcome,
        reason,
        previous,
        tookMillis,
        late);
  }

  /** The same with its outcome. */
  AuditEntry ended(Answer answer, @Nullable Long took) {
    return new AuditEntry(
        number,
        at,
        who,
        tenant,
        host,
        cid,
        kind,
        metric,
        pct,
        answer.word(),
        answer.reason(),
        answer.previous(),
        took,
        null);
  }

  /** The same with an answer that came after the timeout. */
  AuditEntry answeredLate(Answer answer, long took) {
    return new AuditEntry(
        number,
        at,
        who,
        tenant,
        host,
        cid,
        kind,
        metric,
        pct,
        outcome,
        reason,
        previous,
        tookMillis,
        new Late(answer.word(), answer.reason(), answer.previous(), took));
  }

  /** The same after the hub that waited for the answer is gone. */
  AuditEntry abandoned() {
    String words = "unknown: the hub was stopped before an answer; it may have taken effect";
    return ended(Answer.nack(cid, words), null);
  }

  boolean isWaiting() {
    return outcome.equals(WAITING);
  }

  /** Whether the kiosk has carried it out, in time or late. */
  boolean isAcked() {
    return outcome.equals(ACK) || (late != null && late.outcome().equals(ACK));
  }

  /** Whether the kiosk, or the hub for it, has said that it was not carried out. */
  boolean isRefused() {
    String word = late != null ? late.outcome() : outcome;
    return !List.of(ACK, "timeout", "unknown", WAITING).contains(word);
  }
}
