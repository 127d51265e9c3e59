'use strict';
// Keeps the page fresh. The agent sends the parts that changed as server-sent events; where that
// does not work the page is fetched anew. When the agent does not answer at all, the page says so.

const SILENCE_MS = 1600; // the agent sends something every half second
const PATIENCE_MS = 1200;
const POLL_MS = 2000;

const stale = document.getElementById('stale');
const say = document.getElementById('say');
let behind = Date.now() - Number(document.body.dataset.now); // this clock less the kiosk's
let heard = Date.now();
let asking = false;
let stream = null;
let headline = spoken();

function words(ms) {
  const s = Math.floor(ms / 1000);
  const min = Math.floor(s / 60);
  const h = Math.floor(min / 60);
  const d = Math.floor(h / 24);
  if (s < 1) return 'less than 1 s';
  if (min < 1) return s + ' s';
  if (h < 1) return min + ' min';
  if (d < 1) return h + ' h' + (min % 60 ? ' ' + (min % 60) + ' min' : '');
  return d + ' d' + (h % 24 ? ' ' + (h % 24) + ' h' : '');
}

function tick(root) {
  const now = Date.now() - behind;
  for (const time of root.querySelectorAll('time[data-ms]')) {
    const at = Number(time.dataset.ms);
    const text = words(Math.max(0, time.className === 'until' ? at - now : now - at));
    if (time.textContent !== text) time.textContent = text;
  }
}

// Makes an element like another one and touches only what differs, so that selection, focus and a
// screen reader stay where they are.
function morph(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  const wanted = [...fresh.childNodes];
  wanted.forEach((child, i) => {
    const there = old.childNodes[i];
    if (!there) {
      old.appendChild(child);
    } else if (there.nodeName !== child.nodeName) {
      old.replaceChild(child, there);
    } else if (child.nodeType === Node.TEXT_NODE) {
      if (there.data !== child.data) there.data = child.data;
    } else {
      morph(there, child);
    }
  });
  while (old.childNodes.length > wanted.length) old.lastChild.remove();
}

function take(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old) return;
  tick(fresh);
  morph(old, fresh);
}

function parse(markup) {
  return new DOMParser().parseFromString(markup, 'text/html');
}

// The headline without what merely passes; said aloud when it changes.
function spoken() {
  const copy = document.querySelector('h1').cloneNode(true);
  copy.querySelectorAll('time').forEach((time) => time.remove());
  return copy.textContent;
}

function alive(takenAt) {
  heard = Date.now();
  behind = heard - takenAt;
  stale.hidden = true;
  if (spoken() !== headline) {
    headline = spoken();
    say.textContent = document.querySelector('h1').textContent;
  }
}

function listen() {
  if (stream) stream.close();
  stream = new EventSource('/events');
  stream.addEventListener('part', (event) => {
    const fresh = parse(event.data).body.firstElementChild;
    if (fresh) take(fresh);
  });
  stream.addEventListener('look', (event) => alive(Number(event.data)));
  stream.addEventListener('error', ask);
}

async function ask() {
  if (asking) return;
  asking = true;
  try {
    const reply = await fetch('/', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!reply.ok) throw new Error('status ' + reply.status);
    const fresh = parse(await reply.text());
    for (const part of [...fresh.querySelectorAll('header[id], main > [id]')]) take(part);
    document.title = fresh.title;
    alive(Number(fresh.body.dataset.now));
  } catch (failure) {
    const text =
      'The agent does not answer. It has been silent for ' + words(Date.now() - heard) +
      '; what stands below is old. Is it running? Try: systemctl status kiosk-agent';
    if (stale.textContent !== text) stale.textContent = text;
    stale.hidden = false;
  } finally {
    asking = false;
  }
}

function watch() {
  tick(document);
  const silent = Date.now() - heard;
  if (silent > SILENCE_MS && !document.hidden) {
    ask();
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, POLL_MS);
  }
}

listen();
setInterval(watch, 500);
document.addEventListener('visibilitychange', watch);
