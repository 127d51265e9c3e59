// Puts the parts of the page together: what the feed tells goes to each, and is drawn with the
// browser's next frame.

import { Feed } from './feed.js';
import { Fleet } from './fleet.js';
import { clock, counted, element, loadWords, put, span } from './format.js';
import { Kiosk } from './kiosk.js';
import { LimitPanel } from './limitpanel.js';
import { Live } from './live.js';
import { chooseTenant, session } from './session.js';

const id = (name) => document.getElementById(name);
const SAY_MS = 5000;

let ahead = 0; // the hub's clock less this one's
let lostSince = 0;
let apartSince = 0; // since when the hub does not see all other hubs, by its clock
let nextTry = 0;
let beginning = true;
let saidAt = 0;
let said = '';

const feed = new Feed({ identified, connected, lost, refused, news, reply, draw });
const limits = new LimitPanel(document.querySelector('.limits'), (message) => feed.send(message));
const kiosk = new Kiosk(id('kiosk'), limits);
const fleet = new Fleet(id('fleet'), (host, goThere) => choose(host, goThere));
const live = new Live(id('live'), (host) => choose(host, true));

function choose(host, goThere) {
  fleet.selected = host;
  fleet.draw();
  kiosk.choose(host);
  feed.send({ kind: 'watch', host });
  history.replaceState(null, '', host ? '#' + encodeURIComponent(host) : location.pathname + location.search);
  if (goThere) view('kiosk');
  kiosk.draw(fleet.now());
}

function view(name) {
  document.body.dataset.view = name;
  for (const button of id('views').children) button.setAttribute('aria-pressed', String(button.dataset.view === name));
}

function identified() {
  id('tenant').hidden = session.tenants.length < 2;
  const options = session.tenants.map((tenant) => {
    const option = element('option', '', tenant);
    option.value = tenant;
    option.selected = tenant === session.tenant;
    return option;
  });
  id('tenants').replaceChildren(...options);
  put(document.querySelector('.rule'), session.mayCommand
    ? 'An alert begins when a value stays above its limit.'
    : 'An alert begins when a value stays above its limit. Your token may look, not change.');
  if (!session.tenant) {
    apart(session.unseen ? apartSince || Date.now() + ahead : 0);
    link('live', 'live');
    lostSince = 0;
    fleet.complete();
    draw();
  }
}

function connected() {
  beginning = true;
  fleet.begin();
  if (lostSince) live.note(`The connection was lost from ${clock(lostSince)} to ${clock(Date.now())}. What happened meanwhile stands in each kiosk's history.`);
  lostSince = 0;
  link('live', 'live');
  limits.reconnected();
  if (kiosk.host) {
    feed.send({ kind: 'watch', host: kiosk.host });
    kiosk.load();
  }
}

function lost(until) {
  apartSince = 0;
  id('apart').hidden = true;
  if (!lostSince) lostSince = Date.now();
  nextTry = until;
  link('lost', 'no connection');
  tick();
}

function refused(status) {
  link('lost', 'not let in');
  const door = id('door');
  const wrong = session.token !== '';
  put(door.querySelector('.why'), status === 401
    ? (wrong ? 'This hub does not know that token. Try another one.' : 'This hub shows its kiosks to those who have a token.')
    : (wrong ? 'That token may not look here; one of a viewer or an operator may.' : 'This hub has no tokens and shows its kiosks on its own machine only, at 127.0.0.1 or localhost.'));
  door.querySelector('form').hidden = status === 403 && !wrong;
  session.token = '';
  if (!door.open) door.showModal();
}

function news(frame) {
  ahead = frame.now - Date.now();
  fleet.clockAhead = ahead;
  fleet.take(frame.hosts);
  if (frame.complete) {
    fleet.complete();
    if (beginning) began();
  }
  if (frame.kiosk) kiosk.take(frame.kiosk);
  apart(frame.unseen ?? 0);
  if (frame.limits) {
    limits.learn();
    kiosk.loadAudit();
  }
  live.take(frame.events, frame.skipped, frame.recent);
  kiosk.hear(frame.events);
  if (!kiosk.host && !beginning && fleet.kiosks.size) began();
}

/** The hub does not see all other hubs since then, or sees them again. */
function apart(since) {
  if (since === apartSince) return;
  if (!since) {
    live.note(`From ${clock(apartSince - ahead)} to ${clock(Date.now())} this hub did not see all other hubs. What happened there meanwhile stands in each kiosk's history.`);
    if (kiosk.host) kiosk.load();
    limits.learn();
  }
  apartSince = since;
  id('apart').hidden = since === 0;
  put(id('apart'), since ? `This hub does not see all other hubs since ${clock(since - ahead)}. Kiosks that are connected to those are shown as they were then.` : '');
}

/** The kiosk that the address names, if there is such a one. */
function addressed() {
  return [...fleet.kiosks.keys()].find((name) => '#' + encodeURIComponent(name) === location.hash);
}

/** All kiosks are known; one is shown: the one in the address, or the worst. */
function began() {
  beginning = false;
  if (kiosk.host) return;
  const host = addressed() ?? fleet.worst;
  if (host) choose(host, false);
}

function reply(frame) {
  limits.reply(frame);
}

function draw() {
  fleet.draw();
  live.draw();
  kiosk.draw(fleet.now());
  sum();
}

function sum() {
  const { error = 0, warning = 0, unknown = 0, offline = 0 } = fleet.counts ?? {};
  const parts = [];
  if (error) parts.push(`${counted(error)} out of order`);
  if (warning) parts.push(`${counted(warning)} ${warning === 1 ? 'needs' : 'need'} attention`);
  if (unknown) parts.push(`${counted(unknown)} not known`);
  if (offline) parts.push(`${counted(offline)} not connected`);
  const text = parts.length ? parts.join(', ') : fleet.kiosks.size ? 'All is well' : '';
  put(id('sum'), text);
  id('sum').className = error ? 'error' : parts.length ? 'warning' : 'ready';
  document.title = error ? `(${error}) Kiosks` : 'Kiosks';
  const now = performance.now();
  if (text !== said && now - saidAt > SAY_MS) {
    said = text;
    saidAt = now;
    put(id('say'), text);
  }
}

function link(state, words) {
  id('link').dataset.state = state;
  put(id('link'), words);
}

/** Ages go on while nothing is heard. */
function tick() {
  const gone = id('lost');
  gone.hidden = lostSince === 0;
  if (lostSince) {
    const wait = Math.max(0, nextTry - Date.now());
    const next = wait > 1000 ? `Trying again in ${span(wait)}.` : 'Trying again now.';
    put(gone.firstElementChild, `No connection to the hub since ${clock(lostSince)}. What stands below is from then. ${next}`);
  }
  if (!document.hidden) draw();
}

id('lost').querySelector('button').addEventListener('click', () => feed.retry());
addEventListener('hashchange', () => {
  const host = addressed();
  if (host) choose(host, true);
});
id('views').addEventListener('click', (event) => {
  if (event.target.dataset.view) view(event.target.dataset.view);
});
id('tenants').addEventListener('change', (event) => {
  chooseTenant(event.target.value);
  fleet.clear();
  live.clear();
  choose('', false);
  limits.forget();
  feed.connect();
});
id('door').querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  session.token = id('token').value.trim();
  id('token').value = '';
  id('door').close();
  feed.connect();
});
id('door').addEventListener('cancel', (event) => event.preventDefault()); // there is nothing to see behind it

await loadWords();
setInterval(tick, 1000);
feed.connect();
