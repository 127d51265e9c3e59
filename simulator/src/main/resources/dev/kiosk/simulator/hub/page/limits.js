// What the page shows of limits while commands are under way: one command is one cid. Nothing here
// knows of the page or of sockets, so that it can be tested by itself.
//
// A kiosk carries commands out in the order in which they were sent, whatever the order in which
// their answers arrive. So of all commands that were confirmed, the one that was sent last holds;
// while some are unanswered, the one of these that was sent last is shown, as pending; and when it
// fails, what is shown is again exactly what would have been shown without it.

/** A limit: {value: number | null, source}. null stands for the limit that the kiosk is configured with. */
const UNKNOWN = undefined;
const KEPT_ANSWERS = 200;

export class Limits {
  constructor() {
    this.metrics = new Map(); // metric -> {held, heldBy, answers, pending: []}
    this.sent = new Map(); // cid -> command, of all that may still be answered
    this.number = 0;
  }

  of(metric) {
    let known = this.metrics.get(metric);
    if (!known) {
      known = { held: UNKNOWN, heldBy: 0, answers: 0, pending: [], outcome: null };
      this.metrics.set(metric, known);
    }
    return known;
  }

  /** A command leaves. `limit` is what holds if it is confirmed. */
  send(cid, metric, limit, now) {
    const command = { cid, metric, limit, number: ++this.number, sentAt: now, waiting: true };
    this.of(metric).pending.push(command);
    this.of(metric).outcome = null;
    this.sent.set(cid, command);
    if (this.sent.size > KEPT_ANSWERS) this.forgetOldest();
    return command;
  }

  forgetOldest() {
    for (const [cid, command] of this.sent) {
      if (!command.waiting) {
        this.sent.delete(cid);
        return;
      }
    }
  }

  /** The kiosk did it. Returns the command, or null when nobody here sent it or it was answered before. */
  ack(cid, now, previous) {
    const command = this.sent.get(cid);
    if (!command || command.confirmed) return null;
    const late = !command.waiting;
    const known = this.settle(command);
    command.confirmed = true;
    const overtaken = command.number < known.heldBy;
    if (!overtaken) {
      known.held = { ...command.limit, at: now };
      known.heldBy = command.number;
    }
    known.outcome = { kind: late ? 'late' : 'ack', command, previous, overtaken, at: now };
    return command;
  }

  /**
   * It was not done, or nobody knows. A second one, after a timeout for instance, tells the reason anew
   * and changes nothing else. Returns the command, or null when nobody here sent it or it was confirmed.
   */
  nack(cid, reason, now) {
    const command = this.sent.get(cid);
    if (!command || command.confirmed) return null;
    const known = command.waiting ? this.settle(command) : this.of(command.metric);
    if (known.outcome && known.outcome.command.number > command.number) return command; // newer is told already
    known.outcome = { kind: 'nack', command, reason, at: now, back: this.shown(command.metric).limit };
    return command;
  }

  settle(command) {
    const known = this.of(command.metric);
    command.waiting = false;
    known.answers++;
    known.pending = known.pending.filter((each) => each !== command);
    return known;
  }

  /** Gives up waiting for what was sent before `time`. */
  expire(time, reason, now) {
    const gone = [...this.sent.values()].filter((each) => each.waiting && each.sentAt < time);
    gone.forEach((each) => this.nack(each.cid, reason, now));
    return gone;
  }

  /** How many answers there were; to be handed to `learn` with what was asked for at that time. */
  answers(metric) {
    return this.of(metric).answers;
  }

  /**
   * Somebody else knows what holds. What was asked for before the last answer came is older than
   * the answer, and is not taken.
   */
  learn(metric, limit, answersThen) {
    const known = this.of(metric);
    if (answersThen !== known.answers) return false;
    if (known.held?.value !== limit.value) known.outcome = null; // it told of what no longer holds
    known.held = limit;
    return true;
  }

  /** What holds as far as is known; undefined when it is not. */
  held(metric) {
    return this.of(metric).held;
  }

  /** What is to be shown: {limit, pending: the command that it hangs on, or null, outcome}. */
  shown(metric) {
    const known = this.of(metric);
    const pending = known.pending[known.pending.length - 1] ?? null;
    return {
      limit: pending ? pending.limit : known.held,
      pending,
      waiting: known.pending.length,
      outcome: known.outcome,
    };
  }

  /**
   * What is to be sent again after the connection was lost, in order and under the same cid: a kiosk
   * that did it already gives the same answer. What a later, confirmed command has replaced must not
   * be sent again, since it may never have arrived; it is given up.
   */
  again(now) {
    const waiting = [...this.sent.values()].filter((each) => each.waiting);
    const overtaken = waiting.filter((each) => each.number < this.of(each.metric).heldBy);
    overtaken.forEach((each) => this.nack(each.cid, 'overtaken: a later change was confirmed', now));
    return waiting.filter((each) => each.waiting);
  }
}
