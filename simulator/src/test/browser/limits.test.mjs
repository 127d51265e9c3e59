// The page's state of limits, by itself: node --test limits.test.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

// As a module whatever Node takes a file of that name for.
const file = new URL('../../main/resources/dev/kiosk/simulator/hub/page/limits.js', import.meta.url);
const { Limits } = await import('data:text/javascript,' + encodeURIComponent(readFileSync(file, 'utf8')));

const at = (value) => ({ value });
const value = (limits) => limits.shown('cpu').limit?.value;
const isPending = (limits) => limits.shown('cpu').pending !== null;

function holding(held) {
  const limits = new Limits();
  limits.learn('cpu', at(held), limits.answers('cpu'));
  return limits;
}

test('a change is shown at once, as pending', () => {
  const limits = holding(90);
  limits.send('a', 'cpu', at(85), 0);
  assert.equal(value(limits), 85);
  assert.equal(isPending(limits), true);
  assert.equal(limits.held('cpu').value, 90);
});

test('an ack confirms it', () => {
  const limits = holding(90);
  limits.send('a', 'cpu', at(85), 0);
  limits.ack('a', 7, 90);
  assert.equal(value(limits), 85);
  assert.equal(isPending(limits), false);
  assert.equal(limits.shown('cpu').outcome.kind, 'ack');
});

test('a nack brings back exactly what was there, also when nothing was known or nothing was set', () => {
  for (const before of [undefined, null, 0, 90.5]) {
    const limits = new Limits();
    if (before !== undefined) limits.learn('cpu', at(before), 0);
    const held = limits.held('cpu');
    limits.send('a', 'cpu', at(140), 0);
    limits.nack('a', 'invalid-threshold: pct must be within 0..100, was 140', 1);
    assert.equal(limits.held('cpu'), held);
    assert.equal(limits.shown('cpu').limit, held);
    assert.equal(isPending(limits), false);
  }
});

test('of overlapping changes a refused one in the middle leaves the last one shown', () => {
  const limits = holding(90);
  limits.send('a', 'cpu', at(80), 0);
  limits.send('b', 'cpu', at(140), 0);
  limits.send('c', 'cpu', at(70), 0);
  limits.nack('b', 'invalid-threshold: no', 1);
  assert.equal(value(limits), 70);
  limits.nack('c', 'timeout: no', 2);
  assert.equal(value(limits), 80);
  assert.equal(isPending(limits), true);
  limits.nack('a', 'timeout: no', 3);
  assert.equal(value(limits), 90);
  assert.equal(isPending(limits), false);
});

test('answers in the wrong order end with the change that was sent last', () => {
  const limits = holding(90);
  limits.send('a', 'cpu', at(80), 0);
  limits.send('b', 'cpu', at(70), 0);
  limits.ack('b', 1, 80);
  assert.equal(value(limits), 80); // still unanswered, so this is not confirmed
  assert.equal(isPending(limits), true);
  limits.ack('a', 2, 90);
  assert.equal(value(limits), 70);
  assert.equal(limits.shown('cpu').outcome.overtaken, true);
});

test('a refusal of an older change does not touch a newer one that was confirmed', () => {
  const limits = holding(90);
  limits.send('a', 'cpu', at(140), 0);
  limits.send('b', 'cpu', at(70), 0);
  limits.ack('b', 1, 90);
  limits.nack('a', 'invalid-threshold: no', 2);
  assert.equal(value(limits), 70);
});

test('an answer after the timeout counts, unless a later change was confirmed meanwhile', () => {
  const limits = holding(90);
  limits.send('a', 'cpu', at(80), 0);
  limits.nack('a', 'timeout: no answer', 1);
  assert.equal(value(limits), 90);
  limits.ack('a', 2, 90);
  assert.equal(value(limits), 80);
  assert.equal(limits.shown('cpu').outcome.kind, 'late');

  limits.send('b', 'cpu', at(70), 3);
  limits.nack('b', 'timeout: no answer', 4);
  limits.send('c', 'cpu', at(60), 5);
  limits.ack('c', 6, 70);
  limits.ack('b', 7, 80);
  assert.equal(value(limits), 60);
});

test('a refusal after the timeout tells the reason and changes nothing else', () => {
  const limits = holding(90);
  limits.send('a', 'cpu', at(140), 0);
  limits.nack('a', 'timeout: no answer', 1);
  limits.nack('a', 'invalid-threshold: no', 2);
  assert.equal(value(limits), 90);
  assert.equal(limits.shown('cpu').outcome.reason, 'invalid-threshold: no');
});

test('answers to others, to nothing, and second answers change nothing', () => {
  const limits = holding(90);
  limits.send('a', 'cpu', at(80), 0);
  assert.equal(limits.ack('other', 1, null), null);
  assert.equal(limits.nack('other', 'timeout: x', 1), null);
  limits.ack('a', 1, 90);
  assert.equal(limits.ack('a', 2, 90), null);
  assert.equal(limits.nack('a', 'timeout: x', 2), null);
  assert.equal(value(limits), 80);
});

test('metrics do not touch each other', () => {
  const limits = holding(90);
  limits.send('a', 'memory', at(50), 0);
  limits.nack('a', 'offline: x', 1);
  assert.equal(value(limits), 90);
  assert.equal(limits.shown('cpu').outcome, null);
});

test('what is waited for too long is given up', () => {
  const limits = holding(90);
  limits.send('a', 'cpu', at(80), 100);
  limits.send('b', 'cpu', at(70), 200);
  assert.equal(limits.expire(150, 'lost: x', 9).length, 1);
  assert.equal(value(limits), 70);
  limits.expire(201, 'lost: x', 9);
  assert.equal(value(limits), 90);
});

test('what somebody else knows is taken, unless it was asked for before an answer came', () => {
  const limits = holding(90);
  const before = limits.answers('cpu');
  limits.send('a', 'cpu', at(80), 0);
  assert.equal(limits.learn('cpu', at(75), before), true); // another operator; ours still hangs
  assert.equal(value(limits), 80);
  limits.ack('a', 1, 75);
  assert.equal(limits.learn('cpu', at(75), before), false);
  assert.equal(value(limits), 80);
  assert.equal(limits.learn('cpu', at(60), limits.answers('cpu')), true);
  assert.equal(value(limits), 60);
});

test('after the connection was lost, what waits is asked again in order, but not what was replaced', () => {
  const limits = holding(90);
  limits.send('a', 'cpu', at(80), 0);
  limits.send('b', 'cpu', at(70), 0);
  limits.send('c', 'cpu', at(60), 0);
  limits.send('m', 'memory', at(50), 0);
  limits.ack('b', 1, 90);
  assert.deepEqual(limits.again(2).map((command) => command.cid), ['c', 'm']);
  limits.nack('c', 'timeout: x', 3);
  assert.equal(value(limits), 70);
});

test('whatever the order of answers, in the end the page shows what the kiosk has', () => {
  let seed = 7;
  const random = (n) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * n);
  };
  for (let run = 0; run < 2000; run++) {
    const limits = holding(90);
    let kiosk = 90;
    const answers = [];
    const sent = 1 + random(6);
    for (let i = 0; i < sent; i++) {
      const cid = `c${i}`;
      const wanted = random(150);
      limits.send(cid, 'cpu', at(wanted), i);
      if (random(4) === 0) limits.nack(cid, 'timeout: no answer', i); // the true answer comes later
      if (wanted <= 100) {
        answers.push(['ack', cid]);
        kiosk = wanted;
      } else {
        answers.push(['nack', cid]);
      }
      while (answers.length && random(3) === 0) give(answers.splice(random(answers.length), 1)[0]);
    }
    while (answers.length) give(answers.splice(random(answers.length), 1)[0]);
    assert.equal(value(limits), kiosk, `run ${run}`);
    assert.equal(isPending(limits), false);

    function give([kind, cid]) {
      if (kind === 'ack') limits.ack(cid, 0, null);
      else limits.nack(cid, 'invalid-threshold: no', 0);
    }
  }
});

test('memory stays bounded', () => {
  const limits = holding(90);
  for (let i = 0; i < 5000; i++) {
    limits.send(`c${i}`, 'cpu', at(i % 100), i);
    limits.ack(`c${i}`, i, null);
  }
  assert.ok(limits.sent.size <= 201, String(limits.sent.size));
  assert.equal(limits.of('cpu').pending.length, 0);
});
