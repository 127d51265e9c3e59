// The limits of one kiosk: each is changed at once on the page, and marked until the kiosk has answered.

import { Limits } from './limits.js';
import { attribute, clock, metricName, moment, number, put, sentence } from './format.js';
import { ask, session } from './session.js';

const METRICS = ['cpu', 'memory', 'disk', 'temperature'];
const PATIENCE_MS = 8000; // the hub gives up after five seconds and says so; this is for a hub that is gone
const REFUSALS = {
  'invalid-threshold': 'The kiosk refused',
  'unknown-metric': 'The kiosk does not measure this, so it refused',
  'unsupported-command': 'Not allowed for',
  'wrong-host': 'Another kiosk answered for this one, and refused',
  'storage-failed': 'The kiosk could not save',
  'malformed': 'The hub or the kiosk could not read',
  timeout: 'No answer in time to',
  offline: 'The kiosk is not connected, so nothing came of',
  overtaken: 'A later change was confirmed before',
  lost: 'The connection was lost before an answer came to',
};

const unit = (metric) => (metric === 'temperature' ? '°C' : '%');

export function limitWords(limit, metric) {
  if (limit === undefined) return 'not known';
  if (limit.value === null) return 'as configured';
  return `${number(limit.value)} ${unit(metric)}`;
}

const wanted = (command) =>
  command.limit.value === null ? 'the configured limit' : limitWords(command.limit, command.metric);

export class LimitPanel {
  /** `send(message)` returns whether it could be sent. */
  constructor(root, send) {
    this.root = root;
    this.send = send;
    this.byHost = new Map(); // host -> Limits, of all that were changed from here
    this.sentTo = new Map(); // cid -> host
    this.host = '';
    this.readings = new Map();
    this.rows = new Map();
    const template = document.getElementById('limit');
    for (const metric of METRICS) this.add(template, metric);
    setInterval(() => this.expire(), 500);
  }

  add(template, metric) {
    const row = template.content.cloneNode(true).firstElementChild;
    const title = row.querySelector('h4');
    title.textContent = metricName(metric);
    title.id = 'limit-' + metric;
    row.setAttribute('aria-labelledby', title.id);
    const input = row.querySelector('input');
    input.id = 'new-' + metric;
    const label = row.querySelector('label');
    label.htmlFor = input.id;
    label.textContent = 'New limit of ' + metricName(metric);
    row.querySelector('.unit').textContent = unit(metric);
    row.dataset.metric = metric;
    row.querySelector('form').addEventListener('submit', (event) => {
      event.preventDefault();
      if (input.value === '') return;
      this.change(metric, Number(input.value));
      input.value = '';
    });
    row.querySelector('.clear').addEventListener('click', () => this.change(metric, null));
    this.rows.set(metric, row);
    this.root.append(row);
  }

  /** Another tenant is shown, whose kiosks may have the same names. */
  forget() {
    this.byHost.clear();
    this.sentTo.clear();
    this.host = '';
  }

  limits(host) {
    if (!this.byHost.has(host)) this.byHost.set(host, new Limits());
    return this.byHost.get(host);
  }

  show(host) {
    if (this.host === host) return;
    this.host = host;
    this.readings = new Map();
    for (const row of this.rows.values()) row.querySelector('input').value = '';
    this.learn();
    this.draw();
  }

  /** Sends a command; null goes back to the configured limit. */
  change(metric, value) {
    const cid = crypto.randomUUID ? crypto.randomUUID() : 'page-' + Math.random().toString(36).slice(2);
    const limits = this.limits(this.host);
    limits.send(cid, metric, { value }, performance.now());
    this.sentTo.set(cid, this.host);
    if (this.sentTo.size > 1000) this.sentTo.delete(this.sentTo.keys().next().value);
    this.transmit(this.host, limits.sent.get(cid)); // without a connection it waits for the next one
    this.draw();
  }

  transmit(host, { cid, metric, limit }) {
    return limit.value === null
      ? this.send({ kind: 'clear-threshold', host, metric, cid })
      : this.send({ kind: 'set-threshold', host, metric, pct: limit.value, cid });
  }

  /** An ack or nack from the hub. */
  reply(frame) {
    const host = this.sentTo.get(frame.cid);
    if (host === undefined) return;
    const limits = this.limits(host);
    if (frame.kind === 'ack') limits.ack(frame.cid, Date.now(), frame.previous);
    else if (frame.kind === 'nack') limits.nack(frame.cid, String(frame.reason), Date.now());
  }

  /** There is a connection again: what was not answered is asked again, which changes nothing twice. */
  reconnected() {
    for (const [host, limits] of this.byHost) {
      limits.again(Date.now()).forEach((command) => this.transmit(host, command));
    }
    this.learn();
  }

  expire() {
    let gone = 0;
    const before = performance.now() - PATIENCE_MS;
    for (const limits of this.byHost.values()) {
      gone += limits.expire(before, 'lost: it may still take effect', Date.now()).length;
    }
    if (gone) this.draw();
  }

  /** Asks the hub which limits were confirmed last, whoever set them. */
  async learn() {
    const host = this.host;
    if (!host) return;
    const limits = this.limits(host);
    const answers = new Map(METRICS.map((metric) => [metric, limits.answers(metric)]));
    try {
      const reply = await (await ask('/api/thresholds', { tenant: session.tenant, host })).json();
      for (const [metric, limit] of confirmed(reply)) {
        if (answers.has(metric)) limits.learn(metric, limit, answers.get(metric));
      }
      this.draw();
    } catch {
      // a hub that does not keep them: what was confirmed to this page is what it knows
    }
  }

  /** Takes what the kiosk measures, to be seen beside its limit. */
  measured(event) {
    if (event.type === 'cpu') this.readings.set('cpu', event.pct);
    else if (event.type === 'metric') this.readings.set(event.name, event.value);
  }

  draw() {
    if (!this.host) return;
    const limits = this.limits(this.host);
    for (const [metric, row] of this.rows) this.drawRow(row, metric, limits.shown(metric));
  }

  drawRow(row, metric, { limit, pending, waiting, outcome }) {
    const reading = this.readings.get(metric);
    put(row.querySelector('.now'), reading === undefined ? '' : `now ${number(reading)} ${unit(metric)}`);
    put(row.querySelector('.value b'), limitWords(limit, metric));
    const hint = row.querySelector('.pending');
    hint.hidden = pending === null;
    put(row.querySelector('.waiting'), waiting > 1 ? `waiting for ${waiting} answers` : 'waiting for the kiosk');
    const state = pending ? 'pending' : outcome ? outcome.kind : 'held';
    attribute(row, 'data-state', state);
    put(row.querySelector('.outcome'), pending && !outcome ? '' : outcomeWords(outcome, limit, metric));
    row.querySelector('form').hidden = !session.mayCommand;
  }
}

function outcomeWords(outcome, limit, metric) {
  if (!outcome) {
    if (limit === undefined || !limit.at) return '';
    return `Confirmed ${moment(limit.at)}${limit.who ? ', set by ' + limit.who : ''}.`;
  }
  const { command, at } = outcome;
  if (outcome.kind === 'ack') {
    const before = typeof outcome.previous === 'number' ? `, was ${number(outcome.previous)} ${unit(metric)}` : '';
    return `✓ Confirmed by the kiosk ${clock(at)}${outcome.overtaken ? '; a later change holds' : before}.`;
  }
  if (outcome.kind === 'late') {
    return `✓ The kiosk answered late, ${clock(at)}: ${wanted(command)} ${outcome.overtaken ? 'was set, a later change holds' : 'holds after all'}.`;
  }
  return '✕ ' + refusal(outcome.reason, command) + ` Back to ${limitWords(outcome.back, metric)}.`;
}

function refusal(reason, command) {
  const colon = reason.indexOf(':');
  const word = colon < 0 ? '' : reason.slice(0, colon);
  const known = REFUSALS[word];
  if (!known) return sentence(`Refused: ${reason}`);
  return `${known} ${wanted(command)}: ${sentence(reason.slice(colon + 1))}`;
}

/** Pairs of metric and limit from /api/thresholds; what the hub does not know is left out. */
function confirmed({ thresholds }) {
  return thresholds
    .filter((each) => each.state !== 'unknown')
    .map((each) => [each.metric, { value: each.state === 'set' ? each.pct : null, at: each.at, who: each.who }]);
}
