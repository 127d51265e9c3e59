// The list of all kiosks: worst first, filtered, however many there are.

import { RANK, attribute, counted, element, mark, put, span, stateWord, summaryWords } from './format.js';
import { VirtualList } from './list.js';

const ORDER_MS = 700; // rows change places this often at most
const STILL_MS = 1200; // and not while somebody points at them

export class Fleet {
  /** `chosen(host)` is called when another kiosk is chosen. */
  constructor(root, chosen) {
    this.chosen = chosen;
    this.kiosks = new Map();
    this.names = [];
    this.namesStale = false;
    this.shown = [];
    this.selected = '';
    this.generation = 0;
    this.told = false; // whether the hub has told all that it knows
    this.state = '';
    this.words = '';
    this.stale = true;
    this.orderedAt = 0;
    this.pointedAt = -STILL_MS;
    this.collator = new Intl.Collator('en', { numeric: true });
    this.box = root.querySelector('.kiosks');
    this.none = root.querySelector('.none');
    this.list = new VirtualList(this.box, {
      count: () => this.shown.length,
      make: () => this.make(),
      fill: (row, index) => this.fill(row, index),
    });
    this.chips = new Map();
    for (const state of ['', ...RANK]) this.addChip(root.querySelector('.chips'), state);
    this.search = root.querySelector('input');
    this.search.addEventListener('input', () => this.filter());
    this.search.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown' && this.shown.length) {
        event.preventDefault();
        this.box.focus();
      }
    });
    this.box.addEventListener('click', (event) => {
      const row = event.target.closest('[role=option]');
      if (row) this.select(row.dataset.host);
    });
    this.box.addEventListener('pointermove', () => (this.pointedAt = performance.now()), { passive: true });
    this.box.addEventListener('keydown', (event) => this.key(event));
  }

  addChip(box, state) {
    const button = element('button', 'chip ' + state);
    button.type = 'button';
    if (state) button.append(shape(state));
    const count = element('b', '', '0');
    button.append(count, element('span', '', state ? stateWord(state).toLowerCase() : 'all'));
    button.setAttribute('aria-pressed', String(this.state === state));
    button.addEventListener('click', () => {
      this.state = this.state === state ? '' : state;
      this.filter();
    });
    this.chips.set(state, { button, count });
    box.append(button);
  }

  /** A new telling of all begins; whatever is not in it is gone at its end. */
  begin() {
    this.generation++;
  }

  take(summaries) {
    for (const summary of summaries) {
      if (!this.kiosks.has(summary.host)) this.namesStale = true;
      summary.generation = this.generation;
      summary.words = summaryWords(summary);
      summary.haystack = `${summary.host} ${summary.words} ${stateWord(summary.state)}`.toLowerCase();
      this.kiosks.set(summary.host, summary);
    }
    if (summaries.length) this.stale = true;
  }

  complete() {
    for (const [host, summary] of this.kiosks) {
      if (summary.generation !== this.generation) this.kiosks.delete(host);
    }
    this.told = true;
    this.namesStale = true;
    this.stale = true;
    this.orderedAt = 0;
  }

  clear() {
    this.kiosks.clear();
    this.complete();
    this.told = false;
    this.selected = '';
  }

  filter() {
    this.words = this.search.value.trim().toLowerCase();
    this.box.scrollTop = 0;
    this.order();
    this.list.draw();
  }

  order() {
    if (this.namesStale) {
      this.names = [...this.kiosks.keys()].sort(this.collator.compare);
      this.namesStale = false;
    }
    const byState = Object.fromEntries(RANK.map((state) => [state, []]));
    const counts = Object.fromEntries(RANK.map((state) => [state, 0]));
    for (const name of this.names) {
      const kiosk = this.kiosks.get(name);
      counts[kiosk.state]++;
      const fits = (!this.state || this.state === kiosk.state) && (!this.words || kiosk.haystack.includes(this.words));
      if (fits) byState[kiosk.state].push(kiosk);
    }
    this.shown = RANK.flatMap((state) => byState[state]);
    this.counts = counts;
    this.stale = false;
    this.orderedAt = performance.now();
    for (const [state, { button, count }] of this.chips) {
      const n = state ? counts[state] : this.names.length;
      put(count, counted(n));
      attribute(button, 'aria-pressed', String(this.state === state));
      const hidden = state !== '' && n === 0 && this.state !== state;
      if (button.hidden !== hidden) button.hidden = hidden;
    }
    const empty = this.shown.length === 0;
    this.none.hidden = !empty;
    if (empty) put(this.none, this.names.length ? 'No kiosk fits.' : this.told ? 'No kiosk has been heard of yet.' : 'Asking the hub …');
  }

  /** The worst kiosk, or an empty name. */
  get worst() {
    if (this.stale) this.order();
    return this.shown[0]?.host ?? '';
  }

  draw() {
    const now = performance.now();
    if (this.stale && now - this.orderedAt > ORDER_MS && now - this.pointedAt > STILL_MS) this.order();
    this.list.draw();
    const index = this.indexOf(this.selected);
    const row = index < 0 ? null : this.list.rowOf(index);
    if (row) attribute(this.box, 'aria-activedescendant', row.id);
    else this.box.removeAttribute('aria-activedescendant');
  }

  make() {
    const row = element('div', 'kiosk-row');
    row.id = 'k' + Math.random().toString(36).slice(2);
    row.setAttribute('role', 'option');
    row.append(element('span', 'shape'), element('b', 'name'), element('span', 'age'), element('span', 'what'));
    return row;
  }

  fill(row, index) {
    const kiosk = this.kiosks.get(this.shown[index].host) ?? this.shown[index];
    const [sign, name, age, what] = row.children;
    row.dataset.host = kiosk.host;
    attribute(row, 'class', 'kiosk-row ' + kiosk.state);
    attribute(row, 'aria-selected', String(kiosk.host === this.selected));
    attribute(row, 'aria-setsize', String(this.shown.length));
    attribute(row, 'aria-posinset', String(index + 1));
    attribute(sign, 'class', 'shape ' + kiosk.state);
    put(sign, mark(kiosk.state));
    put(name, kiosk.host);
    put(age, kiosk.at ? 'for ' + span(this.now() - kiosk.at) : '');
    put(what, kiosk.words);
  }

  now() {
    return Date.now() + (this.clockAhead ?? 0);
  }

  indexOf(host) {
    return host ? this.shown.findIndex((kiosk) => kiosk.host === host) : -1;
  }

  select(host) {
    if (host === this.selected) {
      this.chosen(host, true);
      return;
    }
    this.selected = host;
    this.draw();
    this.chosen(host, true);
  }

  key(event) {
    const last = this.shown.length - 1;
    if (last < 0) return;
    const at = this.indexOf(this.selected);
    const moves = {
      ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), PageDown: at + this.list.page, PageUp: at - this.list.page,
      Home: 0, End: last,
    };
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (at >= 0) this.chosen(this.selected, true);
      return;
    }
    if (!(event.key in moves)) return;
    event.preventDefault();
    const to = Math.min(last, Math.max(0, moves[event.key]));
    this.selected = this.shown[to].host;
    this.list.reveal(to);
    this.draw();
    this.chosen(this.selected, false);
  }
}

/** A sign that differs in shape, colour and letter. */
export function shape(state) {
  const sign = element('span', 'shape ' + state, mark(state));
  sign.setAttribute('aria-hidden', 'true');
  return sign;
}
