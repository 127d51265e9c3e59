// One kiosk: its devices, its limits, what happened.

import { attribute, deviceWord, element, eventWords, isReading, mark, metricName, moment, put, remedy, sentence, span, stateWord, wrong } from './format.js';
import { shape } from './fleet.js';
import { limitWords } from './limitpanel.js';
import { KeptRows } from './list.js';
import { ask, session } from './session.js';

const SHOWN = 100;
const SPOOLS = 3; // a kiosk begins a new one when its disk was lost; what was before is seldom asked for

export class Kiosk {
  constructor(root, limits) {
    this.root = root;
    this.limits = limits;
    this.title = root.querySelector('h2');
    this.facts = root.querySelector('.facts');
    this.body = root.querySelector('.body');
    this.cards = root.querySelector('.cards');
    this.audit = root.querySelector('.audit');
    this.history = new KeptRows(root.querySelector('.history'), historyRow);
    this.changes = new KeptRows(this.audit.querySelector('ol'), (entry) => element('li', '', auditWords(entry)), JSON.stringify);
    this.none = root.querySelector('.none');
    this.host = '';
    this.told = null;
    this.events = [];
    this.known = new Set();
    this.fresh = true;
  }

  choose(host) {
    if (host === this.host) return;
    this.host = host;
    this.told = null;
    this.signature = '';
    this.events = [];
    this.known = new Set();
    this.fresh = true;
    this.loading = host !== '';
    this.body.hidden = host === '';
    this.body.scrollTop = 0;
    this.limits.show(host);
    this.load();
  }

  /** All of it as the hub knows it now. */
  take(kiosk) {
    if (kiosk.host === this.host) this.told = kiosk;
  }

  hear(events) {
    for (const event of events) {
      if (event.host !== this.host) continue;
      if (isReading(event)) this.limits.measured(event);
      else this.remember(event);
    }
  }

  remember(event) {
    const key = JSON.stringify(event); // an event is written once, so its text tells it from others
    if (this.known.has(key)) return;
    this.known.add(key);
    this.events.push(event);
    this.fresh = true;
    if (this.events.length > 4 * SHOWN) this.shorten();
  }

  shorten() {
    this.events.sort((one, other) => one.ts - other.ts);
    this.events = this.events.slice(-SHOWN);
    this.known = new Set(this.events.map((event) => JSON.stringify(event)));
  }

  async load() {
    const host = this.host;
    if (!host) return;
    try {
      const [its] = (await (await ask('/api/hosts', { tenant: session.tenant, host })).json()).hosts;
      const spools = (its?.spools ?? []).filter((spool) => spool.lane !== 'readings').slice(-SPOOLS);
      for (const { spool, lane, next } of spools) await this.loadSpool(host, spool, lane, next ?? SHOWN);
    } catch {
      // asked again with the next connection
    }
    if (host === this.host) {
      this.loading = false;
      this.fresh = true;
      this.draw();
      this.loadAudit();
    }
  }

  async loadSpool(host, spool, lane, next) {
    const from = Math.max(0, next - 3 * SHOWN);
    const query = { tenant: session.tenant, host, spool, lane, from, limit: 3 * SHOWN };
    const lines = (await (await ask('/api/events', query)).text()).split('\n');
    if (host !== this.host) return;
    for (const line of lines) {
      if (!line) continue;
      const { event } = JSON.parse(line);
      if (!isReading(event)) this.remember(event);
    }
  }

  async loadAudit() {
    const host = this.host;
    try {
      const { entries } = await (await ask('/api/audit', { tenant: session.tenant, host })).json();
      if (host !== this.host) return;
      this.changes.show(entries.slice(0, SHOWN));
      this.audit.hidden = entries.length === 0;
    } catch {
      this.audit.hidden = true; // a hub that keeps none
    }
  }

  draw(now) {
    if (!this.host) {
      put(this.title, 'No kiosk is chosen');
      put(this.facts, '');
      return;
    }
    if (now) this.now = now;
    put(this.title, this.host);
    this.limits.draw();
    if (this.told) this.drawTold(this.told);
    if (this.fresh) this.drawHistory();
    for (const time of this.body.querySelectorAll('time[data-since]')) {
      put(time, span(this.now - Number(time.dataset.since)));
    }
  }

  drawTold(kiosk) {
    put(this.facts, facts(kiosk, this.now));
    attribute(this.root, 'class', kiosk.connected ? '' : 'away');
    const devices = (kiosk.devices ?? []).map((device) => ({ ...device, trouble: device.conditions ?? [] }));
    const signature = JSON.stringify([kiosk.connected, devices, kiosk.raised]);
    if (signature === this.signature) return;
    this.signature = signature;
    const cards = devices.map((device) => card(device, kiosk));
    const own = kiosk.raised.filter((alert) => alert.device === '' || !devices.some((each) => each.device === alert.device));
    for (const [name, alerts] of byDevice(own)) cards.unshift(alertCard(name, alerts));
    if (cards.length === 0) {
      const text = kiosk.level === 'plain' ? 'It tells of faults only, and has told of none.' : 'It has told of no devices.';
      cards.push(element('li', 'card soft', text));
    }
    this.cards.replaceChildren(...cards);
  }

  drawHistory() {
    this.fresh = false;
    const newest = [...this.events].sort((one, other) => other.ts - one.ts).slice(0, SHOWN);
    put(this.none, this.loading ? 'Asking the hub …' : newest.length ? '' : 'Nothing has happened yet.');
    this.none.hidden = this.none.textContent === '';
    this.history.show(newest);
  }
}

function facts(kiosk, now) {
  if (kiosk.since === undefined) return 'Not heard since the hub was started';
  const parts = [kiosk.connected ? `Connected for ${span(now - kiosk.since)}` : `Not connected, last heard ${span(now - kiosk.heard)} ago; what stands here is from then`];
  if (kiosk.connected) parts.push(`last heard ${span(now - kiosk.heard)} ago`);
  if (kiosk.heartbeat?.buffered) {
    const { alerts, readings } = kiosk.heartbeat.buffered;
    if (alerts + readings > 100) parts.push(`${alerts + readings} events are still to come`);
  }
  if (kiosk.agent) parts.push('agent ' + kiosk.agent);
  return parts.join(' · ');
}

function card(device, kiosk) {
  const state = kiosk.connected ? device.state : 'unknown';
  const item = element('li', 'card ' + state);
  const title = element('h4');
  title.append(shape(state === 'offline' ? 'error' : state), element('span', 'name', device.device));
  const kind = [device.deviceKind, device.model].filter(Boolean).join(', ');
  item.append(title, element('p', 'soft', kind), element('p', 'state', kiosk.connected ? deviceWord(device.state) : `Was: ${deviceWord(device.state).toLowerCase()}`));
  for (const code of device.trouble) item.append(condition(code, kiosk.raised.find((each) => each.device === device.device && each.code === code)));
  return item;
}

function condition(code, raised) {
  const box = element('div', 'condition');
  const what = element('p', '', raised && raised.device === '' && raised.message ? sentence(raised.message) : wrong(code));
  if (raised) {
    const since = element('time');
    since.dataset.since = raised.ts;
    what.append(' For ', since, '.');
  }
  if (raised?.service) what.append(' Being serviced.');
  box.append(what);
  if (remedy(code)) box.append(element('p', 'soft', remedy(code)));
  return box;
}

function byDevice(alerts) {
  const groups = new Map();
  for (const alert of alerts) {
    if (!groups.has(alert.device)) groups.set(alert.device, []);
    groups.get(alert.device).push(alert);
  }
  return groups;
}

function alertCard(device, alerts) {
  const bad = alerts.some((alert) => ['error', 'critical'].includes(alert.severity));
  const state = bad ? 'error' : 'warning';
  const item = element('li', 'card ' + state);
  const title = element('h4');
  title.append(shape(state), element('span', 'name', device || 'The kiosk itself'));
  item.append(title, element('p', 'state', stateWord(state)));
  alerts.forEach((alert) => item.append(condition(alert.code, alert)));
  return item;
}

function historyRow(event) {
  const { state, text } = eventWords(event);
  const row = element('li', state);
  const time = element('time', 'when', moment(event.ts));
  time.dateTime = new Date(event.ts).toISOString();
  const sign = element('span', 'shape small ' + state, mark(state));
  sign.setAttribute('aria-hidden', 'true');
  row.append(time, sign, element('span', 'what', (event.type === 'error' && event.device && !text.toLowerCase().includes(event.device.toLowerCase()) ? event.device + ': ' : '') + text));
  return row;
}

/** A line of /api/audit. */
function auditWords({ at, who, metric, kind, pct, outcome, reason, late }) {
  const wanted = kind === 'clear-threshold' ? 'the configured limit' : limitWords({ value: pct ?? null }, metric);
  const end = late ? `${outcome}, then ${late.outcome ?? late}` : outcome;
  return `${moment(at)} ${who}: ${metricName(metric)} to ${wanted}, ${end}${reason ? ` (${reason})` : ''}`;
}
