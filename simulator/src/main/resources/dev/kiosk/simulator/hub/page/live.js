// The last thousand events, newest first. What is read stays where it is: away from the top, or
// when asked to, the list waits and counts what comes.

import { attribute, clock, counted, element, eventWords, isReading, mark, put } from './format.js';
import { VirtualList } from './list.js';

const KEPT = 1000;

class Ring {
  constructor() {
    this.items = [];
    this.total = 0; // of all that were ever put in
  }

  add(item) {
    this.items.push(item);
    this.total++;
    if (this.items.length >= 2 * KEPT) this.items = this.items.slice(-KEPT); // seldom, so that it costs little
  }

  get length() {
    return Math.min(KEPT, this.items.length);
  }

  /** 0 is the newest. */
  newest(index) {
    return this.items[this.items.length - 1 - index];
  }

  copy() {
    const kept = new Ring();
    kept.items = this.items.slice(-KEPT);
    kept.total = this.total;
    return kept;
  }
}

export class Live {
  /** `chosen(host)` is called when the kiosk of an event is chosen. */
  constructor(root, chosen) {
    this.rings = { alerts: new Ring(), all: new Ring() };
    this.which = 'alerts';
    this.frozen = null;
    this.byHand = false;
    this.box = root.querySelector('.events');
    this.button = root.querySelector('.pause');
    this.none = root.querySelector('.none');
    this.rate = root.querySelector('.rate');
    this.passed = 0;
    this.ratedAt = performance.now();
    this.list = new VirtualList(this.box, {
      count: () => this.shown.length,
      make: () => this.make(),
      fill: (row, index) => this.fill(row, index),
    });
    this.choices = [...root.querySelectorAll('[data-which]')];
    for (const choice of this.choices) choice.addEventListener('click', () => this.choose(choice.dataset.which));
    this.button.addEventListener('click', () => this.toggle());
    this.box.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.box.addEventListener('click', (event) => {
      const row = event.target.closest('.event-row');
      if (row?.dataset.host) chosen(row.dataset.host);
    });
  }

  get ring() {
    return this.rings[this.which];
  }

  get shown() {
    return this.frozen ?? this.ring;
  }

  /** `recent`: alerts from before the page was connected, which may be known already or come once more. */
  take(events, skipped, recent = []) {
    const known = new Set(recent.length ? this.rings.alerts.items.map((event) => JSON.stringify(event)) : []);
    for (const event of [...recent, ...(recent.length ? events : [])]) {
      const text = JSON.stringify(event);
      if (!known.has(text)) this.add(event);
      known.add(text);
    }
    if (recent.length) return;
    if (skipped > 0) this.note(`${counted(skipped)} events went by too fast to be shown`, ['all']);
    this.passed += events.length + skipped;
    for (const event of events) {
      this.add(event);
    }
  }

  add(event) {
    this.rings.all.add(event);
    if (!isReading(event)) this.rings.alerts.add(event);
  }

  /** A remark among the events. */
  note(text, where = ['all', 'alerts']) {
    for (const which of where) this.rings[which].add({ note: text, ts: Date.now() });
  }

  clear() {
    this.rings = { alerts: new Ring(), all: new Ring() };
    this.go();
  }

  choose(which) {
    this.which = which;
    for (const choice of this.choices) attribute(choice, 'aria-pressed', String(choice.dataset.which === which));
    this.go();
  }

  toggle() {
    if (this.frozen) {
      this.go();
    } else {
      this.byHand = true;
      this.freeze();
    }
    this.draw();
  }

  scrolled() {
    const away = this.box.scrollTop > 4;
    if (away && !this.frozen) this.freeze();
    else if (!away && this.frozen && !this.byHand) this.go();
    this.draw();
  }

  freeze() {
    this.frozen = this.ring.copy();
  }

  go() {
    this.frozen = null;
    this.byHand = false;
    this.box.scrollTop = 0;
    this.draw();
  }

  draw() {
    const waiting = this.frozen ? this.ring.total - this.frozen.total : 0;
    attribute(this.button, 'aria-pressed', String(this.frozen !== null));
    put(this.button, this.frozen ? `Paused, ${counted(waiting)} new. Go on` : 'Pause');
    const empty = this.shown.length === 0;
    if (this.none.hidden === empty) this.none.hidden = !empty;
    put(this.none, this.which === 'alerts' ? 'No alert has come yet.' : 'Nothing has come yet.');
    this.list.draw();
    this.drawRate();
  }

  drawRate() {
    const seconds = (performance.now() - this.ratedAt) / 1000;
    if (seconds < 2) return;
    put(this.rate, `${counted(Math.round(this.passed / seconds))} events/s`);
    this.passed = 0;
    this.ratedAt = performance.now();
  }

  make() {
    const row = element('div', 'event-row');
    row.setAttribute('role', 'listitem');
    const sign = element('span', 'shape small');
    sign.setAttribute('aria-hidden', 'true');
    row.append(element('time', 'when'), sign, element('b', 'name'), element('span', 'what'));
    return row;
  }

  fill(row, index) {
    const event = this.shown.newest(index);
    if (row.event === event) return;
    row.event = event;
    const [when, sign, name, what] = row.children;
    const { state, text } = event.note ? { state: 'note', text: event.note } : eventWords(event);
    row.dataset.host = event.host ?? '';
    attribute(row, 'class', 'event-row ' + state);
    put(when, clock(event.ts));
    attribute(sign, 'class', 'shape small ' + state);
    put(sign, state === 'reading' || state === 'note' ? '·' : mark(state));
    put(name, event.host ?? '');
    put(what, text);
  }
}
