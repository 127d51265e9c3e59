// The short lists of the page, by themselves: node --test list.test.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

// As a module whatever Node takes a file of that name for.
const file = new URL('../../main/resources/dev/kiosk/simulator/hub/page/list.js', import.meta.url);
const { KeptRows } = await import('data:text/javascript,' + encodeURIComponent(readFileSync(file, 'utf8')));

/** As much of an element as the list needs. */
class Row {
  constructor(text) {
    this.text = text;
    this.parent = null;
  }

  get nextElementSibling() {
    return this.parent.rows[this.parent.rows.indexOf(this) + 1] ?? null;
  }

  remove() {
    this.parent.rows.splice(this.parent.rows.indexOf(this), 1);
    this.parent = null;
  }
}

class Box {
  constructor() {
    this.rows = [];
    this.moves = 0;
  }

  get firstElementChild() {
    return this.rows[0] ?? null;
  }

  insertBefore(row, next) {
    this.moves++;
    if (row.parent) row.remove();
    row.parent = this;
    this.rows.splice(next ? this.rows.indexOf(next) : this.rows.length, 0, row);
  }

  get texts() {
    return this.rows.map(({ text }) => text);
  }
}

test('one more row leaves the others alone', () => {
  const box = new Box();
  const list = new KeptRows(box, (item) => new Row(item));
  list.show(['c', 'b', 'a']);
  const [c, b] = box.rows;
  box.moves = 0;
  list.show(['d', 'c', 'b']);
  assert.deepEqual(box.texts, ['d', 'c', 'b']);
  assert.equal(box.rows[1], c);
  assert.equal(box.rows[2], b);
  assert.equal(box.moves, 1);
});

test('what comes late goes to its place, and what is gone comes again as new', () => {
  const box = new Box();
  const list = new KeptRows(box, (item) => new Row(item));
  list.show(['d', 'b']);
  list.show(['d', 'c', 'b', 'a']);
  assert.deepEqual(box.texts, ['d', 'c', 'b', 'a']);
  list.show([]);
  assert.deepEqual(box.texts, []);
  list.show(['b', 'a', 'd']);
  assert.deepEqual(box.texts, ['b', 'a', 'd']);
  list.show(['d', 'a', 'b']);
  assert.deepEqual(box.texts, ['d', 'a', 'b']);
});

test('items that are told anew are known by their key', () => {
  const box = new Box();
  const list = new KeptRows(box, ({ text }) => new Row(text), JSON.stringify);
  list.show([{ text: 'waiting' }, { text: 'ack' }]);
  const [, ack] = box.rows;
  list.show([{ text: 'nack' }, { text: 'ack' }]);
  assert.deepEqual(box.texts, ['nack', 'ack']);
  assert.equal(box.rows[1], ack);
});

test('with a new day all rows are made anew', () => {
  const box = new Box();
  const list = new KeptRows(box, (item) => new Row(item));
  list.show(['a'], 'Sunday');
  const [before] = box.rows;
  list.show(['a'], 'Monday');
  assert.deepEqual(box.texts, ['a']);
  assert.notEqual(box.rows[0], before);
});
